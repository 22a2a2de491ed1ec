import type Database from 'better-sqlite3';
import type { Match, SearchStore, SearchWish } from '../search-store.ts';
import { firstSince } from './first-since.ts';
import type { StateRow } from './message-reader.ts';
import { NUMBER } from './parameters.ts';
import { rowToEvent } from './rows.ts';
import { run } from './run.ts';
import type { IndexedRoom } from './search-index.ts';
import { takeBytes } from './take-bytes.ts';
import { parseState } from './targets.ts';

type MatchRow = StateRow & { doc: number; room: string };

/** Beyond any number that an entry of the index has. */
const END = Number.MAX_SAFE_INTEGER;

function prepare(db: Database.Database) {
  return {
    // In this order: by way of the index, newest first, and only then the log.
    matches: db.prepare<[string, number, number, number], MatchRow>(`
      SELECT d.doc, r.id AS room, e.key, e.id, e.kind, e.by, e.at, e.text, e.data, e.sig, m.name, s.state
      FROM search CROSS JOIN search_docs d ON d.doc = search.rowid CROSS JOIN events e ON e.key = d.key
      CROSS JOIN members m ON m.id = e.by CROSS JOIN rooms r ON r.number = e.key >> 32
      LEFT JOIN message_states s ON s.key = e.key
      WHERE search MATCH ? AND search.rowid >= ${NUMBER} AND search.rowid < ${NUMBER} ORDER BY search.rowid DESC LIMIT ${NUMBER}`),
    newest: db.prepare<[], number>('SELECT coalesce(max(doc), 0) FROM search_docs').pluck(),
    // An entry that was deleted has no time of its own; the one after it stands for it.
    time: db
      .prepare<[number], number>(
        'SELECT e.at FROM search_docs d JOIN events e ON e.key = d.key WHERE d.doc >= ? LIMIT 1',
      )
      .pluck(),
  };
}

/** One of these words of `meta`. */
function oneOf(words: readonly string[]): string {
  return `meta : (${words.map((word) => `"${word}"`).join(' OR ')})`;
}

/** Finds messages by way of the full-text index, from the newest on; never everything that matches. */
export class SqliteSearchStore implements SearchStore {
  readonly #sql: ReturnType<typeof prepare>;
  readonly #rooms: ReadonlyMap<string, IndexedRoom>;

  constructor(db: Database.Database, rooms: ReadonlyMap<string, IndexedRoom>) {
    this.#sql = prepare(db);
    this.#rooms = rooms;
  }

  find(wish: SearchWish): Promise<{ matches: Match[]; next: number | null }> {
    return run(() => {
      if (wish.rooms?.length === 0) return { matches: [], next: null };
      const from = wish.after === null ? 0 : this.#firstFrom(wish.after);
      const to = Math.min(wish.cursor ?? END, wish.before === null ? END : this.#firstFrom(wish.before));
      const rows = this.#sql.matches.all(this.#expression(wish), from, to, wish.limit);
      const taken = takeBytes(rows);
      const last = taken.at(-1);
      const more = rows.length === wish.limit || taken.length < rows.length;
      return { matches: taken.flatMap(toMatch), next: last && more ? last.doc : null };
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

  /** The wish as FTS5 understands it: every term in quotes, so that nothing in it is an operator. */
  #expression({ terms, has, rooms, hidden, from, mentions }: SearchWish): string {
    const words = terms.map(({ text, prefix }) => `"${text}"${prefix ? ' *' : ''}`).join(' ');
    const all = [`text : (${words})`, ...has.map((what) => oneOf([what]))];
    if (from) all.push(oneOf(from.map((id) => `u${String(id)}`)));
    if (mentions !== null) all.push(oneOf(['m0', `m${String(mentions)}`]));
    if (rooms) all.push(oneOf(rooms.map((id) => this.#word(id))));
    const wanted = `(${all.join(' AND ')})`;
    if (rooms) return wanted;
    const open = `(${wanted} NOT meta : "hidden")`;
    return hidden.length === 0 ? open : `${open} OR (${wanted} AND ${oneOf(hidden.map((id) => this.#word(id)))})`;
  }

  #word(room: string): string {
    return `r${String(this.#rooms.get(room)?.number ?? 0)}`;
  }

  /** The number of the first entry from a time on: entries are in the order of time. */
  #firstFrom(time: number): number {
    return firstSince(this.#sql.newest.get() ?? 0, (doc) => this.#sql.time.get(doc), time);
  }
}

/** What became of a message counts only as far as it changes what it says. */
function toMatch({ room, ...row }: MatchRow): Match[] {
  const event = rowToEvent(row);
  if (event.kind !== 'message') return [];
  const { text, edited, edit } = parseState(row.state);
  const state = { ...(text !== undefined && { text }), ...(edited !== undefined && { edited }), ...(edit && { edit }) };
  return [{ room, event: edited === undefined ? event : { ...event, state } }];
}
