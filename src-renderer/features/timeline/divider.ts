import { firstSeq, type LogWindow } from '../../../src-shared/domain/window.ts';
import type { Row } from '../../lib/rows.ts';

interface Divided {
  divider: number | null;
  window: LogWindow;
  rows: readonly Row[];
}

/** Does what is new begin above what is seen: not loaded, not in the page, or scrolled past? */
export function dividerAbove({ divider, window, rows }: Divided, shown: readonly Row[], box: Element): boolean {
  if (divider === null) return false;
  if (firstSeq(window) > divider + 1) return true;
  const at = rows.findIndex(({ type }) => type === 'unread');
  const first = rows.findIndex((row) => row === shown[0]);
  if (at === -1 || at < first) return at !== -1;
  const row = box.querySelector('[data-id="unread"]');
  return row !== null && row.getBoundingClientRect().bottom < box.getBoundingClientRect().top;
}
