import type { ReceivedEvent } from '../protocol/events.ts';
import type { Forward, Forwarded } from '../protocol/forward.ts';
import type { Detail } from '../protocol/reasons.ts';
import type { Member, RoomInfo } from '../protocol/rooms.ts';

/** What a session needs from the world around it. The renderer and the tests each bring their own. */

/** Why a connection could not be made or ended: a code of the one list where it is known, and a sentence. */
export interface Failure {
  code: string;
  message: string;
  /** What else is known, for a sentence in the reader's own language. */
  detail?: Detail | undefined;
}

export interface LinkHandlers {
  /** `fingerprint` is that of the host's certificate (SHA-256, base64url); null where there is none or it cannot be seen. */
  opened(fingerprint: string | null): void;
  frame(text: string): void;
  /** Called once, last. */
  closed(failure: Failure): void;
}

/** One socket. Frames are sent in order or not at all. */
export interface Link {
  send(text: string): void;
  close(): void;
}

export interface Transport {
  /** `pin` is the fingerprint the host's certificate must have, where that is known and can be seen. */
  open(url: string, handlers: LinkHandlers, pin?: string): Link;
}

/** The person's key. `sign` gives an Ed25519 signature of the UTF-8 text, in base64url. */
export interface Identity {
  readonly key: string;
  sign(text: string): Promise<string>;
}

/** What a message answers: another message of its room, or the one whose thread it is in, and then perhaps the room too. */
export interface Answering {
  replyTo?: string | undefined;
  thread?: string | undefined;
  alsoRoom?: boolean | undefined;
  /** It says what one does. */
  me?: boolean | undefined;
  /** What somebody else said, and as what it is shown; then the text may be empty. */
  forward?: { of: Forward; shown: Forwarded } | undefined;
}

/** A message not acknowledged yet. `failure` is set once the host has refused it for good. */
export interface Unsent extends Answering {
  id: string;
  room: string;
  text: string;
  at: number;
  failure: Failure | null;
}

/** Where unsent messages survive a restart. Writes are awaited before a message is first sent. */
export interface OutboxStorage {
  load(host: string): Promise<Unsent[]>;
  put(host: string, entry: Unsent): Promise<void>;
  remove(host: string, id: string): Promise<void>;
}

/** What one may choose on each of one's devices, and each host keeps. */
export type Choice = 'name' | 'hue' | 'receipts' | 'picture';

/**
 * What each host was told of one's choices on this device, kept between runs. Only what was chosen here since is told again:
 * on another device one may have chosen otherwise, which is not to be undone by this one's coming back.
 */
export interface Told {
  get(host: string, what: Choice): string;
  set(host: string, what: Choice, value: string): void;
}

/** What is kept of a host besides its rooms' events. */
export interface HostCopy {
  me: Member;
  /** The rooms one was in. */
  rooms: RoomInfo[];
  /** When the host was last there. */
  seenAt: number;
}

/** A part of a room's log: every event from `first` to `last`, of which `events` are new or changed, each with its state. */
export interface CopiedPart {
  first: number;
  last: number;
  events: ReceivedEvent[];
}

/** Which of the events kept of a room: the newest `limit` before, or the oldest after one; neither, the newest. */
export interface CopiedRange {
  before?: number | undefined;
  after?: number | undefined;
  limit: number;
}

/**
 * Where a copy of what hosts have shown is kept on this device, within bounds. Of each room it is one run of the log
 * without a gap, up to the newest event seen, and what events said up to there has been done to it: text that was deleted
 * is gone from it.
 */
export interface CopyStorage {
  load(host: string): Promise<HostCopy | null>;
  save(host: string, copy: HostCopy): Promise<void>;
  /** The first and the last event kept of a room; null if there are none. */
  span(host: string, room: string): Promise<{ first: number; last: number } | null>;
  /** Events kept of a room, oldest first. */
  events(host: string, room: string, range: CopiedRange): Promise<ReceivedEvent[]>;
  /** Adds to a room's run; a part that does not connect to it takes its place. */
  put(host: string, room: string, part: CopiedPart): Promise<void>;
  drop(host: string, room: string): Promise<void>;
  /** Forgets one host, or all of them. */
  clear(host?: string): Promise<void>;
  /** Bytes kept of all hosts. */
  size(): Promise<number>;
}

/** Time and chance, so that tests can own them. */
export interface Clock {
  now(): number;
  /** Runs once after `ms`; returns how to prevent it. */
  later(ms: number, run: () => void): () => void;
  /** 0 <= x < 1. */
  random(): number;
  randomBytes(count: number): Uint8Array;
}
