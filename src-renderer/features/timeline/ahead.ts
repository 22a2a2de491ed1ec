import { PAGE_DEFAULT } from '../../../src-shared/protocol/limits.ts';
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

/** Turns the texts of a page just loaded into what will be drawn, the nearest first, while there is nothing else to do. */
export function renderAhead(room: { rows: readonly Row[] }, end: 'older' | 'newer'): void {
  whenIdle(() => {
    renderAll(end === 'older' ? room.rows.slice(0, PAGE_DEFAULT).reverse() : room.rows.slice(-PAGE_DEFAULT));
  });
}

function renderAll(rows: readonly Row[]): void {
  const end = performance.now() + TAKEN_MS;
  let done = 0;
  for (const row of rows) {
    if (performance.now() >= end) break;
    if (row.type === 'message') render(row.text);
    done += 1;
  }
  if (done < rows.length)
    whenIdle(() => {
      renderAll(rows.slice(done));
    });
}
