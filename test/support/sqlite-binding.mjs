/**
 * better-sqlite3 for the registry's Electron 33. The binary that better-sqlite3 ships needs Node-API 10 and takes an older
 * runtime down with a segmentation fault, so here it is compiled from its own source against Node-API as the older
 * runtimes have it. By the compiler alone: node-gyp would want Python and download Node's headers.
 */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, root, say } from '../../src-main/prepare.mjs';

const addon = join(root, 'node_modules', 'better-sqlite3');
// Not optimized: that takes a quarter of the time, and the tests ask little of it.
const common = ['-w', '-O0', '-fPIC', '-DNDEBUG'];

// NAPI_VERSION is the number that stands for "experimental": the functions that became version 10 are there under it.
const addonFlags = [
  ...common,
  '-std=c++20',
  '-fvisibility=hidden',
  '-DNAPI_VERSION=2147483647',
  '-DNAPI_EXPERIMENTAL',
  '-DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
  '-DNODE_API_EXPERIMENTAL_BASIC_ENV_OPT_OUT',
  '-DNAPI_DISABLE_CPP_EXCEPTIONS',
  '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  '-DNODE_GYP_MODULE_NAME=better_sqlite3',
  '-DBUILDING_NODE_EXTENSION',
];

/**
 * Compiles the binary once per version of better-sqlite3 and keeps it in the cache, never in node_modules, where the
 * app would prefer it to the one that ships.
 * @returns {Promise<string>} its absolute path
 */
export async function sqliteBinding() {
  const { version } = JSON.parse(readFileSync(join(addon, 'package.json'), 'utf8'));
  const key = createHash('sha256').update(addonFlags.join(' ')).digest('hex').slice(0, 8);
  const home = join(cacheDir, `better-sqlite3-${version}-${process.platform}-${process.arch}-${key}`);
  const binary = join(home, 'better_sqlite3.node');
  if (existsSync(binary)) return binary;
  say(`compiling better-sqlite3 ${version} for the test Electron (once) ...`);
  mkdirSync(cacheDir, { recursive: true });
  const work = mkdtempSync(join(cacheDir, 'sqlite-'));
  try {
    await compileInto(work);
    renameSync(work, home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return binary;
}

/** @param {string} work */
async function compileInto(work) {
  const object = join(work, 'sqlite3.o');
  const source = join(addon, 'deps', 'sqlite3');
  const headers = ['node-api-headers/include', 'node-addon-api'].map((name) => `-I${join(root, 'node_modules', name)}`);
  const addonObject = join(work, 'addon.o');
  const addonSource = join(addon, 'src', 'better_sqlite3.cpp');
  await Promise.all([
    compile('gcc', ['-std=c99', ...common, ...sqliteDefines(), '-c', join(source, 'sqlite3.c'), '-o', object]),
    compile('g++', [...addonFlags, ...headers, `-I${source}`, '-c', addonSource, '-o', addonObject]),
  ]);
  const link = ['-shared', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-o', join(work, 'better_sqlite3.node')];
  await compile('g++', [...link, addonObject, object, '-ldl', '-lpthread', '-lm']);
  for (const file of [object, addonObject]) rmSync(file);
}

/** The same switches as in the binary that ships: they stand in a gypi file, one quoted string each. */
function sqliteDefines() {
  const text = readFileSync(join(addon, 'deps', 'defines.gypi'), 'utf8');
  return [...text.matchAll(/^\s+'([A-Z0-9_]+(?:=[^']*)?)',$/gm)].map((match) => `-D${match[1]}`);
}

/** @param {string} command @param {string[]} args @returns {Promise<void>} */
function compile(command, args) {
  const compiler = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 300_000 });
  let said = '';
  compiler.stderr.on('data', (data) => (said += data));
  return new Promise((resolve, reject) => {
    compiler.once('error', () => {
      reject(new Error(`better-sqlite3 cannot be compiled for it: ${command} is missing (Debian: g++)`));
    });
    compiler.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`better-sqlite3 does not compile for it: ${said.split('\n')[0] ?? ''}`));
    });
  });
}
