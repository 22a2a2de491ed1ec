import { PAGE_BYTES } from '../../../src-shared/protocol/limits.ts';
import type { EventRow } from './rows.ts';

/** Rows until they would fill a frame; at least one. */
export function takeBytes<R extends EventRow & { state?: string | null }>(rows: Iterable<R>, max = PAGE_BYTES): R[] {
  const taken: R[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += 300 + Buffer.byteLength(row.text ?? '') + Buffer.byteLength(row.data ?? '') + (row.state?.length ?? 0);
    if (taken.length > 0 && bytes > max) break;
    taken.push(row);
  }
  return taken;
}
