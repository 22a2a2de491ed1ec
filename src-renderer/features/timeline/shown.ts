const MARK = 'room shown';

/** The first room of a run is on the screen once the next frame is painted: what a cold start is measured by (test/bench/ui.ts). */
export function markShown(): void {
  if (performance.getEntriesByName(MARK).length > 0) return;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    performance.mark(MARK);
  };
  requestAnimationFrame(() => {
    port2.postMessage(null);
  });
}
