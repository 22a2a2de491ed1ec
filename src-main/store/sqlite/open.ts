import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { Reason } from '../../../src-shared/protocol/reasons.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** "Prly": tells a Parley database from any other SQLite file (`PRAGMA application_id`). */
export const APPLICATION_ID = 0x50726c79;

/** The database file in a data folder. */
export const DATABASE_FILE = 'parley.db';

/** Result codes and their extended forms. `SQLITE_ERROR`: the file says it is ours, but its tables are not there. */
const CORRUPT = /^SQLITE_(NOTADB|CORRUPT|ERROR)/;
/** `IOERR_LOCK`: a file that could only be opened for reading cannot be locked for writing. */
const UNWRITABLE = /^SQLITE_(CANTOPEN|READONLY|PERM|AUTH|IOERR_LOCK)/;

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

/** An error of SQLite while opening, as a refusal that says what to do. */
export function openingRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  const code = codeOf(thrown);
  const options = { cause: thrown };
  if (CORRUPT.test(code)) return new Refusal('database-corrupt', undefined, options);
  if (code.startsWith('SQLITE_BUSY')) return new Refusal('folder-in-use', undefined, options);
  if (UNWRITABLE.test(code)) return new Refusal('folder-unwritable', undefined, options);
  return storageRefusal(thrown);
}

/** What is wrong, where more is known than that the disk gives trouble. */
const TROUBLE: readonly (readonly [RegExp, Reason])[] = [
  [/^SQLITE_FULL/, 'disk-full'],
  [/^SQLITE_(READONLY|PERM|AUTH)/, 'disk-read-only'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'history-damaged'],
  [/^SQLITE_(BUSY|LOCKED)/, 'history-in-use'],
];

/** An error of SQLite while running, as a refusal. Nothing of the failed transaction is in the log. */
export function storageRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  const code = codeOf(thrown);
  const why = TROUBLE.find(([pattern]) => pattern.test(code))?.[1];
  return Refusal.because('storage-failed', { why }, { cause: thrown });
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Refusal('folder-unwritable', undefined, { cause: error });
  }
}

/**
 * Full synchronous WAL: a commit returns when it is on disk. The exclusive lock keeps a second host out of the folder
 * (the operating system drops it with the process, however that ends) and spares SQLite its shared memory.
 */
function configure(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -16384');
  db.pragma('trusted_schema = OFF');
  // What is deleted is overwritten with zeroes, in the index too: a deleted message must not be found in the file.
  db.pragma('secure_delete = ON');
}

function migrate(db: Database.Database, migrations: typeof MIGRATIONS): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  const run = db.transaction(() => {
    for (const migration of migrations) {
      if (migration.version <= version) continue;
      db.exec(migration.sql);
      db.pragma(`user_version = ${String(migration.version)}`);
    }
    db.pragma(`application_id = ${String(APPLICATION_ID)}`);
  });
  // Even where there is nothing to migrate: taking the write lock is what shows that the folder is in use or read-only.
  run.immediate();
}

/** Is it a file this Parley may change? @throws Refusal `database-corrupt`, `database-newer` */
function checkOwner(db: Database.Database, newest: number): void {
  const id = db.pragma('application_id', { simple: true });
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (id !== APPLICATION_ID && tables !== 0) throw new Refusal('database-corrupt');
  if ((db.pragma('user_version', { simple: true }) as number) > newest) throw new Refusal('database-newer');
}

/**
 * Opens the database of a data folder, making or migrating it.
 * @throws Refusal `folder-unwritable`, `folder-in-use`, `database-corrupt`, `database-newer`, `storage-failed`
 */
export function openDatabase(dir: string, migrations = MIGRATIONS): Database.Database {
  makeFolder(dir);
  const nativeBinding = process.env.PARLEY_SQLITE_BINDING;
  let db: Database.Database | undefined;
  try {
    db = new Database(join(dir, DATABASE_FILE), { timeout: 0, ...(nativeBinding ? { nativeBinding } : {}) });
    db.pragma('locking_mode = EXCLUSIVE');
    // Before anything is set that changes the file: it may be another program's.
    checkOwner(db, migrations.at(-1)?.version ?? 0);
    configure(db);
    migrate(db, migrations);
    return db;
  } catch (thrown) {
    db?.close();
    throw openingRefusal(thrown);
  }
}
