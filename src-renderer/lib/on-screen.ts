/** Milliseconds after which nobody waits any longer: a window that is not shown paints nothing. */
const PATIENCE_MS = 1_000;

/** Resolves when the page's first picture is on the screen, and not only drawn: until then the processor is the picture's. */
export function onScreen(): Promise<unknown> {
  if (document.visibilityState === 'hidden') return Promise.resolve();
  return new Promise<void>((done) => {
    new PerformanceObserver((paints, observer) => {
      if (paints.getEntriesByName('first-contentful-paint').length === 0) return;
      observer.disconnect();
      done();
    }).observe({ type: 'paint', buffered: true });
    setTimeout(done, PATIENCE_MS);
  });
}
