/** Milliseconds after a key during which one is taken to be typing. */
const TYPING_MS = 300;
/** The time after a key, in milliseconds, in which the key is on the screen and the next is not near. */
const AFTER_KEY_MS = { from: 20, to: 30 };
/** How often one looks whether that time has come, in milliseconds. */
const LOOK_MS = 4;
/** What came is kept from the screen by typing for no longer than this, in milliseconds. */
const PATIENCE_MS = 150;
/** A hidden window draws no frames, so a timer stands in for them there, and unread marks stay true. */
const HIDDEN_MS = 250;

/** Runs `flush` once for all the changes of a frame. */
export function perFrame(flush: () => void): () => void {
  return inFrames(flush, () => 0);
}

/** As `perFrame`, but while one types `flush` runs right after each key's picture, so that no key waits for it. */
export function betweenKeys(flush: () => void, page: EventTarget = window): () => void {
  let key = -Infinity;
  const pressed = (event: Event): void => {
    if (writes(event as KeyboardEvent)) key = performance.now();
  };
  page.addEventListener('keydown', pressed, { capture: true, passive: true });
  return inFrames(flush, (now, since) => untilDrawn(now - key, now - since));
}

/** Is it a letter, or one for an input method? What Enter sends is to be seen at once. */
function writes({ key }: KeyboardEvent): boolean {
  return key.length === 1 || key === 'Process';
}

/** Milliseconds until what came may be drawn, or is looked at again, so many after the last key and after the first of it came. */
export function untilDrawn(sinceKey: number, waited: number): number {
  if (sinceKey < AFTER_KEY_MS.from) return AFTER_KEY_MS.from - sinceKey;
  if (sinceKey <= AFTER_KEY_MS.to || sinceKey > TYPING_MS || waited >= PATIENCE_MS) return 0;
  return LOOK_MS;
}

function inFrames(flush: () => void, wait: (now: number, since: number) => number): () => void {
  let since: number | null = null;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hidden: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    clearTimeout(hidden);
    since = null;
    flush();
  };
  const plan = (): void => {
    const now = performance.now();
    const ms = wait(now, since ?? now);
    if (ms > 0) timer = setTimeout(plan, ms);
    else frame = requestAnimationFrame(run);
  };
  return () => {
    if (since !== null) return;
    since = performance.now();
    hidden = setTimeout(run, HIDDEN_MS);
    plan();
  };
}
