/** Longest that anything waits for idle time, in milliseconds. */
const PATIENCE_MS = 1_000;
/** In a browser that tells nothing of idle time. */
const PAUSE_MS = 30;

/** Runs something when the page has nothing else to do, or has had no such time for long. */
export function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: PATIENCE_MS });
  else setTimeout(run, PAUSE_MS);
}
