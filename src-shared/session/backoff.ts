/** First and longest wait between attempts, in milliseconds. */
export const FIRST_WAIT = 300;
export const LONGEST_WAIT = 5_000;

/**
 * How long to wait before attempt number `attempt` (from 0): doubling, with "full jitter", so that a thousand clients of a
 * restarted host do not come back in step.
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling / 4 + random * ceiling * 0.75);
}
