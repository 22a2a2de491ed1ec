import type { MessageEvent, RoomEvent } from '../../src-shared/protocol/events.ts';
import type { Versions } from '../../src-shared/protocol/edits.ts';
import type { Range } from './range.ts';

/** A page of a room's log with what became of each message up to `lastSeq`, the newest event when it was read. */
export interface StoredPage {
  events: RoomEvent[];
  lastSeq: number;
  /** The first event that may be read, if that is not the log's own. */
  first?: number;
}

export interface StoredThread extends StoredPage {
  root: RoomEvent;
  more: boolean;
}

/** Who looks: their own reactions are named however many there are. Null for nobody in particular. */
export type Viewer = number | null;

/** The first event of a log that whoever looks may read. */
type First = number | undefined;

/** What events made of the messages of a log: derived from it, in the same transaction. */
export interface MessageStore {
  /** A page as `Store.page` gives it, or around an event, with the messages' states. */
  history(
    room: string,
    range: Range & { around?: number | undefined },
    viewer: Viewer,
    first?: First,
  ): Promise<StoredPage>;
  /** A page of the thread of a message. @throws Refusal `no-such-event` */
  thread(
    room: string,
    root: string,
    range: Pick<Range, 'before' | 'limit'>,
    viewer: Viewer,
    first?: First,
  ): Promise<StoredThread>;
  /** Pinned messages, the one pinned last first. */
  pins(room: string, viewer: Viewer, first?: First): Promise<RoomEvent[]>;
  /**
   * Messages that somebody has said in these rooms since a time and that still say something, the newest of each room
   * first, at most `limit` of them.
   */
  saidBy(
    member: number,
    since: number,
    rooms: readonly string[],
    limit: number,
  ): Promise<{ room: string; id: string }[]>;
  /** Messages by their ids; what is not there, or may not be read, is left out. */
  messages(room: string, ids: readonly string[], viewer: Viewer, first?: First): Promise<MessageEvent[]>;
  /** What a message said, oldest first. @throws Refusal `no-such-event`, `message-deleted` */
  versions(room: string, target: string, first?: First): Promise<Versions>;
  /** Events of the log with what the replies among them quote, as live readers get them. */
  quoted(room: string, events: RoomEvent[]): Promise<RoomEvent[]>;
}
