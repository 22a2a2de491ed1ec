import type { Row } from '../../lib/rows.ts';
import { render } from '../../lib/sanitise.ts';

/** Turns a row's text into what will be drawn in a task of its own: with the drawing, the dearest texts would take too long. */
export function ahead(row: Row, draw: () => void): void {
  setTimeout(() => {
    if (row.type === 'message') render(row.text);
    draw();
  });
}
