import type Database from 'better-sqlite3';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import { UNREAD_MAX, type ReadRecord, type ReadStore } from '../read-store.ts';
import type { RoomPlace } from './message-reader.ts';
import { NUMBER } from './parameters.ts';
import { idToBytes, keyOf, ROOM_STEP } from './rows.ts';
import { run } from './run.ts';

function prepare(db: Database.Database) {
  return {
    of: db.prepare<[number], { room: string; seq: number }>(
      `SELECT r.id AS room, x.seq FROM reads x JOIN rooms r ON r.number = x.room WHERE x.member = ${NUMBER}`,
    ),
    save: db.prepare<[number, number, number]>('INSERT OR REPLACE INTO reads (member, room, seq) VALUES (?, ?, ?)'),
    saveThread: db.prepare<[number, number, Buffer, number]>(
      `INSERT OR REPLACE INTO thread_reads (member, thread, seq)
       SELECT ?, key, ? FROM events WHERE id = ? AND key >> 32 = ? AND kind = 'message'`,
    ),
    unread: db
      .prepare<[number, number, number], number>(
        `SELECT count(*) FROM (
           SELECT 1 FROM events WHERE key > ? AND key < ? AND kind = 'message' AND by <> ? AND text IS NOT NULL
             AND (data IS NULL OR data ->> 'thread' IS NULL OR data ->> 'alsoRoom')
           LIMIT ${UNREAD_MAX})`,
      )
      .pluck(),
    mentions: db
      .prepare<[number, number, number, number], number>(
        `SELECT count(DISTINCT m.message) FROM mentions m JOIN events e ON e.key = m.message
         WHERE m.member IN (0, ?) AND m.message > ? AND m.message < ? AND e.by <> ?`,
      )
      .pluck(),
  };
}

/** Read marks in the same SQLite file as the log. */
export class SqliteReadStore implements ReadStore {
  readonly #db: Database.Database;
  readonly #sql: ReturnType<typeof prepare>;
  readonly #rooms: ReadonlyMap<string, RoomPlace>;

  constructor(db: Database.Database, rooms: ReadonlyMap<string, RoomPlace>) {
    this.#db = db;
    this.#sql = prepare(db);
    this.#rooms = rooms;
  }

  of(member: number): Promise<{ room: string; seq: number }[]> {
    return run(() => this.#sql.of.all(member));
  }

  save(records: readonly ReadRecord[]): Promise<void> {
    return run(() => {
      this.#db.transaction(() => {
        for (const { member, room, seq } of records) {
          const place = this.#rooms.get(room);
          if (place) this.#sql.save.run(member, place.number, seq);
        }
      })();
    });
  }

  saveThread(room: string, member: number, root: string, seq: number): Promise<void> {
    return run(() => {
      const place = this.#rooms.get(room);
      const saved = place && this.#sql.saveThread.run(member, Math.min(seq, place.seq), idToBytes(root), place.number);
      if (!saved?.changes) throw new Refusal('no-such-event');
    });
  }

  unread(room: string, member: number, after: number): Promise<{ unread: number; mentions: number }> {
    return run(() => {
      const place = this.#rooms.get(room);
      if (!place || after >= place.seq) return { unread: 0, mentions: 0 };
      const from = keyOf(place.number, after);
      const to = keyOf(place.number, ROOM_STEP);
      const unread = this.#sql.unread.get(from, to, member) ?? 0;
      return { unread, mentions: this.#sql.mentions.get(member, from, to, member) ?? 0 };
    });
  }
}
