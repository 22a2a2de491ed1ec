import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldTimeline, GROUP_MS, type FoldOptions } from '../../../../src-shared/domain/timeline.ts';
import type { ReceivedEvent } from '../../../../src-shared/protocol/events.ts';
import { idOf, message } from '../../../support/scripted.ts';

const DAY = 86_400_000;
const dayOf = (at: number): string => String(Math.floor(at / DAY));
const fold = (events: ReceivedEvent[], options: FoldOptions = {}) => foldTimeline(events, { dayOf, ...options });
const types = (events: ReceivedEvent[], options: FoldOptions = {}) => fold(events, options).map(({ type }) => type);

function fact(seq: number, kind: 'join' | 'leave' | 'archive' | 'unknown', name = 'Bo'): ReceivedEvent {
  return { kind, seq, id: idOf(seq), at: seq * 1_000, by: 1, name };
}

test('messages of one author make a group until another speaks or a pause is long', () => {
  const items = fold([
    message(1, { at: 0 }),
    message(2, { at: GROUP_MS - 1 }),
    message(3, { at: GROUP_MS, by: 2 }),
    message(4, { at: GROUP_MS + 1 }),
    message(5, { at: 2 * GROUP_MS + 1 }),
  ]);
  expect(items.flatMap((item) => (item.type === 'message' ? [item.startsGroup] : []))).toEqual([
    true,
    false,
    true,
    true,
    true,
  ]);
});

test('each day begins with its line, and begins a group', () => {
  const items = fold([message(1, { at: DAY - 1 }), message(2, { at: DAY })]);
  expect(items.map(({ type }) => type)).toEqual(['day', 'message', 'day', 'message']);
  expect(items.at(-1)).toMatchObject({ startsGroup: true });
});

test('without a calendar of its own it uses the local one', () => {
  expect(foldTimeline([message(1, { at: 0 }), message(2, { at: 3 * DAY })]).map(({ type }) => type)).toEqual([
    'day',
    'message',
    'day',
    'message',
  ]);
});

test('people who come and go in a row are one line, in their order', () => {
  const items = fold([
    fact(1, 'join', 'Ada'),
    fact(2, 'join', 'Bo'),
    fact(3, 'leave', 'Ada'),
    message(4),
    fact(5, 'leave', 'Bo'),
  ]);
  expect(items.map(({ type }) => type)).toEqual(['day', 'membership', 'message', 'membership']);
  expect(items[1]).toMatchObject({
    id: idOf(1),
    changes: [
      { name: 'Ada', did: 'join' },
      { name: 'Bo', did: 'join' },
      { name: 'Ada', did: 'leave' },
    ],
  });
});

test('changes to the room are lines of their own', () => {
  const stored = { at: 0, by: 1, name: 'Bo' };
  const items = fold([
    { ...stored, seq: 1, id: idOf(1), kind: 'create', title: 'games', topic: 'x' },
    { ...stored, seq: 2, id: idOf(2), kind: 'rename', title: 'chess' },
    { ...stored, seq: 3, id: idOf(3), kind: 'topic', topic: 'openings' },
    { ...stored, seq: 4, id: idOf(4), kind: 'archive' },
  ]);
  expect(items.flatMap((item) => (item.type === 'change' ? [item.change] : []))).toEqual([
    { kind: 'create', title: 'games' },
    { kind: 'rename', title: 'chess' },
    { kind: 'topic', topic: 'openings' },
    { kind: 'archive' },
  ]);
});

test('an event of a kind that is not known is shown as nothing', () => {
  expect(types([message(1), fact(2, 'unknown'), message(3)])).toEqual(['day', 'message', 'message']);
});

test('the divider stands before the first message one has not seen', () => {
  const events = [message(1), message(2), fact(3, 'join'), message(4), message(5)];
  expect(types(events, { unreadAfter: 2 })).toEqual([
    'day',
    'message',
    'message',
    'membership',
    'unread',
    'message',
    'message',
  ]);
  expect(types(events, { unreadAfter: 5 })).not.toContain('unread');
  expect(types(events, { unreadAfter: null })).not.toContain('unread');
  expect(types(events, { unreadAfter: 0 }).slice(0, 3)).toEqual(['day', 'unread', 'message']);
});

test('the divider does not stand before what one said oneself', () => {
  expect(types([message(1), message(2, { by: 7 }), message(3)], { unreadAfter: 1, me: 7 })).not.toContain('unread');
});

test('a message after the divider begins a group', () => {
  expect(fold([message(1), message(2)], { unreadAfter: 1 }).at(-1)).toMatchObject({ seq: 2, startsGroup: true });
});

test('whatever the log holds: every message and notice is shown once, in order, under ids that differ', () => {
  const event = fc.record({
    kind: fc.constantFrom(
      'message' as const,
      'join' as const,
      'leave' as const,
      'archive' as const,
      'unknown' as const,
    ),
    by: fc.integer({ min: 1, max: 3 }),
    pause: fc.integer({ min: 0, max: DAY }),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), fc.integer({ min: 0, max: 45 }), (parts, unreadAfter) => {
      let at = 0;
      const events = parts.map(({ kind, by, pause }, i): ReceivedEvent => {
        at += pause;
        return kind === 'message' ? message(i + 1, { by, at }) : { ...fact(i + 1, kind), by, at };
      });
      const items = fold(events, { unreadAfter });
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      expect(items.flatMap((item) => (item.type === 'message' ? [item.seq] : []))).toEqual(
        events.flatMap(({ kind, seq }) => (kind === 'message' ? [seq] : [])),
      );
      const notices = items.flatMap((item) => (item.type === 'membership' ? item.changes : []));
      expect(notices).toHaveLength(events.filter(({ kind }) => kind === 'join' || kind === 'leave').length);
      const inOrder = items.flatMap((item) => ('seq' in item ? [item.seq] : []));
      expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
      expect(items.filter(({ type }) => type === 'unread').length).toBeLessThanOrEqual(1);
    }),
  );
});
