/** Resolves when what the page has now is on the screen. A window that is not shown draws no frames. */
export function onScreen(): Promise<unknown> {
  if (document.visibilityState === 'hidden') return Promise.resolve();
  // What was drawn in a frame is on the screen by the next.
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
