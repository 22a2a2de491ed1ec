import type Database from 'better-sqlite3';
import { NUMBER } from './parameters.ts';
import { keyOf } from './rows.ts';

/** A room as the index sees it: its number, its newest event, and the last that is in the index. */
export interface IndexedRoom {
  readonly number: number;
  readonly seq: number;
  indexed: number;
}

interface Entry {
  doc: number;
  text: string | null;
  meta: string;
}

/** What a message says now, and what it passes on. */
const SAID = "coalesce(s.state ->> '$.text', e.text) || coalesce(char(10) || (e.data ->> '$.forwarded.text'), '')";

/** That, and the words by which a search can be narrowed down. */
const CONTENT = `
  ${SAID} AS text,
  iif(r.kind = 'room', '', 'hidden ') || 'r' || r.number || ' u' || e.by
    || coalesce((SELECT ' m' || group_concat(member, ' m') FROM mentions WHERE message = e.key), '')
    || iif(${SAID} LIKE '%http%://%', ' link', '')
    || iif(instr(${SAID}, char(96)), ' code', '') AS meta`;

const JOINED = `
  CROSS JOIN events e ON e.key = d.key CROSS JOIN rooms r ON r.number = e.key >> 32
  LEFT JOIN message_states s ON s.key = e.key`;

function prepare(db: Database.Database) {
  db.exec('CREATE TEMP TABLE batch (key INTEGER PRIMARY KEY, at INTEGER NOT NULL)');
  return {
    time: db.prepare<[number], number>('SELECT at FROM events WHERE key = ?').pluck(),
    last: db
      .prepare<[number, number, number], number | null>(
        `SELECT max(key) FROM events WHERE key > ${NUMBER} AND key <= ${NUMBER} AND at <= ${NUMBER}`,
      )
      .pluck(),
    take: db.prepare<[number, number]>(
      'INSERT INTO batch SELECT key, at FROM events WHERE key > ? AND key <= ? AND text IS NOT NULL',
    ),
    newest: db.prepare<[], number>('SELECT coalesce(max(doc), 0) FROM search_docs').pluck(),
    number: db.prepare('INSERT INTO search_docs (key) SELECT key FROM batch ORDER BY at, key'),
    fill: db.prepare<[number]>(`
      INSERT INTO search (rowid, text, meta) SELECT d.doc, ${CONTENT} FROM search_docs d ${JOINED}
      WHERE d.doc > ? ORDER BY d.doc`),
    clear: db.prepare('DELETE FROM batch'),
    indexed: db.prepare<[number, number]>('UPDATE rooms SET indexed_seq = ? WHERE number = ?'),
    entry: db.prepare<[number], Entry>(`SELECT d.doc, ${CONTENT} FROM search_docs d ${JOINED} WHERE d.key = ${NUMBER}`),
    remove: db.prepare<[number, string | null, string]>(
      `INSERT INTO search (search, rowid, text, meta) VALUES ('delete', ?, ?, ?)`,
    ),
    put: db.prepare<[number, string | null, string]>('INSERT INTO search (rowid, text, meta) VALUES (?, ?, ?)'),
    forget: db.prepare<[number]>('DELETE FROM search_docs WHERE key = ?'),
  };
}

/**
 * The full-text index, which follows the log at some distance. Its entries are numbered as they are made: oldest message
 * first, of all rooms, so that going down in numbers is going back in time. All its work is done in others' transactions.
 */
export class SearchIndex {
  readonly #sql: ReturnType<typeof prepare>;

  constructor(db: Database.Database) {
    this.#sql = prepare(db);
  }

  /** Takes the log's oldest events that are not in the index yet, and gives how far each room is indexed then. */
  advance<R extends IndexedRoom>(rooms: Iterable<R>, limit: number): Map<R, number> {
    const behind = [...rooms].filter(({ indexed, seq }) => indexed < seq).slice(0, limit);
    const upTo = new Map<R, number>();
    const share = Math.max(1, Math.floor(limit / Math.max(1, behind.length)));
    // Of some, not all may be taken; then of none anything newer than that.
    const until = Math.min(...behind.map((room) => this.#timeAfter(room, share)));
    for (const room of behind) {
      const from = keyOf(room.number, room.indexed);
      const last = this.#sql.last.get(from, keyOf(room.number, Math.min(room.seq, room.indexed + share)), until);
      if (typeof last !== 'number') continue;
      this.#sql.take.run(from, last);
      upTo.set(room, room.indexed + last - from);
    }
    this.#fill(upTo);
    return upTo;
  }

  /** Takes a message out of the index, before anything of it is changed. */
  remove(key: number): void {
    const entry = this.#sql.entry.get(key);
    // The index has to be told what it was told before. What it was not told yet, it will read as it is by then.
    if (entry) this.#sql.remove.run(entry.doc, entry.text, entry.meta);
  }

  /** Puts a message back into the index in its old place, after it was changed. */
  restore(key: number): void {
    const entry = this.#sql.entry.get(key);
    if (entry) this.#sql.put.run(entry.doc, entry.text, entry.meta);
  }

  /** The message is out of the index for good. */
  forget(key: number): void {
    this.#sql.forget.run(key);
  }

  /** The time of the last event that a share of a room's new ones takes in, if it has more than that. */
  #timeAfter({ number, seq, indexed }: IndexedRoom, share: number): number {
    if (seq <= indexed + share) return Number.MAX_SAFE_INTEGER;
    return this.#sql.time.get(keyOf(number, indexed + share)) ?? Number.MAX_SAFE_INTEGER;
  }

  #fill(upTo: ReadonlyMap<IndexedRoom, number>): void {
    const newest = this.#sql.newest.get() ?? 0;
    this.#sql.number.run();
    this.#sql.fill.run(newest);
    this.#sql.clear.run();
    for (const [{ number }, seq] of upTo) this.#sql.indexed.run(seq, number);
  }
}
