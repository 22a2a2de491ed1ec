import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src-shared/session/ports.ts';

/** Real time and real chance. */
export const realClock: Clock = {
  now: () => Date.now(),
  later: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  random: Math.random,
  randomBytes: (count) => randomBytes(count),
};
