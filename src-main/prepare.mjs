/**
 * What `npm start` and `npm test` need before anything is installed. Plain JavaScript without a dependency, because it
 * runs on whatever Node the machine has (20 or newer); everything after it runs on the Node in node_modules.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';
const minute = 60_000;

/** The checkout's top folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Git-ignored folder for what is costly to prepare and safe to delete. */
export const cacheDir = join(root, '.cache');

/** Where Node keeps what it has compiled, so that a host starts in half the time. Nobody else may write here. */
const compiled = join(cacheDir, 'compiled');

/** The Node that the project brings along; better-sqlite3 crashes on the older ones a machine may have. */
export const nodeBinary = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/**
 * How that Node runs a host. New objects get at most 8 MiB at a time: left alone V8 takes eight times that once many
 * people have connected, keeps it, and is no faster for it.
 */
export const hostFlags = ['--max-semi-space-size=8'];

/**
 * The environment in which the project's own tools and Node are found first.
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnv(extra = {}) {
  const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = [dirname(nodeBinary), join(root, 'node_modules', '.bin'), process.env[pathKey] ?? ''];
  return { ...process.env, [pathKey]: folders.join(delimiter), NODE_COMPILE_CACHE: compiled, ...extra };
}

/** @param {string} path @returns {any} */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** npm notes what it installed in node_modules/.package-lock.json last of all, so an interrupted install is seen too. */
function isInstalled() {
  const noted = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted) || !existsSync(nodeBinary)) return false;
  const have = readJson(noted).packages;
  return Object.entries(readJson(join(root, 'package-lock.json')).packages).every(
    ([path, wanted]) => path === '' || wanted.optional || wanted.devOptional || have[path]?.version === wanted.version,
  );
}

/** Installs exactly what the lock file names, when something of it is missing. Ends the process if that fails. */
export function ensureInstalled() {
  if (isInstalled()) return;
  say('installing the dependencies (npm ci) ...');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
  });
  if (done.status !== 0) fail('npm ci failed: without the dependencies nothing can run');
}

/** The messages in six languages as code, made from messages/*.json. */
export const messagesDir = join(root, 'src-shared', 'messages');

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  if (!existsSync(folder) || folder === messagesDir) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

/**
 * Contents rather than dates, because a checkout or a copy changes the dates.
 * @param {string[]} files
 */
function keyOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function sourceKey() {
  const files = ['src-shared', 'src-main', 'src-renderer', 'messages'].flatMap((folder) => filesIn(join(root, folder)));
  files.push(...['electron.vite.config.ts', 'package.json', 'package-lock.json'].map((name) => join(root, name)));
  return keyOf(files);
}

/** Makes src-shared/messages/ when messages/ is not what it was made from. Ends the process if that fails. */
export function ensureMessages() {
  const stamp = join(messagesDir, '.made-from');
  const maker = join(root, 'src-main', 'messages.mjs');
  const library = join(root, 'node_modules', '@inlang', 'paraglide-js', 'package.json');
  const settings = join(root, 'project.inlang', 'settings.json');
  const key = keyOf([...filesIn(join(root, 'messages')), settings, maker, library]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  const done = spawnSync(nodeBinary, [maker, '--make'], { cwd: root, env: toolEnv(), stdio: 'inherit' });
  if (done.status !== 0) fail('the messages could not be made: look for a mistake in messages/*.json');
  writeFileSync(stamp, key);
}

/** Builds out/ when the sources are not the ones it was built from. Ends the process if that fails. */
export function ensureBuilt() {
  const stamp = join(root, 'out', '.built-from');
  const key = sourceKey();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  ensureMessages();
  say('building ...');
  rmSync(stamp, { force: true });
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const done = spawnSync(nodeBinary, [cli, 'build', '--logLevel', 'warn'], {
    cwd: root,
    env: toolEnv(),
    stdio: 'inherit',
  });
  if (done.status !== 0) fail('the build failed');
  writeFileSync(stamp, key);
}

/**
 * The official Electron, downloaded by its own package if need be.
 * @param {{ timeoutMs: number, rememberMs: number }} limits how long to try, and how long a failure is believed, so that
 *   a machine that cannot reach the download does not wait for it at every start
 * @returns {{ path: string } | { why: string }}
 */
export function officialElectron({ timeoutMs, rememberMs }) {
  const home = join(root, 'node_modules', 'electron');
  const { version } = readJson(join(home, 'package.json'));
  const present = installedElectron(home, version);
  if (present) return { path: present };
  const note = join(cacheDir, 'electron-download-failed.json');
  const before = rememberedFailure(note, version, rememberMs);
  if (before) return { why: before };
  say(`downloading Electron ${version} ...`);
  const done = spawnSync(nodeBinary, [join(home, 'install.js')], {
    cwd: root,
    env: toolEnv(),
    encoding: 'utf8',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const path = installedElectron(home, version);
  if (path) return { path };
  const why = `Electron ${version} could not be downloaded (${downloadError(done, timeoutMs)})`;
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(note, JSON.stringify({ version, at: Date.now(), why }));
  return { why };
}

/** @param {string} home @param {string} version @returns {string | undefined} */
function installedElectron(home, version) {
  const pathFile = join(home, 'path.txt');
  const versionFile = join(home, 'dist', 'version');
  if (!existsSync(pathFile) || !existsSync(versionFile)) return undefined;
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== version) return undefined;
  const path = join(home, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(path) ? path : undefined;
}

/** @param {string} note @param {string} version @param {number} rememberMs @returns {string | undefined} */
function rememberedFailure(note, version, rememberMs) {
  if (!existsSync(note)) return undefined;
  const { version: tried, at, why } = readJson(note);
  return tried === version && Date.now() - at < rememberMs ? why : undefined;
}

/** @param {import('node:child_process').SpawnSyncReturns<string>} done @param {number} timeoutMs */
function downloadError(done, timeoutMs) {
  if (done.signal) return `gave up after ${Math.round((timeoutMs / minute) * 10) / 10} min`;
  const text = `${done.stderr ?? ''}`;
  const cause = /(?:cause|code)\W+(?:\w*Error: )?([^\n'"]{3,80})/.exec(text)?.[1];
  return (cause ?? text.trim().split('\n')[0] ?? '').slice(0, 120) || `exit code ${done.status}`;
}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** @param {string} text @returns {never} */
export function fail(text) {
  say(text);
  process.exit(1);
}
