import { onlyInThread } from '../domain/changes.ts';
import type { States } from '../domain/held.ts';
import { mentions } from '../domain/message-item.ts';
import { firstSeq, lastSeq, type LogWindow } from '../domain/window.ts';
import type { MessageEvent, ReceivedEvent } from '../protocol/events.ts';
import type { ReadMark } from '../protocol/reads.ts';

/** Who reads, and whose messages they do not want to see, if there is anybody. */
export interface Reader {
  me: number | null;
  ignores: ((member: number) => boolean) | null;
}

/** Is the event a message to this person: by somebody else whom they want to hear, and still there? */
function concerns(event: ReceivedEvent, { me, ignores }: Reader): event is MessageEvent {
  return event.kind === 'message' && event.by !== me && event.erased === undefined && !ignores?.(event.by);
}

/** Is it news in the room's own timeline? */
function isNews(event: ReceivedEvent, reader: Reader): boolean {
  return concerns(event, reader) && !onlyInThread(event);
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
  heard(events: readonly ReceivedEvent[], states: States, reader: Reader): void {
    const told = this.#told;
    if (!told) return;
    for (const event of events) {
      if (event.seq <= told.upTo) continue;
      told.upTo = event.seq;
      if (!concerns(event, reader)) continue;
      if (!onlyInThread(event)) told.unread += 1;
      if (mentions(event, states.get(event.id), reader.me)) told.mentions += 1;
    }
  }

  /** Messages after `seq`; counted from the window, and guessed where that does not reach, while the host has not told. */
  unread(window: LogWindow, reader: Reader): number {
    if (this.seq === null) return 0;
    if (this.#told && !this.#knownBetter(window, reader)) return this.#told.unread;
    const { seq } = this;
    const loaded = window.events.filter((event) => isNews(event, reader) && event.seq > seq).length;
    const before = Math.max(0, firstSeq(window) - 1 - seq);
    const after = Math.max(0, window.head - Math.max(lastSeq(window), seq));
    return loaded + before + after;
  }

  /** Those among the unread messages that call upon the reader. */
  mentions(window: LogWindow, reader: Reader): number {
    const { seq } = this;
    if (seq === null) return 0;
    if (this.#told && !this.#knownBetter(window, reader)) return this.#told.mentions;
    const calls = (event: ReceivedEvent): boolean =>
      event.seq > seq && concerns(event, reader) && mentions(event, window.states.get(event.id), reader.me);
    return window.events.filter(calls).length;
  }

  /** The host does not know whom one ignores: whoever does counts for themself what lies in the window. */
  #knownBetter(window: LogWindow, { ignores }: Reader): boolean {
    return ignores !== null && firstSeq(window) - 1 <= (this.seq ?? 0) && lastSeq(window) >= window.head;
  }
}
