import type { Clock } from '../../src-shared/session/ports.ts';

export const browserClock: Clock = {
  now: () => Date.now(),
  later(ms, run) {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  random: () => Math.random(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

/**
 * Runs `flush` once for all the changes of a frame. A hidden window draws no frames, so a timer stands in for them
 * there, and unread marks stay true.
 */
export function perFrame(flush: () => void): () => void {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const run = (): void => {
    cancelAnimationFrame(frame);
    if (timer !== null) clearTimeout(timer);
    timer = null;
    flush();
  };
  return () => {
    if (timer !== null) return;
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, 250);
  };
}
