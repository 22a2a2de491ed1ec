import type Database from 'better-sqlite3';
import type { SearchQuery, Term } from '../../../src-shared/domain/search-query.ts';
import type { Match, SearchScope, SearchStore } from '../search-store.ts';
import { isNewer, newestFirst, type Moment, type Source } from './newest-first.ts';
import { idFromBytes, keyOf, ROOM_STEP } from './rows.ts';
import { run } from './run.ts';

/** Matches that one search looks at; where these are not enough, because filters drop most, the next goes on. */
const LOOKED_AT_MAX = 3_000;
/** Matches read of a room at a time: few at first, because most rooms have nothing among the newest. */
const FIRST_PIECE = 8;
const PIECE_MAX = 512;
/** A term found in no more messages than this is looked up in all rooms at once, to spare asking each. */
const RARE = 1_000;
const MANY_ROOMS = 30;

interface MatchRow extends Moment {
  id: Buffer;
  by: number;
  name: string;
  thread: string | null;
  text: string;
}

/** A room as the search sees it: its place in the database, and how far its index goes. */
export interface IndexedRoom {
  readonly number: number;
  readonly seq: number;
  readonly at: number;
  readonly indexed: number;
}

function prepare(db: Database.Database) {
  return {
    // In this order: by way of the index, newest first, and only then the log.
    matches: db.prepare<[string, number, number, number], MatchRow>(`
      SELECT e.key, e.id, e.by, m.name, e.at, e.data ->> 'thread' AS thread, coalesce(s.state ->> '$.text', e.text) AS text
      FROM search CROSS JOIN events e ON e.key = search.rowid
      CROSS JOIN members m ON m.id = e.by LEFT JOIN message_states s ON s.key = e.key
      WHERE search MATCH ? AND search.rowid > ? AND search.rowid < ? ORDER BY search.rowid DESC LIMIT ?`),
    anywhere: db
      .prepare<[string, number], number>('SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?')
      .pluck(),
    time: db.prepare<[number], number>('SELECT at FROM events WHERE key = ?').pluck(),
    called: db.prepare<[number, number], 1>('SELECT 1 FROM mentions WHERE message = ? AND member IN (0, ?)').pluck(),
  };
}

/** A query as FTS5 understands it: every term in quotes, so that nothing in it is an operator. */
function expression(terms: readonly Term[]): string {
  return terms.map(({ text, prefix }) => `"${text}"${prefix ? ' *' : ''}`).join(' ');
}

function cursorOf(cursor: string | undefined): Moment | null {
  const [at, key] = cursor?.split('.').map(Number) ?? [];
  return at === undefined || key === undefined ? null : { at, key };
}

const HAS: Record<SearchQuery['has'][number], RegExp> = { link: /https?:\/\/\S/i, code: /`/ };

/** Finds messages by way of the full-text index, room by room from the newest on; never everything that matches. */
export class SqliteSearchStore implements SearchStore {
  readonly #sql: ReturnType<typeof prepare>;
  readonly #rooms: ReadonlyMap<string, IndexedRoom>;

  constructor(db: Database.Database, rooms: ReadonlyMap<string, IndexedRoom>) {
    this.#sql = prepare(db);
    this.#rooms = rooms;
  }

  find(query: SearchQuery, scope: SearchScope): Promise<{ matches: Match[]; next: string | null }> {
    return run(() => {
      const match = expression(query.terms);
      const ids = new Map<number, string>();
      for (const id of this.#scope(match, scope.rooms)) ids.set(this.#rooms.get(id)?.number ?? 0, id);
      const sources = Array.from(ids.values(), (id) => this.#source(id, match, query, scope));
      const matches: Match[] = [];
      let looked = 0;
      for (const row of newestFirst(sources.filter((source) => source !== null))) {
        looked += 1;
        if (this.#fits(row, query, scope)) matches.push(toMatch(row, ids));
        if (matches.length === scope.limit || looked === LOOKED_AT_MAX)
          return { matches, next: `${String(row.at)}.${String(row.key)}` };
      }
      return { matches, next: null };
    });
  }

  covers(rooms: readonly string[]): Promise<{ room: string; seq: number }[]> {
    return run(() =>
      rooms.flatMap((id) => {
        const room = this.#rooms.get(id);
        return room && room.indexed < room.seq ? [{ room: id, seq: room.indexed }] : [];
      }),
    );
  }

  /** The rooms worth asking: of many, those that have a rare term. */
  #scope(match: string, rooms: readonly string[]): readonly string[] {
    if (rooms.length < MANY_ROOMS) return rooms;
    const keys = this.#sql.anywhere.all(match, RARE);
    if (keys.length === RARE) return rooms;
    const having = new Set(keys.map((key) => Math.floor(key / ROOM_STEP)));
    return rooms.filter((id) => having.has(this.#rooms.get(id)?.number ?? 0));
  }

  #source(id: string, match: string, query: SearchQuery, scope: SearchScope): Source<MatchRow> | null {
    const room = this.#rooms.get(id);
    const cursor = cursorOf(scope.cursor);
    const before = Math.min(query.before ?? Infinity, cursor ? cursor.at + 1 : Infinity);
    if (!room || (query.after !== null && room.at < query.after)) return null;
    let end = this.#firstAt(room, before);
    const start = this.#firstAt(room, query.after ?? 0) - 1;
    let piece = FIRST_PIECE;
    const next = (): MatchRow[] => {
      const rows = this.#sql.matches.all(match, start, end, piece);
      // At its end there is nothing to ask for again.
      end = rows.length < piece ? start : (rows.at(-1)?.key ?? start);
      piece = Math.min(PIECE_MAX, piece * 4);
      const older = cursor ? rows.filter((row) => isNewer(cursor, row)) : rows;
      return older.length === 0 && end > start + 1 ? next() : older;
    };
    return { bound: { at: Math.min(room.at, before), key: end }, next };
  }

  /** The key of a room's first event from a time on, or the one after its last. Times in a room never go back. */
  #firstAt({ number, seq, at }: IndexedRoom, time: number): number {
    if (time > at) return keyOf(number, seq + 1);
    let low = 1;
    let high = seq;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#sql.time.get(keyOf(number, middle)) ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return keyOf(number, low);
  }

  #fits({ key, by, text }: MatchRow, { has, mentionsMe }: SearchQuery, { from, me }: SearchScope): boolean {
    if (from && !from.has(by)) return false;
    if (!has.every((what) => HAS[what].test(text))) return false;
    return !mentionsMe || this.#sql.called.get(key, me) !== undefined;
  }
}

function toMatch({ key, id, at, by, name, thread, text }: MatchRow, rooms: ReadonlyMap<number, string>): Match {
  const room = rooms.get(Math.floor(key / ROOM_STEP)) ?? '';
  return { room, seq: key % ROOM_STEP, id: idFromBytes(id), at, by, name, thread: thread ?? undefined, text };
}
