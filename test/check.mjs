/** Everything that can be said about the sources without running them: `npm run check`. */
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, ensureMessages, nodeBinary, root, say, toolEnv } from '../src-main/prepare.mjs';

const bin = (/** @type {string} */ path) => `node_modules/${path}`;

/** @typedef {{ name: string, args: string[], priority?: number }} Step */

// The slowest first: two run at a time.
/** @type {Step[]} */
const steps = [
  // Takes as long as all others together, on one core: in the tests' shadow it would be what everyone waits for.
  {
    name: 'eslint',
    args: [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0'],
    priority: constants.priority.PRIORITY_NORMAL,
  },
  { name: 'types', args: [bin('typescript/bin/tsc'), '-p', '.'] },
  { name: 'types of src-shared', args: [bin('typescript/bin/tsc'), '-p', 'src-shared'] },
  {
    name: 'types of src-renderer',
    args: [bin('svelte-check/bin/svelte-check'), '--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings'],
  },
  { name: 'prettier', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
  {
    name: 'layer rules',
    args: [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.mjs',
      'src-shared',
      'src-main',
      'src-renderer',
    ],
  },
];

/** @param {Step} step @returns {Promise<boolean>} whether it passed */
function runStep({ name, args, priority = constants.priority.PRIORITY_BELOW_NORMAL }) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(nodeBinary, args, { cwd: root, env: toolEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
    if (child.pid) setPriority(child.pid, priority);
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('close', (code) => {
      say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      if (code !== 0) say(output.trimEnd());
      resolve(code === 0);
    });
  });
}

/** @returns {Promise<string[]>} the names of the checks that failed */
export async function failedChecks() {
  ensureMessages();
  const waiting = [...steps];
  /** @type {string[]} */
  const failed = [];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      if (!(await runStep(step))) failed.push(step.name);
    }
  };
  await Promise.all([worker(), worker()]);
  return failed;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureInstalled();
  process.exitCode = (await failedChecks()).length > 0 ? 1 : 0;
}
