/**
 * `npm start` opens the app, or says in one line why it cannot and serves the same host and page to a browser.
 * `npm run serve -- ...` serves straight away. Plain JavaScript, because it runs before anything is installed.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import {
  ensureBuilt,
  ensureInstalled,
  hostFlags,
  nodeBinary,
  officialElectron,
  root,
  say,
  toolEnv,
} from './prepare.mjs';

const minute = 60_000;
const cannotLoad = 127;

/** @returns {boolean} whether there is a desktop to open a window on */
function hasDesktop() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * Runs a command in this one's place: its signals are passed on and its exit code is returned.
 * @param {string} command
 * @param {string[]} args
 * @param {(line: string) => void} [onLine] hears what it prints, which is printed all the same
 * @returns {Promise<number>}
 */
function become(command, args, onLine) {
  const stdout = onLine ? 'pipe' : 'inherit';
  const child = spawn(command, args, { cwd: root, env: toolEnv(), stdio: ['inherit', stdout, 'inherit'] });
  passSignals(child);
  child.stdout?.on('data', (data) => {
    process.stdout.write(data);
    for (const line of String(data).split('\n')) onLine?.(line);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      say(error.message);
      resolve(cannotLoad);
    });
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function passSignals(child) {
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  // A terminal sends Ctrl+C to the child as well, and the second one would cut its orderly end short.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  if (!process.env['npm_lifecycle_event']) return;
  // npm passes a signal to its shell only, which goes without telling this process.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
}

/** @param {string} url */
function openInBrowser(url) {
  const [command, args] =
    process.platform === 'win32'
      ? ['cmd', ['/c', 'start', '', url]]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', [url]];
  spawn(/** @type {string} */ (command), /** @type {string[]} */ (args), { stdio: 'ignore', detached: true })
    .on('error', () => say(`open ${url} in a browser`))
    .unref();
}

/** @param {string[]} args @param {(line: string) => void} [onLine] */
function serve(args, onLine) {
  return become(nodeBinary, [...hostFlags, join(root, 'out', 'main', 'cli.js'), 'serve', ...args], onLine);
}

/** @param {string} why @returns {Promise<number>} */
function serveInstead(why) {
  say(`${why}: serving to browsers instead.`);
  let opened = !hasDesktop();
  return serve(['--guests'], (line) => {
    const url = /listening on (https?:\/\/\S+)/.exec(line)?.[1];
    if (opened || !url) return;
    opened = true;
    openInBrowser(url);
  });
}

/** @returns {Promise<number>} */
async function start() {
  if (!hasDesktop()) return serveInstead('No display for a window');
  const electron = officialElectron({ timeoutMs: 5 * minute, rememberMs: 60 * minute });
  if ('why' in electron) return serveInstead(electron.why);
  // Chromium refuses to sandbox itself for root.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const code = await become(electron.path, [root, ...flags, ...process.argv.slice(2)]);
  return code === cannotLoad ? serveInstead('Electron lacks libraries of this system') : code;
}

const [mode, ...rest] = process.argv.slice(2);
ensureInstalled();
ensureBuilt();
process.exit(mode === 'serve' ? await serve(rest) : await start());
