import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../src-renderer/lib/rows.ts';
import { foldTimeline } from '../../../../src-shared/domain/timeline.ts';
import type { ReceivedEvent } from '../../../../src-shared/protocol/events.ts';

const me = { id: 1, name: 'Ada', role: 'member' as const, key: null };
const said = (seq: number, text: string, by = 1): ReceivedEvent => ({
  kind: 'message',
  seq,
  id: `id-${String(seq)}`,
  at: seq * 1_000,
  by,
  name: by === 1 ? 'Ada' : 'Bo',
  text,
});
const unsent = (id: string, at: number) => ({ id, room: 'r', text: 'later', at, failure: null });

describe('rows', () => {
  it('puts what is not acknowledged last, as part of one’s own group', () => {
    const rows = rowsOf(foldTimeline([said(1, 'one')]), [unsent('x', 2_000)], me, []);
    expect(rows.map(({ id }) => id).slice(1)).toEqual(['id-1', 'x']);
    expect(rows.at(-1)).toMatchObject({ type: 'message', name: 'Ada', startsGroup: false, unsent: { id: 'x' } });
    const alone = rowsOf(foldTimeline([said(1, 'one', 2)]), [unsent('x', 2_000)], me, []);
    expect(alone.at(-1)).toMatchObject({ startsGroup: true });
  });

  it('shows a message once, under one id, before and after it is acknowledged', () => {
    const rows = rowsOf(foldTimeline([said(1, 'one')]), [unsent('id-1', 900)], me, []);
    expect(rows.filter(({ id }) => id === 'id-1')).toHaveLength(1);
  });

  it('keeps the objects of rows that stay the same', () => {
    const before = rowsOf(foldTimeline([said(1, 'one'), said(2, 'two')]), [], me, []);
    const after = rowsOf(foldTimeline([said(1, 'one'), said(2, 'two'), said(3, 'three')]), [], me, before);
    expect(after.slice(0, 3).every((row, i) => row === before[i])).toBe(true);
    const changed = rowsOf(foldTimeline([said(1, 'one', 2), said(2, 'two')]), [], me, before);
    expect(changed.at(-1)).not.toBe(before.at(-1));
  });
});
