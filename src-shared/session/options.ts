import type { ConnectionOptions } from './connection.ts';
import type { CopyStorage, OutboxStorage } from './ports.ts';
import type { RoomLink } from './room-link.ts';
import type { MarkStorage } from './read-marks.ts';

/** How often one's typing is told, in milliseconds. */
export const TYPING_EVERY_MS = 3_000;

export interface SessionOptions extends ConnectionOptions {
  outbox: OutboxStorage;
  /** The newest event one has looked at in a room, kept between runs. */
  readMarks: MarkStorage;
  /** Where what the host shows is kept, to be read without it. */
  copy?: CopyStorage;
  /** Whose messages one does not want to see; null if nobody's. */
  ignores?: RoomLink['ignores'];
}
