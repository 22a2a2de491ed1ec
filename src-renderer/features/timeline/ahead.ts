import { whenIdle } from '../../lib/idle-time.ts';
import type { Row } from '../../lib/rows.ts';
import { render } from '../../lib/sanitise.ts';

/** Turns a row's text into what will be drawn in a task of its own: with the drawing, the dearest texts would take too long. */
export function ahead(row: Row, draw: () => void): void {
  setTimeout(() => {
    if (row.type === 'message') render(row.text);
    draw();
  });
}

/** Milliseconds that are taken from the page at a time. */
const TAKEN_MS = 4;

/** Turns the texts of rows into what will be drawn, the first first, while there is nothing else to do. */
export function renderAhead(rows: readonly Row[]): void {
  let at = 0;
  const some = (): void => {
    for (const end = performance.now() + TAKEN_MS; at < rows.length && performance.now() < end; at += 1) {
      const row = rows[at];
      if (row?.type === 'message') render(row.text);
    }
    if (at < rows.length) whenIdle(some);
  };
  whenIdle(some);
}
