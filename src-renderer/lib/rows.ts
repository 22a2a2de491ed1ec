import { PLAIN, sameMessage } from '../../src-shared/domain/message-item.ts';
import { GROUP_MS, type MessageItem, type TimelineItem } from '../../src-shared/domain/timeline.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { Unsent } from '../../src-shared/session/ports.ts';

/** A message as the timeline shows it; with `unsent` it is not acknowledged yet, or was refused. */
export type MessageRow = MessageItem & { unsent?: Unsent };

export type Row = Exclude<TimelineItem, MessageItem> | MessageRow;

function pendingRow(unsent: Unsent, me: Member | null, before: Row | undefined): MessageRow {
  const by = me?.id ?? 0;
  const follows = before?.type === 'message' && before.by === by && unsent.at - before.at < GROUP_MS;
  const { id, at, text } = unsent;
  return {
    type: 'message',
    id,
    seq: 0,
    at,
    by,
    name: me?.name ?? '',
    text,
    startsGroup: !follows,
    ...PLAIN,
    action: unsent.me === true,
    forwarded: unsent.forward?.shown ?? null,
    unsent,
  };
}

/** Rows are flat but for the members' changes of a membership line, which only ever grow. */
function same(a: Row, b: Row): boolean {
  if (a.type === 'membership') return b.type === 'membership' && a.changes.length === b.changes.length;
  if (a.type === 'change') return b.type === 'change';
  if (a.type !== 'message' || b.type !== 'message') return a.type === b.type;
  return a.unsent === b.unsent && sameMessage(a, b);
}

/**
 * What the timeline shows: the log's items, then what is not acknowledged yet. A message keeps its id when it is
 * acknowledged, so that it stays the same element on the screen. Rows equal to one of `before` are that very object.
 */
export function rowsOf(
  items: readonly TimelineItem[],
  unsent: readonly Unsent[],
  me: Member | null,
  before: readonly Row[],
): Row[] {
  const known = new Map(before.map((row) => [row.id, row]));
  const rows: Row[] = [...items];
  if (unsent.length > 0) {
    const logged = new Set(items.map((item) => item.id));
    for (const entry of unsent) if (!logged.has(entry.id)) rows.push(pendingRow(entry, me, rows.at(-1)));
  }
  return rows.map((row) => {
    const earlier = known.get(row.id);
    return earlier && same(earlier, row) ? earlier : row;
  });
}

/** What a person said last among these rows, once it is in the log: what is on its way there cannot be changed yet. */
export function lastOf(rows: readonly Row[], member: number | undefined): MessageRow | null {
  const own = rows.findLast((row) => row.type === 'message' && row.by === member && !row.deleted);
  return own?.type === 'message' && !own.unsent ? own : null;
}
