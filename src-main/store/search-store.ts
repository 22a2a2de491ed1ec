import type { Found } from '../../src-shared/protocol/search.ts';
import type { Having, Term } from '../../src-shared/domain/search-query.ts';

/** A search as the host has made sure it may be done. */
export interface SearchWish {
  terms: readonly Term[];
  has: readonly Having[];
  before: number | null;
  after: number | null;
  /** The rooms to search; null for all that are open to everyone, and `hidden`. */
  rooms: readonly string[] | null;
  /** Rooms not open to everyone that are searched too where all are. */
  hidden: readonly string[];
  /** Authors, one of whom it must be; null for anyone. */
  from: readonly number[] | null;
  /** Whom it must call upon; null for anyone or no one. */
  mentions: number | null;
  /** Where an earlier search ended. */
  cursor: number | undefined;
  limit: number;
}

/** A message that has all that is searched for: what was said of it, and the last edit. */
export type Match = Found;

export interface SearchStore {
  /** Matches, the newest first whatever room they are in, and where to go on; null if there are no more. */
  find(wish: SearchWish): Promise<{ matches: Match[]; next: number | null }>;
  /** The rooms among these whose newest events are not in the index yet, and the last that is. */
  covers(rooms: readonly string[]): Promise<{ room: string; seq: number }[]>;
}
