/** First and longest wait between attempts, in milliseconds. */
export const FIRST_WAIT = 300;
export const LONGEST_WAIT = 5_000;
/** By how much the next wait is longer: a host that was only restarted, in a second, is missed for no second more. */
export const GROWTH = 1.5;

/**
 * How long to wait before attempt number `attempt` (from 0): growing, with "full jitter", so that a thousand clients of a
 * restarted host do not come back in step.
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_WAIT, FIRST_WAIT * GROWTH ** Math.min(attempt, 16));
  return Math.round(ceiling / 4 + random * ceiling * 0.75);
}
