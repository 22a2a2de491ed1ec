/**
 * `npm run test:soak -- LENGTH`: the long form of the fault and fuzz tests. LENGTH is a time, such as `90s`, `10m` or `8h`,
 * or a number of kills, such as `1000`, to which everything else is in proportion. `PARLEY_SEED` plays an earlier one again.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, nodeBinary, root, say, toolEnv } from '../src-main/prepare.mjs';

const SECONDS = { s: 1, m: 60, h: 3_600 };
/** Kills in the short form, which `npm test` runs. */
const SHORT_KILLS = 12;

/** @param {string} length @returns {Record<string, string> | null} what tells the tests how long they are */
function lengthEnv(length) {
  const [, digits = '', unit = ''] = /^(\d+)([smh]?)$/.exec(length) ?? [];
  const count = Number(digits);
  if (!(count > 0)) return null;
  if (unit === '') return { PARLEY_SOAK_TIMES: String(count / SHORT_KILLS) };
  return { PARLEY_SOAK_SECONDS: String(count * SECONDS[/** @type {keyof typeof SECONDS} */ (unit)]) };
}

const [length = '10m', ...files] = process.argv.slice(2);
const env = lengthEnv(length);
if (!env) {
  say(`a soak takes a time (90s, 10m, 8h) or a number of kills (1000), not "${length}"`);
  process.exit(2);
}
ensureInstalled();
const seed = process.env['PARLEY_SEED'] ?? String(Date.now() % 4_294_967_296);
say(`soak of ${length}; to play it again: PARLEY_SEED=${seed} npm run test:soak -- ${length}`);
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
// One file after another: each has its share of the time to itself.
const args = ['run', '--project=integration', '--no-file-parallelism', '--reporter=verbose'];
const child = spawn(nodeBinary, [vitest, ...args, ...(files.length > 0 ? files : ['test/faults', 'test/fuzz'])], {
  cwd: root,
  env: toolEnv({ ...env, PARLEY_SEED: seed }),
  stdio: 'inherit',
});
child.on('close', (code) => process.exit(code ?? 1));
