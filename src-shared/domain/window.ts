import type { ReceivedEvent } from '../protocol/events.ts';
import type { Page } from '../protocol/rooms.ts';
import { apply, merged, NO_STATES, received, statesOf, type Held } from './held.ts';

/**
 * The part of a room's log that a client holds: always contiguous, so that what is shown is whole from `first` to
 * `last`. `head` is the newest event known to exist; below it there may be events not loaded.
 */
export interface LogWindow extends Held {
  readonly head: number;
  /** What events up to this one made of the messages is in `states`, also where they lie below the window. */
  readonly applied: number;
  /** The first event that one may read, if that is not the log's own. */
  readonly start?: number | undefined;
}

export const EMPTY_WINDOW: LogWindow = { events: [], states: NO_STATES, head: 0, applied: 0 };

/** Events kept in memory for a room; what lies beyond is loaded again when it is scrolled to. */
export const WINDOW_MAX = 500;

export function firstSeq(window: LogWindow): number {
  return window.events[0]?.seq ?? window.head + 1;
}

export function lastSeq(window: LogWindow): number {
  return window.events.at(-1)?.seq ?? window.head;
}

/** Does the window reach the log's beginning? */
export function atStart(window: LogWindow): boolean {
  return firstSeq(window) <= (window.start ?? 1);
}

/** Does the window reach the newest event known? */
export function atHead(window: LogWindow): boolean {
  return lastSeq(window) >= window.head;
}

/** The longest run from the first event in which each `seq` follows the one before. */
function contiguous(events: readonly ReceivedEvent[]): readonly ReceivedEvent[] {
  const broken = events.findIndex((event, i) => i > 0 && event.seq !== (events[i - 1]?.seq ?? 0) + 1);
  return broken === -1 ? events : events.slice(0, broken);
}

function newestOf(events: readonly ReceivedEvent[]): number {
  return events.reduce((newest, { seq }) => Math.max(newest, seq), 0);
}

/** A new window on a page alone: what one sees on joining, or after a jump. */
export function fromPage(page: Page, head = 0): LogWindow {
  const { events, states } = received(contiguous(page.events), page.lastSeq);
  const newest = Math.max(page.lastSeq, newestOf(page.events));
  return {
    events,
    states,
    head: Math.max(head, newest),
    applied: Math.max(page.lastSeq, newestOf(events)),
    start: page.first,
  };
}

/**
 * Adds what follows the window; what it has already is passed over, and what does not connect only raises `head`. What
 * the events change about messages in the window is done to them, wherever the window ends.
 * @param newest the room's newest event when a page was made; 0 for live events
 */
export function append(window: LogWindow, events: readonly ReceivedEvent[], newest = 0): LogWindow {
  const head = Math.max(window.head, newest, newestOf(events));
  const last = window.events.at(-1)?.seq ?? window.head;
  const fresh = contiguous(events.filter((event) => event.seq > last));
  const connected = fresh[0]?.seq === last + 1;
  const grown = connected ? grow(window, fresh, newest) : window;
  const after = applyAll(grown, connected ? fresh : contiguous(events.filter((event) => event.seq > window.applied)));
  return head === after.head ? after : { ...after, head };
}

function grow(window: LogWindow, fresh: readonly ReceivedEvent[], newest: number): LogWindow {
  const { events, states } = received(fresh, newest);
  // Nothing was there that anything before could have changed.
  const applied = window.events.length === 0 ? Math.max(window.applied, (fresh[0]?.seq ?? 1) - 1) : window.applied;
  return { ...window, applied, events: [...window.events, ...events], states: merged(window.states, states) };
}

/** Events that follow those applied already change the messages of the window; across a gap nothing is changed. */
function applyAll(window: LogWindow, events: readonly ReceivedEvent[]): LogWindow {
  const run = events.filter((event) => event.seq > window.applied);
  const last = run.at(-1);
  if (!last || run[0]?.seq !== window.applied + 1) return window;
  return { ...window, ...apply(window, run), applied: last.seq };
}

/** Adds what precedes the window; what does not connect is passed over. */
export function prepend(window: LogWindow, page: Page): LogWindow {
  const head = Math.max(window.head, page.lastSeq);
  // A window made of what was kept on this computer learns only here that there is nothing before it to be read.
  const start = page.first ?? window.start;
  const older = contiguous(page.events.filter((event) => event.seq < firstSeq(window)));
  if (older.at(-1)?.seq !== firstSeq(window) - 1) return { ...window, head, start };
  const { events, states } = received(older, page.lastSeq);
  return { ...window, events: [...events, ...window.events], states: merged(window.states, states), head, start };
}

/** Takes over from a page what became of messages that the window has: events about them were missed. */
export function renew(window: LogWindow, page: Page): LogWindow {
  const { events, states } = received(page.events, page.lastSeq);
  const renewed = new Map(events.map((event) => [event.seq, event]));
  const ids = new Set(events.map(({ id }) => id));
  const kept = [...window.states].filter(([id]) => !ids.has(id));
  return {
    ...window,
    events: window.events.map((event) => renewed.get(event.seq) ?? event),
    states: new Map([...kept, ...statesOf(window.events, states)]),
  };
}

/** Drops events beyond `max` from the end that is farther from what is being read. */
export function trim(window: LogWindow, keep: 'newest' | 'oldest', max = WINDOW_MAX): LogWindow {
  if (window.events.length <= max) return window;
  const events = keep === 'newest' ? window.events.slice(-max) : window.events.slice(0, max);
  return { ...window, events, states: statesOf(events, window.states) };
}
