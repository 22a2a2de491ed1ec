import { onTestFailed } from 'vitest';

/**
 * Fault and fuzz tests have two forms. In `npm test` each runs a set number of rounds. `npm run test:soak -- LENGTH` sets
 * `PARLEY_SOAK_SECONDS`, and each runs for its share of that; or `PARLEY_SOAK_TIMES`, and each runs that many times its
 * short form. Chance comes from `PARLEY_SEED`, so that a failure can be played again.
 */
const soakSeconds = Number(process.env.PARLEY_SOAK_SECONDS ?? 0);
const soakTimes = Number(process.env.PARLEY_SOAK_TIMES ?? 0);

/** True in the long form. */
export const SOAK = soakSeconds > 0 || soakTimes > 0;

export const SEED = Number(process.env.PARLEY_SEED ?? 20_260) >>> 0;

/** Chance that can be repeated (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 <= x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True in `share` of all cases. */
  happens(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.int(0, from.length - 1)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.int(0, 255));
  }
}

/** Chance for one test; its seed is said when the test fails. */
export function chanceOfThisTest(): Chance {
  onTestFailed(() => {
    console.error(`to play this again: PARLEY_SEED=${String(SEED)}`);
  });
  return new Chance(SEED);
}

/** How long a test may take, in milliseconds: `short` in the short form, its share and ample time to end in the long one. */
export function patience(short: number, share: number): number {
  if (!SOAK) return short;
  return soakTimes > 0 ? short * (soakTimes + 1) : soakSeconds * 1_000 * share + 600_000;
}

/**
 * Runs `round` `times` times; in the long form as often as that asks for, or for `share` of its length and at least once.
 * Gives how often it was.
 */
export async function rounds(times: number, share: number, round: (i: number) => Promise<unknown>): Promise<number> {
  const end = performance.now() + soakSeconds * 1_000 * share;
  const last = soakTimes > 0 ? Math.ceil(times * soakTimes) : times;
  let done = 0;
  while (soakSeconds > 0 ? done === 0 || performance.now() < end : done < last) {
    await round(done);
    done += 1;
  }
  return done;
}

/** A line of the long form's summary. */
export function tell(line: string): void {
  if (SOAK) process.stdout.write(`soak: ${line}\n`);
}
