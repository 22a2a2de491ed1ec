/** A display for windows nobody looks at. */
import { spawn } from 'node:child_process';
import { command } from './debian.mjs';

/**
 * Starts Xvfb on a display number that it picks itself, so that two test runs do not meet.
 * @returns {Promise<{ display: string, stop: () => void } | undefined>} undefined where it is not there or does not start
 */
export function startDisplay() {
  const xvfb = command('Xvfb');
  if (!xvfb) return Promise.resolve(undefined);
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-noreset'];
  const server = spawn(xvfb, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const stop = () => void server.kill();
  return new Promise((resolve) => {
    const give = (/** @type {string | undefined} */ number) => {
      clearTimeout(late);
      if (number === undefined) stop();
      resolve(number === undefined ? undefined : { display: `:${number}`, stop });
    };
    const late = setTimeout(() => give(undefined), 20_000);
    server.once('error', () => give(undefined));
    server.once('exit', () => give(undefined));
    server.stdio[3]?.once('data', (data) => give(String(data).trim()));
  });
}
