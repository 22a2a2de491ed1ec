/**
 * `npm test`: from a fresh clone on a bare machine to the totals. Arguments go to vitest, and then only vitest runs:
 * `npm test -- test/unit/names.test.ts`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, ensureBuilt, ensureInstalled, nodeBinary, root, say, toolEnv } from '../src-main/prepare.mjs';
import { failedChecks } from './check.mjs';
import { chromium, missingPackages } from './support/debian.mjs';
import { startDisplay } from './support/display.mjs';

const args = process.argv.slice(2);
const report = join(cacheDir, `vitest-${process.pid}.json`);

/** @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
function runVitest(env) {
  const cli = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(nodeBinary, [cli, 'run', ...reporters, ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

/**
 * The totals, with each file that could not even be loaded counted as one failed test.
 * @param {number} exitCode
 */
function totals(exitCode) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  rmSync(report);
  const broken = testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = numFailedTests + broken;
  const unexplained = exitCode !== 0 && failed === 0 ? 1 : 0;
  return { passed: numPassedTests, failed: failed + unexplained, skipped: numPendingTests + (numTodoTests ?? 0) };
}

/**
 * A part of the preparation, beside the others.
 * @param {string} script @returns {Promise<string>} what it printed for programs
 */
function prepare(script) {
  const child = spawn(process.execPath, [join(root, 'test', 'support', script)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  return new Promise((resolve) => child.on('close', () => resolve(said)));
}

/** @param {import('./support/electron.mjs').TestElectron} electron @param {string[]} displays */
function testEnvironment(electron, displays) {
  const browser = chromium();
  const missing = missingPackages();
  say(electron.line);
  const windowless =
    process.platform === 'linux' && displays.length === 0 ? 'no display: Xvfb is not installed' : undefined;
  const libraries = missing.filter((name) => name.startsWith('lib'));
  const why =
    'why' in electron
      ? electron.why
      : (windowless ?? (libraries.length > 0 ? `not installed: ${libraries.join(' ')}` : undefined));
  return toolEnv({
    PARLEY_CHROMIUM: browser ?? '',
    PARLEY_CHROMIUM_WHY: browser ? '' : 'no Chromium on this machine',
    PARLEY_ELECTRON: why === undefined ? electron.path : '',
    PARLEY_ELECTRON_WHY: why ?? '',
    PARLEY_ELECTRON_SQLITE_BINDING: 'sqliteBinding' in electron ? electron.sqliteBinding : '',
    PARLEY_SQLITE_BINDING: '',
    PARLEY_DISPLAYS: displays.join(' '),
  });
}

const system = prepare('debian.mjs');
ensureInstalled();
await system;
const electron = prepare('electron.mjs');
ensureBuilt();
mkdirSync(cacheDir, { recursive: true });
// One for each app that has the focus.
const screens = process.platform === 'linux' ? await Promise.all([startDisplay(), startDisplay()]) : [];
process.on('exit', () => screens.forEach((screen) => screen?.stop()));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const displays = screens.flatMap((screen) => screen?.display ?? process.env['DISPLAY'] ?? []);
const env = testEnvironment(JSON.parse(await electron), displays);
// The tests wait for windows and clocks half of the time; the checks have what is left of the processor.
const [checks, exitCode] = await Promise.all([args.length > 0 ? [] : failedChecks(), runVitest(env)]);
const { passed, failed, skipped } = totals(exitCode);
for (const name of checks) say(`FAILED check: ${name}`);
if (passed + failed === 0) say('no test ran');
const allFailed = failed + checks.length;
process.stdout.write(`${passed} passed, ${allFailed} failed, ${skipped} skipped\n`);
process.exit(allFailed > 0 || passed === 0 ? 1 : 0);
