import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldTimeline } from '../../../../src-shared/domain/timeline.ts';
import { append, fromPage, prepend, renew, trim, type LogWindow } from '../../../../src-shared/domain/window.ts';
import { deeds, ModelLog } from '../../../support/changing-log.ts';

function made(list: Parameters<ModelLog['add']>[0][]): ModelLog {
  const model = new ModelLog();
  for (const deed of list) model.add(deed);
  return model;
}

/** What a window shows. */
function seen({ events, states }: LogWindow, me = 1): unknown {
  return foldTimeline(events, { states, me, dayOf: () => '' });
}

/** What it should show: the same part of the log, read at once when everything has happened. */
function expected(model: ModelLog, { events }: LogWindow): unknown {
  const first = events[0]?.seq ?? 1;
  return seen(fromPage(model.page(first, events.at(-1)?.seq ?? 0)));
}

/** A place in a log of this length, from a number between 0 and 1. */
const at = (part: number, length: number): number => Math.min(length, Math.max(1, Math.ceil(part * length)));
const part = fc.double({ min: 0, max: 1, noNaN: true });

test('a page and what comes live after it fold to the same as one later page, wherever the log is split', () => {
  fc.assert(
    fc.property(deeds, part, fc.array(part, { maxLength: 6 }), (list, start, cuts) => {
      const model = made(list);
      const { length } = model.log;
      fc.pre(length > 0);
      const begun = at(start, length);
      let window = fromPage(model.page(1, begun, begun));
      const ends = [...cuts.map((cut) => at(cut, length)).filter((end) => end > begun), length].sort((a, b) => a - b);
      let from = begun + 1;
      for (const end of ends) {
        if (end >= from) window = append(window, model.live(from, end));
        from = Math.max(from, end + 1);
      }
      expect(window.events).toEqual(fromPage(model.page(1, length)).events);
      expect(seen(window)).toEqual(expected(model, window));
    }),
    { numRuns: 500 },
  );
});

test('events said twice, or again in a page, change nothing the second time', () => {
  fc.assert(
    fc.property(deeds, part, part, (list, start, again) => {
      const model = made(list);
      const { length } = model.log;
      fc.pre(length > 0);
      const begun = at(start, length);
      let window = fromPage(model.page(1, begun, begun));
      window = append(window, model.live(begun + 1, length));
      window = append(window, model.live(at(again, length), length));
      const page = model.page(at(again, length), length);
      window = append(window, page.events, page.lastSeq);
      expect(seen(window)).toEqual(expected(model, window));
    }),
  );
});

test('pages put before the window bring their state with them, also of what happens while they are on their way', () => {
  fc.assert(
    fc.property(deeds, part, part, (list, middle, when) => {
      const model = made(list);
      const { length } = model.log;
      fc.pre(length > 1);
      const read = Math.max(2, at(when, length));
      const first = Math.max(2, at(middle, read));
      let window = fromPage(model.page(first, read, read));
      window = prepend(window, model.page(1, first - 1, read));
      window = append(window, model.live(read + 1, length));
      expect(seen(window)).toEqual(expected(model, window));
    }),
  );
});

test('a window far above the newest end is kept true by events it does not show', () => {
  fc.assert(
    fc.property(deeds, part, part, (list, end, when) => {
      const model = made(list);
      const { length } = model.log;
      fc.pre(length > 0);
      const read = at(when, length);
      const last = at(end, read);
      let window = fromPage(model.page(1, last, read));
      // Not at the head, so nothing connects.
      window = append(window, model.live(read + 1, length));
      const part = trim({ ...window }, 'oldest', last);
      expect(seen(part)).toEqual(expected(model, part));
    }),
  );
});

test('after an absence a window is made true by reading its own part of the log again', () => {
  fc.assert(
    fc.property(deeds, part, part, (list, end, when) => {
      const model = made(list);
      const { length } = model.log;
      fc.pre(length > 0);
      const read = at(when, length);
      const last = at(end, read);
      const stale = fromPage(model.page(1, last, read));
      const renewed = renew(stale, model.page(1, last));
      expect(seen(renewed)).toEqual(expected(model, renewed));
    }),
  );
});

test('across a gap nothing is changed until what is missing has come', () => {
  fc.assert(
    fc.property(deeds, part, part, (list, start, gap) => {
      const model = made(list);
      const { length } = model.log;
      fc.pre(length > 2);
      const begun = at(start, length - 1);
      const later = Math.max(begun + 1, at(gap, length));
      let window = fromPage(model.page(1, begun, begun));
      window = append(window, model.live(later, length));
      window = append(window, model.page(begun + 1, length).events, length);
      expect(seen(window)).toEqual(expected(model, window));
    }),
  );
});
