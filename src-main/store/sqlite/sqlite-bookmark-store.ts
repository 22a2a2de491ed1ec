import type Database from 'better-sqlite3';
import { quoteText } from '../../../src-shared/domain/quotes.ts';
import type { Bookmark } from '../../../src-shared/protocol/bookmarks.ts';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import { BOOKMARKS_MAX } from '../../../src-shared/protocol/limits.ts';
import type { BookmarkStore } from '../bookmark-store.ts';
import type { RoomPlace } from './message-reader.ts';
import { NUMBER } from './parameters.ts';
import { idFromBytes, ROOM_STEP } from './rows.ts';
import { run } from './run.ts';
import type { Target, Targets } from './targets.ts';

interface Row {
  room: string;
  key: number;
  id: Buffer;
  at: number;
  by: number;
  name: string;
  thread: string | null;
  text: string;
}

function prepare(db: Database.Database) {
  return {
    add: db.prepare<[number, number, number]>('INSERT INTO bookmarks (member, message, at) VALUES (?, ?, ?)'),
    remove: db.prepare<[number, number]>('DELETE FROM bookmarks WHERE member = ? AND message = ?'),
    has: db.prepare<[number, number], 1>('SELECT 1 FROM bookmarks WHERE member = ? AND message = ?').pluck(),
    count: db.prepare<[number], number>('SELECT count(*) FROM bookmarks WHERE member = ?').pluck(),
    of: db.prepare<[number], Row>(`
      SELECT r.id AS room, e.key, e.id, e.at, e.by, m.name, e.data ->> '$.thread' AS thread,
        coalesce(nullif(coalesce(s.state ->> '$.text', e.text), ''), e.data ->> '$.forwarded.text', '') AS text
      FROM bookmarks b JOIN events e ON e.key = b.message JOIN rooms r ON r.number = e.key >> 32
      JOIN members m ON m.id = e.by LEFT JOIN message_states s ON s.key = e.key
      WHERE b.member = ${NUMBER} AND e.text IS NOT NULL ORDER BY b.at DESC, b.message DESC`),
  };
}

/** Bookmarks in the same SQLite file as the log. */
export class SqliteBookmarkStore implements BookmarkStore {
  readonly #sql: ReturnType<typeof prepare>;
  readonly #targets: Targets;
  readonly #rooms: ReadonlyMap<string, RoomPlace>;

  constructor(db: Database.Database, targets: Targets, rooms: ReadonlyMap<string, RoomPlace>) {
    this.#sql = prepare(db);
    this.#targets = targets;
    this.#rooms = rooms;
  }

  add(room: string, member: number, id: string, first: number): Promise<void> {
    return run(() => {
      const target = this.#find(room, id);
      if (!target || target.seq < first) throw new Refusal('no-such-event');
      if (target.text === null) throw new Refusal('message-deleted');
      if (this.#sql.has.get(member, target.key)) return;
      if ((this.#sql.count.get(member) ?? 0) >= BOOKMARKS_MAX) throw new Refusal('too-many-bookmarks');
      this.#sql.add.run(member, target.key, Date.now());
    });
  }

  remove(room: string, member: number, id: string): Promise<void> {
    return run(() => {
      const target = this.#find(room, id);
      if (target) this.#sql.remove.run(member, target.key);
    });
  }

  of(member: number): Promise<Bookmark[]> {
    return run(() =>
      this.#sql.of.all(member).map(({ key, id, thread, text, ...row }) => ({
        ...row,
        seq: key % ROOM_STEP,
        id: idFromBytes(id),
        ...(thread !== null && { thread }),
        text: quoteText(text),
      })),
    );
  }

  #find(room: string, id: string): Target | null {
    const place = this.#rooms.get(room);
    return place ? this.#targets.find(place.number, id) : null;
  }
}
