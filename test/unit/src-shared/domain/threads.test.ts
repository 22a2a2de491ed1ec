import { expect, test } from 'vitest';
import { changed } from '../../../../src-shared/domain/changes.ts';
import { isThreadUnread, withThreadRead } from '../../../../src-shared/domain/threads.ts';
import type { MessageEvent } from '../../../../src-shared/protocol/events.ts';

const said = (id: string, seq: number, by: number): MessageEvent => {
  return { kind: 'message', id, seq, at: seq, by, name: String(by), text: id };
};
const ROOT = said('root', 1, 1);
const answered = changed(changed({}, { ...said('a', 2, 2), thread: 'root' }), { ...said('b', 5, 3), thread: 'root' });

test('a thread is unread to whoever began it, until they look; others follow it once they have looked', () => {
  expect(answered.thread).toMatchObject({ count: 2, lastSeq: 5, lastBy: 3 });
  expect(isThreadUnread(ROOT, answered, 1)).toBe(true);
  expect(isThreadUnread(ROOT, answered, 2)).toBe(false);
  const read = withThreadRead(new Map([['root', { ...answered, asOf: 5 }]]), 'root', 5);
  expect(isThreadUnread(ROOT, read.get('root') ?? {}, 2)).toBe(false);
  const more = changed(read.get('root') ?? {}, { ...said('c', 7, 1), thread: 'root' });
  expect(isThreadUnread(ROOT, more, 2)).toBe(true);
  // What one said last oneself is not news.
  expect(isThreadUnread(ROOT, more, 1)).toBe(false);
});

test('what was read of a thread is not taken back by an older mark, and a message without one has nothing to read', () => {
  const states = withThreadRead(new Map([['root', { ...answered, asOf: 5 }]]), 'root', 5);
  expect(withThreadRead(states, 'root', 2)).toBe(states);
  expect(withThreadRead(new Map(), 'root', 2).size).toBe(0);
  expect(isThreadUnread(ROOT, {}, 1)).toBe(false);
});
