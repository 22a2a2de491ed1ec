import type { HistoryScope, RoomEvent } from '../../src-shared/protocol/events.ts';
import type { Refusal } from '../../src-shared/protocol/errors.ts';
import type { Range } from './range.ts';
import type { MessageStore } from './message-store.ts';
import type { ReadStore } from './read-store.ts';
import type { SearchStore } from './search-store.ts';
import type { Role, RoomInfo } from '../../src-shared/protocol/rooms.ts';
import type { AboutStore } from './about-store.ts';
import type { LooksStore } from './looks-store.ts';
import type { AdminStore } from './admin-store.ts';
import type { BookmarkStore } from './bookmark-store.ts';

/** What the log keeps of an event besides its place, author and time: the fields its kind has. */
export type EventBody = RoomEvent extends infer E
  ? E extends RoomEvent
    ? Omit<E, 'seq' | 'id' | 'at' | 'by' | 'name' | 'state' | 'erased'>
    : never
  : never;

/** An event that wants to be in the log. `id` is its author's name for it. */
export interface EventDraft {
  room: string;
  id: string;
  by: number;
  at: number;
  body: EventBody;
  /** Members whom its text calls upon; 0 is everyone. */
  notify?: readonly number[];
  /** Its author knows of nothing before this event: a message from before is refused as if it was not there. */
  since?: number;
}

/** What became of a draft: the event as it is in the log, or why it is not. */
export type Committed = { event: RoomEvent; repeated: boolean } | { refused: Refusal };

/** A room as the store remembers it between runs. */
export interface RoomRecord {
  id: string;
  kind: RoomInfo['kind'];
  name: string;
  topic: string;
  lastSeq: number;
  lastAt: number;
  archived: boolean;
  locked: boolean;
  slow: number;
  history: HistoryScope;
  /** Who made it. */
  maker: number;
}

export interface MemberRecord {
  id: number;
  /** Null for guests of the plain dialect. */
  key: string | null;
  name: string;
  role: Role;
}

/**
 * The durable part of a host. A promise that is fulfilled means: on disk. Everything rejects with `Refusal`
 * (`storage-failed` while the disk gives trouble; the store works again when the disk does).
 */
export interface Store {
  readonly hostId: string;
  /** Messages with what later events made of them. */
  readonly messages: MessageStore;
  /** Messages by what they say. */
  readonly search: SearchStore;
  /** How far members have read. */
  readonly reads: ReadStore;
  /** What members have marked for themselves. */
  readonly bookmarks: BookmarkStore;
  /** What people tell of themselves. */
  readonly about: AboutStore;
  /** How people want to be shown. */
  readonly looks: LooksStore;
  /** What moderators and owners keep. */
  readonly admin: AdminStore;
  rooms(): Promise<RoomRecord[]>;
  members(): Promise<MemberRecord[]>;
  addMember(member: Omit<MemberRecord, 'id'>): Promise<MemberRecord>;
  renameMember(id: number, name: string): Promise<void>;
  /** Members of a room; so many of them at most. */
  membersOf(room: string, limit?: number): Promise<number[]>;
  /** The event by which somebody became a member of a room, 0 for one from before that was noted; null if they are none. */
  since(room: string, member: number): Promise<number | null>;
  /** Ids of the rooms someone is a member of. */
  roomsOf(member: number): Promise<string[]>;
  /**
   * Adds events in order, all in one transaction, with the projections they change. A `create` draft makes its room. A
   * draft whose `(room, id)` is in the log already yields that event, if the author is the same, else `id-taken`. One that
   * would change nothing about a message yields that message.
   */
  commit(drafts: readonly EventDraft[]): Promise<Committed[]>;
  /** Part of a room's log, oldest first; cut short at `PAGE_BYTES` but never empty if there is something. */
  page(room: string, range: Range): Promise<RoomEvent[]>;
  /** The event its author gave this id, or null. */
  event(room: string, id: string): Promise<RoomEvent | null>;
  /** Puts the search index in step with the log. Returns how many events were added to it, at most `limit`. */
  index(limit: number): Promise<number>;
  close(): Promise<void>;
}
