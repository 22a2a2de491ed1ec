import type Database from 'better-sqlite3';
import type { AboutRecord, AboutStore } from '../about-store.ts';
import { run } from './run.ts';

type Row = Omit<AboutRecord, 'busy' | 'receipts'> & { busy: 0 | 1; receipts: 0 | 1 };

/** What people tell of themselves, in the same SQLite file as the log. */
export class SqliteAboutStore implements AboutStore {
  readonly #all: Database.Statement<[], Row>;
  readonly #save: Database.Statement<[number, number, string, number | null, number]>;

  constructor(db: Database.Database) {
    this.#all = db.prepare('SELECT member, busy, text, until, receipts FROM about');
    this.#save = db.prepare(
      'INSERT OR REPLACE INTO about (member, busy, text, until, receipts) VALUES (?, ?, ?, ?, ?)',
    );
  }

  all(): Promise<AboutRecord[]> {
    return run(() => this.#all.all().map((row) => ({ ...row, busy: row.busy === 1, receipts: row.receipts === 1 })));
  }

  save({ member, busy, text, until, receipts }: AboutRecord): Promise<void> {
    return run(() => void this.#save.run(member, Number(busy), text, until, Number(receipts)));
  }
}
