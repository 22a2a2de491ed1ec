import type { ReceivedEvent } from '../protocol/events.ts';
import type { Page } from '../protocol/rooms.ts';

/**
 * The part of a room's log that a client holds: always contiguous, so that what is shown is whole from `first` to
 * `last`. `head` is the newest event known to exist; below it there may be events not loaded.
 */
export interface LogWindow {
  readonly events: readonly ReceivedEvent[];
  readonly head: number;
}

export const EMPTY_WINDOW: LogWindow = { events: [], head: 0 };

/** Events kept in memory for a room; what lies beyond is loaded again when it is scrolled to. */
export const WINDOW_MAX = 1_000;

export function firstSeq(window: LogWindow): number {
  return window.events[0]?.seq ?? window.head + 1;
}

export function lastSeq(window: LogWindow): number {
  return window.events.at(-1)?.seq ?? window.head;
}

/** Does the window reach the log's beginning? */
export function atStart(window: LogWindow): boolean {
  return firstSeq(window) <= 1;
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
  const events = contiguous(page.events);
  return { events, head: Math.max(head, page.lastSeq, newestOf(page.events)) };
}

/** Adds what follows the window; what it has already is passed over, and what does not connect only raises `head`. */
export function append(window: LogWindow, events: readonly ReceivedEvent[], newest = 0): LogWindow {
  const head = Math.max(window.head, newest, newestOf(events));
  const last = window.events.at(-1)?.seq ?? window.head;
  const fresh = contiguous(events.filter((event) => event.seq > last));
  if (fresh[0]?.seq !== last + 1) return head === window.head ? window : { ...window, head };
  return { events: [...window.events, ...fresh], head };
}

/** Adds what precedes the window; what does not connect is passed over. */
export function prepend(window: LogWindow, page: Page): LogWindow {
  const head = Math.max(window.head, page.lastSeq);
  const older = contiguous(page.events.filter((event) => event.seq < firstSeq(window)));
  if (older.at(-1)?.seq !== firstSeq(window) - 1) return { ...window, head };
  return { events: [...older, ...window.events], head };
}

/** Drops events beyond `max` from the end that is farther from what is being read. */
export function trim(window: LogWindow, keep: 'newest' | 'oldest', max = WINDOW_MAX): LogWindow {
  if (window.events.length <= max) return window;
  const events = keep === 'newest' ? window.events.slice(-max) : window.events.slice(0, max);
  return { ...window, events };
}
