import type { ReceivedEvent } from '../../protocol/events.ts';
import type { Versions } from '../../protocol/edits.ts';
import type { Forwarded } from '../../protocol/forward.ts';
import type { KeyHolder } from '../../protocol/keys.ts';
import type { Quote } from '../../protocol/message-state.ts';
import type { RoomInfo } from '../../protocol/rooms.ts';
import type { MessageItem } from '../message-item.ts';
import type { ShownReaction } from '../reactions.ts';
import type { ChangeItem, MembershipItem } from '../timeline.ts';

/** What an export is of. */
export interface ExportAbout {
  room: Pick<RoomInfo, 'id' | 'name' | 'topic' | 'kind'>;
  host: { id: string; name: string };
  /** Whoever exports it, and when. */
  by: string;
  at: number;
  /** The first event in it, and the last. */
  first: number;
  last: number;
  /** Out of the copy on this device, its host being away: what that holds. */
  copied: boolean;
}

/** Someone who said something; the key is left out where nobody could be asked for it. */
export type Person = Pick<KeyHolder, 'id' | 'name'> & Partial<Pick<KeyHolder, 'key'>>;

/** A part of a room's log, oldest first: events with their states, as pages carry them. */
export interface ExportedPage {
  events: readonly ReceivedEvent[];
  /** What the edited ones among the messages said before, oldest first, where that was asked for. */
  versions: ReadonlyMap<string, Versions['versions']>;
  /** Who speaks here for the first time. */
  people: readonly Person[];
}

/** Writes an export piece by piece, so that nothing but the piece is in memory. */
export interface Formatter {
  begin(): string;
  page(page: ExportedPage): Iterable<string>;
  end(): string;
}

/** The first message of a thread, as its replies tell of it. */
export interface ThreadRoot {
  seq: number;
  name: string;
  text: string;
}

/** What is written for people is in their language, by their calendar, and drawn as they know it. */
export interface ExportWords {
  language: string;
  direction: 'ltr' | 'rtl';
  /** What the export is of, in sentences. */
  about(about: ExportAbout): readonly string[];
  day(at: number): string;
  time(at: number): string;
  fullTime(at: number): string;
  notice(item: MembershipItem | ChangeItem): string;
  deleted(item: MessageItem): string;
  quote(quote: Quote | null): { name: string; text: string };
  /** Heads what somebody else said, which a message passes on. */
  forwarded(forwarded: Forwarded): string;
  inThread(root: ThreadRoot | null): string;
  replies(count: number): string;
  reactors(reaction: ShownReaction): string;
  edited(): string;
  pinned(): string;
  /** Heads a version that is not the last. */
  before(at: number): string;
  /** How many messages there are. */
  end(messages: number): string;
}

/** How people and their words look in a page. */
export interface ExportLooks {
  initials(name: string): string;
  /** A colour's place on the circle, in degrees. */
  hue(member: number): number;
  /** A message's text as HTML that has been through the sanitiser. */
  rich(text: string): string;
}
