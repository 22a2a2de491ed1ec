import { onlyInThread } from '../domain/changes.ts';
import type { States } from '../domain/held.ts';
import { mentions } from '../domain/message-item.ts';
import { firstSeq, lastSeq, type LogWindow } from '../domain/window.ts';
import type { ReceivedEvent } from '../protocol/events.ts';
import type { ReadMark } from '../protocol/reads.ts';

/** Is the event news to this person: a message in the room's own timeline, by somebody else, that is still there? */
export function isNews(event: ReceivedEvent, me: number | null): boolean {
  return event.kind === 'message' && event.by !== me && event.erased === undefined && !onlyInThread(event);
}

/** How far one has read a room, and how much is new: as the host counts it, and what came live since it did. */
export class ReadState {
  /** The newest event one has looked at; null before the first look. */
  seq: number | null;
  #told: { unread: number; mentions: number; upTo: number } | null = null;

  constructor(seq: number | null) {
    this.seq = seq;
  }

  /** The host's word. @param upTo the room's newest event when it counted */
  told({ seq, unread, mentions }: ReadMark, upTo: number): void {
    this.seq = seq;
    this.#told = { unread, mentions, upTo };
  }

  /** One has looked at everything up to the newest event, or wants what follows an earlier one to be new again. */
  mark(seq: number, head: number): void {
    this.seq = seq;
    this.#told = seq >= head ? { unread: 0, mentions: 0, upTo: head } : null;
  }

  /** Events that came live. */
  heard(events: readonly ReceivedEvent[], states: States, me: number | null): void {
    const told = this.#told;
    if (!told) return;
    for (const event of events) {
      if (event.seq <= told.upTo) continue;
      told.upTo = event.seq;
      if (!isNews(event, me)) continue;
      told.unread += 1;
      if (event.kind === 'message' && mentions(event, states.get(event.id), me)) told.mentions += 1;
    }
  }

  /** Messages after `seq`; counted from the window, and guessed where that does not reach, while the host has not told. */
  unread(window: LogWindow, me: number | null): number {
    if (this.seq === null) return 0;
    if (this.#told) return this.#told.unread;
    const { seq } = this;
    const loaded = window.events.filter((event) => isNews(event, me) && event.seq > seq).length;
    const before = Math.max(0, firstSeq(window) - 1 - seq);
    const after = Math.max(0, window.head - Math.max(lastSeq(window), seq));
    return loaded + before + after;
  }

  /** Those among the unread messages that call upon the reader. */
  mentions({ events, states }: LogWindow, me: number | null): number {
    const { seq } = this;
    if (seq === null) return 0;
    if (this.#told) return this.#told.mentions;
    const calls = (event: ReceivedEvent): boolean =>
      event.kind === 'message' && event.seq > seq && isNews(event, me) && mentions(event, states.get(event.id), me);
    return events.filter(calls).length;
  }
}
