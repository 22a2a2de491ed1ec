import type Database from 'better-sqlite3';
import type { EventDraft, MemberRecord, RoomRecord } from '../store.ts';
import { BYTES, NUMBER, TEXT } from './parameters.ts';
import type { EventRow } from './rows.ts';

type RoomRow = Omit<RoomRecord, 'archived' | 'locked'> & {
  archived: 0 | 1;
  locked: 0 | 1;
  number: number;
  indexedSeq: number;
};

const EVENT = `
  SELECT e.key, e.id, e.kind, e.by, e.at, e.text, e.data, e.sig, m.name FROM events e JOIN members m ON m.id = e.by`;

/** Every statement the store runs, prepared once. */
export function prepare(db: Database.Database) {
  return {
    getMeta: db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck(),
    setMeta: db.prepare<[string, string]>('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)'),
    rooms: db.prepare<[], RoomRow>(`
      SELECT r.number, r.id, r.kind, r.name, r.topic, coalesce(last.key & 0xffffffff, 0) AS lastSeq,
        coalesce(last.at, 0) AS lastAt, r.archived, r.locked, r.slow, r.history, r.indexed_seq AS indexedSeq,
        coalesce((SELECT by FROM events WHERE key = (r.number << 32) + 1), 0) AS maker
      FROM rooms r LEFT JOIN events last ON last.key = (
        SELECT max(key) FROM events WHERE key > r.number << 32 AND key < (r.number + 1) << 32)
      ORDER BY r.number`),
    members: db.prepare<[], MemberRecord>('SELECT id, key, name, role FROM members ORDER BY id'),
    addMember: db.prepare<[string | null, string, string]>('INSERT INTO members (key, name, role) VALUES (?, ?, ?)'),
    renameMember: db.prepare<[string, number]>('UPDATE members SET name = ? WHERE id = ?'),
    roomsOf: db
      .prepare<[number], string>(
        `SELECT r.id FROM memberships m JOIN rooms r ON r.number = m.room WHERE m.member = ${NUMBER} ORDER BY r.number`,
      )
      .pluck(),
    membersOf: db
      .prepare<[string, number], number>(
        `SELECT member FROM memberships m JOIN rooms r ON r.number = m.room WHERE r.id = ${TEXT} LIMIT ${NUMBER}`,
      )
      .pluck(),
    addRoom: db.prepare<[string, string, string, string]>(
      'INSERT INTO rooms (id, kind, name, topic, archived, indexed_seq) VALUES (?, ?, ?, ?, 0, 0)',
    ),
    rename: db.prepare<[string, number]>('UPDATE rooms SET name = ? WHERE number = ?'),
    topic: db.prepare<[string, number]>('UPDATE rooms SET topic = ? WHERE number = ?'),
    archive: db.prepare<[number]>('UPDATE rooms SET archived = 1 WHERE number = ?'),
    lock: db.prepare<[number, number]>('UPDATE rooms SET locked = ? WHERE number = ?'),
    slow: db.prepare<[number, number]>('UPDATE rooms SET slow = ? WHERE number = ?'),
    history: db.prepare<[string, number]>('UPDATE rooms SET history = ? WHERE number = ?'),
    since: db.prepare<[number, number], number>('SELECT since FROM memberships WHERE member = ? AND room = ?').pluck(),
    enter: db.prepare<[number, number, number]>(
      'INSERT OR IGNORE INTO memberships (member, room, since) VALUES (?, ?, ?)',
    ),
    exit: db.prepare<[number, number]>('DELETE FROM memberships WHERE member = ? AND room = ?'),
    /** Of an open room one may go on reading what one has marked there. */
    unmark: db.prepare<[number, number]>(`
      DELETE FROM bookmarks WHERE member = ? AND message >> 32 = (SELECT number FROM rooms WHERE number = ? AND kind <> 'room')`),
    insert: db.prepare<[number, Buffer, string, number, number, string | null, string | null, Buffer | null]>(`
      INSERT INTO events (key, id, kind, by, at, text, data, sig) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id, key >> 32) DO NOTHING`),
    byId: db.prepare<[Buffer, number], EventRow>(`${EVENT} WHERE e.id = ${BYTES} AND e.key >> 32 = ${NUMBER}`),
    before: db.prepare<[number, number, number], EventRow>(
      `${EVENT} WHERE e.key < ${NUMBER} AND e.key > ${NUMBER} ORDER BY e.key DESC LIMIT ${NUMBER}`,
    ),
    after: db.prepare<[number, number, number], EventRow>(
      `${EVENT} WHERE e.key > ${NUMBER} AND e.key < ${NUMBER} ORDER BY e.key LIMIT ${NUMBER}`,
    ),
  };
}

export type Statements = ReturnType<typeof prepare>;

/** What an event changes of its room and of who is in it, in the transaction that puts it into the log. */
export function project(
  sql: Statements,
  { by, body }: EventDraft,
  { number, seq }: { number: number; seq: number },
): void {
  if (body.kind === 'rename') sql.rename.run(body.title, number);
  else if (body.kind === 'topic') sql.topic.run(body.topic, number);
  else if (body.kind === 'archive') sql.archive.run(number);
  else if (body.kind === 'join') sql.enter.run(by, number, seq);
  else if (body.kind === 'lock') sql.lock.run(Number(body.on), number);
  else if (body.kind === 'history') sql.history.run(body.scope, number);
  else if (body.kind === 'slow') sql.slow.run(body.seconds, number);
  else if (body.kind === 'invite') sql.enter.run(body.who, number, seq);
  else if (body.kind === 'leave') {
    sql.exit.run(by, number);
    sql.unmark.run(by, number);
  }
}
