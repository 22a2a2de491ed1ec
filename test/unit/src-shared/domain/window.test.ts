import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  append,
  atHead,
  atStart,
  EMPTY_WINDOW,
  firstSeq,
  fromPage,
  lastSeq,
  prepend,
  trim,
  type LogWindow,
} from '../../../../src-shared/domain/window.ts';
import { message, messages } from '../../../support/scripted.ts';

const seqs = (window: LogWindow): number[] => window.events.map(({ seq }) => seq);
const page = (from: number, to: number, lastSeq: number) => ({ events: messages(from, to), lastSeq });

test('a first page is a window; what is known of the end is its head', () => {
  const window = fromPage(page(51, 100, 100));
  expect([firstSeq(window), lastSeq(window), window.head]).toEqual([51, 100, 100]);
  expect(atHead(window)).toBe(true);
  expect(atStart(window)).toBe(false);
  expect(atHead(fromPage(page(1, 50, 80)))).toBe(false);
  expect(fromPage(page(1, 50, 50), 70).head).toBe(70);
});

test('an empty log is at its start and at its head', () => {
  expect(atStart(EMPTY_WINDOW) && atHead(EMPTY_WINDOW)).toBe(true);
  expect(atStart(fromPage({ events: [], lastSeq: 0 }))).toBe(true);
});

test('what follows is added, what is there already is passed over', () => {
  const window = append(fromPage(page(1, 3, 3)), messages(2, 5));
  expect(seqs(window)).toEqual([1, 2, 3, 4, 5]);
  expect(append(window, messages(1, 5))).toBe(window);
});

test('what does not connect is not shown, but known to exist', () => {
  const window = append(fromPage(page(1, 3, 3)), messages(6, 8));
  expect(seqs(window)).toEqual([1, 2, 3]);
  expect(window.head).toBe(8);
  expect(atHead(window)).toBe(false);
  expect(seqs(append(window, messages(4, 8)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('an older page is put before, if it connects', () => {
  const window = fromPage(page(51, 60, 60));
  expect(seqs(prepend(window, page(41, 50, 60)))[0]).toBe(41);
  expect(seqs(prepend(window, page(41, 55, 60))).slice(8, 12)).toEqual([49, 50, 51, 52]);
  expect(seqs(prepend(window, page(30, 40, 65)))[0]).toBe(51);
  expect(prepend(window, page(30, 40, 65)).head).toBe(65);
});

test('trimming keeps the wanted end', () => {
  const window = fromPage(page(1, 10, 10));
  expect(seqs(trim(window, 'newest', 3))).toEqual([8, 9, 10]);
  expect(seqs(trim(window, 'oldest', 3))).toEqual([1, 2, 3]);
  expect(atHead(trim(window, 'oldest', 3))).toBe(false);
  expect(trim(window, 'oldest', 10)).toBe(window);
});

test('the window stays contiguous, ordered and below its head, whatever comes in whatever order', () => {
  const events = fc.oneof(
    fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 12 }))
      .map(([from, count]) => messages(from, from + count - 1)),
    fc.array(
      fc.integer({ min: 1, max: 40 }).map((seq) => message(seq)),
      { maxLength: 12 },
    ),
  );
  const step = fc.oneof(
    fc.record({ do: fc.constant('append' as const), events, newest: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ do: fc.constant('prepend' as const), events, newest: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ do: fc.constant('restart' as const), events, newest: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ do: fc.constantFrom('newest' as const, 'oldest' as const), max: fc.integer({ min: 1, max: 20 }) }),
  );
  const after = (window: LogWindow, action: typeof step extends fc.Arbitrary<infer S> ? S : never): LogWindow => {
    if (action.do === 'append') return append(window, action.events, action.newest);
    if (action.do === 'prepend') return prepend(window, { events: action.events, lastSeq: action.newest });
    if (action.do === 'restart') return fromPage({ events: action.events, lastSeq: action.newest }, window.head);
    return trim(window, action.do, action.max);
  };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let window = EMPTY_WINDOW;
      for (const action of steps) {
        const before = window;
        window = after(window, action);
        const first = window.events[0]?.seq ?? 0;
        expect(seqs(window)).toEqual(window.events.map((_, i) => first + i));
        expect(window.head).toBeGreaterThanOrEqual(lastSeq(window));
        expect(window.head).toBeGreaterThanOrEqual(before.head);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('live events with losses, repetitions and reorderings, and pages that fill the gaps, make the whole log', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 }), { maxLength: 20 }), (frames) => {
      let window = fromPage(page(1, 1, 1));
      for (const frame of frames)
        window = append(
          window,
          frame.map((seq) => message(seq)),
        );
      while (!atHead(window))
        window = append(window, messages(lastSeq(window) + 1, Math.min(window.head, lastSeq(window) + 7)));
      expect(seqs(window)).toEqual(messages(1, Math.max(1, ...frames.flat())).map(({ seq }) => seq));
    }),
  );
});

test('what one may not read is not waited for: the window begins where one’s reading does', () => {
  expect(atStart(fromPage({ ...page(51, 60, 60), first: 51 }))).toBe(true);
  const kept = fromPage(page(51, 60, 60));
  expect(atStart(kept)).toBe(false);
  expect(atStart(prepend(kept, { events: [], lastSeq: 60, first: 51 }))).toBe(true);
});
