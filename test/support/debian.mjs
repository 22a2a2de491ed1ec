/**
 * What the tests need from the operating system. As root on Debian it is installed, elsewhere it is only named: a test
 * run must not change somebody's computer unasked.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { say } from '../../src-main/prepare.mjs';

// The one without a window first: it opens a page in half the time, and is what Playwright takes by itself.
const headless = 'chromium-headless-shell';
const chromiums = [headless, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const chromeElsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(process.env['PROGRAMFILES'] ?? '', 'Google', 'Chrome', 'Application', 'chrome.exe'),
];

/** @param {string} name @returns {string | undefined} the path of a command, also where an ordinary PATH does not look */
export function command(name) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** @returns {string | undefined} the browser for the browser tests */
export function chromium() {
  const chosen = process.env['PARLEY_CHROMIUM'];
  if (chosen) return chosen;
  return chromiums.map(command).find(Boolean) ?? chromeElsewhere.find((path) => existsSync(path));
}

/** @param {string} library */
function hasLibrary(library) {
  const cache = spawnSync(command('ldconfig') ?? 'ldconfig', ['-p'], { encoding: 'utf8' });
  return `${cache.stdout ?? ''}`.includes(library);
}

/** @param {string} name */
function hasPackage(name) {
  const asked = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' });
  return asked.stdout === 'installed';
}

// Asked for by what they give rather than by name where one can, because the names differ between Debian's releases.
const needs = [
  { name: 'chromium', has: () => chromium() !== undefined },
  { name: 'xvfb', has: () => command('Xvfb') !== undefined },
  { name: 'xauth', has: () => command('xauth') !== undefined },
  { name: 'libgtk-3-0', has: () => hasLibrary('libgtk-3.so.0') },
  { name: 'libnss3', has: () => hasLibrary('libnss3.so') },
  { name: 'libasound2', has: () => hasLibrary('libasound.so.2') },
  { name: 'libgbm1', has: () => hasLibrary('libgbm.so.1') },
  { name: 'iproute2', has: () => command('ip') !== undefined },
  { name: 'g++', has: () => command('g++') !== undefined && command('gcc') !== undefined },
  { name: 'python3-websocket', has: () => hasPackage('python3-websocket') },
  { name: 'fonts-noto-core', has: () => hasPackage('fonts-noto-core') },
  { name: 'fonts-noto-color-emoji', has: () => hasPackage('fonts-noto-color-emoji') },
];

/** @returns {string[]} the names of the packages that are missing; none where this is not Linux */
export function missingPackages() {
  if (process.platform !== 'linux') return [];
  return needs.filter((need) => !need.has()).map((need) => need.name);
}

/** Installs what is missing, or says what to install. */
function ensureSystemPackages() {
  if (process.platform !== 'linux') return;
  const complete = command(headless) && missingPackages().length === 0;
  if (!complete && process.getuid?.() === 0 && command('apt-get')) install();
  const still = missingPackages();
  if (still.length > 0) say(`missing for some tests, to be installed by you: apt-get install ${still.join(' ')}`);
}

function install() {
  say(`installing ${[...new Set([headless, ...missingPackages()])].join(' ')} ...`);
  apt('update');
  // Not every release has it; then it is the browser with a window, below.
  if (!command(headless)) apt('install', headless);
  const missing = missingPackages();
  const problem = missing.length > 0 && apt('install', ...missing);
  if (problem) say(`apt-get: ${problem}`);
}

/** @param {string[]} what @returns {string | undefined} the last line of what it complained about */
function apt(...what) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = [
    '-y',
    '-q',
    '--no-install-recommends',
    '-o',
    'Acquire::http::Timeout=15',
    '-o',
    'Acquire::Retries=1',
  ];
  const done = spawnSync('apt-get', [...what, ...options], { env, encoding: 'utf8', timeout: 600_000 });
  if (done.status === 0) return undefined;
  return `${done.stderr ?? ''}`.trim().split('\n').pop() || `exit code ${done.status}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) ensureSystemPackages();
