import type Database from 'better-sqlite3';
import { openDatabase } from './open.ts';

/** What was found in a data folder: what is there, and what is wrong with it, each in a sentence. */
export interface Findings {
  rooms: number;
  members: number;
  events: number;
  problems: string[];
}

interface RoomRow {
  name: string;
  number: number;
  indexedSeq: number;
  events: number;
  highest: number | null;
}

/**
 * Verifies a data folder: the file itself, that each room's log has no gap, and what is derived from the log.
 * @throws Refusal as `openDatabase` does; nothing is changed but for a migration that is due
 */
export function checkFolder(dir: string): Findings {
  const db = openDatabase(dir);
  try {
    const rooms = roomRows(db);
    return {
      rooms: rooms.length,
      members: db.prepare('SELECT count(*) FROM members').pluck().get() as number,
      events: rooms.reduce((sum, { events }) => sum + events, 0),
      problems: [...fileProblems(db), ...rooms.flatMap(roomProblems), ...searchProblems(db)],
    };
  } finally {
    db.close();
  }
}

function roomRows(db: Database.Database): RoomRow[] {
  return db
    .prepare<[], RoomRow>(
      `SELECT name, number, indexed_seq AS indexedSeq,
         (SELECT count(*) FROM events WHERE key > number << 32 AND key < (number + 1) << 32) AS events,
         (SELECT max(key) & 0xffffffff FROM events WHERE key > number << 32 AND key < (number + 1) << 32) AS highest
       FROM rooms ORDER BY number`,
    )
    .all();
}

function fileProblems(db: Database.Database): string[] {
  const integrity = db.pragma('integrity_check') as { integrity_check: string }[];
  const foreign = db.pragma('foreign_key_check') as { table: string; rowid: number }[];
  return [
    ...integrity.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
    ...foreign.map(({ table, rowid }) => `Row ${String(rowid)} of ${table} refers to something that is not there.`),
  ];
}

function roomProblems({ name, indexedSeq, events, highest }: RoomRow): string[] {
  const problems: string[] = [];
  if ((highest ?? 0) !== events)
    problems.push(`The log of "${name}" has a gap: ${String(events)} events up to ${String(highest)}.`);
  if (indexedSeq > (highest ?? 0)) problems.push(`"${name}" is noted as indexed beyond its end.`);
  return problems;
}

function searchProblems(db: Database.Database): string[] {
  try {
    db.exec("INSERT INTO search (search) VALUES ('integrity-check')");
    return [];
  } catch (error) {
    return [`The search index is damaged: ${error instanceof Error ? error.message : String(error)}`];
  }
}
