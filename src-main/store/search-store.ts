import type { SearchQuery } from '../../src-shared/domain/search-query.ts';

/** Where and by whom to search, as the host has made sure it may. */
export interface SearchScope {
  rooms: readonly string[];
  /** Authors; null for all of them. */
  from: ReadonlySet<number> | null;
  /** Who searches. */
  me: number;
  /** Where an earlier search ended. */
  cursor: string | undefined;
  limit: number;
}

/** A message that has all that is searched for. `text` is what it says now. */
export interface Match {
  room: string;
  seq: number;
  id: string;
  at: number;
  by: number;
  name: string;
  thread: string | undefined;
  text: string;
}

export interface SearchStore {
  /** Matches, the newest first whatever room they are in, and where to go on; null if there are no more. */
  find(query: SearchQuery, scope: SearchScope): Promise<{ matches: Match[]; next: string | null }>;
  /** The rooms among these whose newest events are not in the index yet, and the last that is. */
  covers(rooms: readonly string[]): Promise<{ room: string; seq: number }[]>;
}
