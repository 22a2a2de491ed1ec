import type Database from 'better-sqlite3';
import type { LookRecord, LooksStore } from '../looks-store.ts';
import { run } from './run.ts';

/** How people want to be shown, in the same SQLite file as the log. */
export class SqliteLooksStore implements LooksStore {
  readonly #all: Database.Statement<[], LookRecord>;
  readonly #hue: Database.Statement<[number, number | null]>;
  readonly #set: Database.Statement<[number, string | null, Uint8Array | null]>;
  readonly #picture: Database.Statement<[string], Buffer>;

  constructor(db: Database.Database) {
    this.#all = db.prepare('SELECT member, hue, hash FROM looks');
    this.#hue = db.prepare(`
      INSERT INTO looks (member, hue) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET hue = excluded.hue`);
    this.#set = db.prepare(`
      INSERT INTO looks (member, hash, picture) VALUES (?, ?, ?)
      ON CONFLICT (member) DO UPDATE SET hash = excluded.hash, picture = excluded.picture`);
    this.#picture = db.prepare<[string], Buffer>('SELECT picture FROM looks WHERE hash = ? LIMIT 1').pluck();
  }

  all(): Promise<LookRecord[]> {
    return run(() => this.#all.all());
  }

  setHue(member: number, hue: number | null): Promise<void> {
    return run(() => void this.#hue.run(member, hue));
  }

  setPicture(member: number, picture: { hash: string; bytes: Uint8Array } | null): Promise<void> {
    return run(() => void this.#set.run(member, picture?.hash ?? null, picture?.bytes ?? null));
  }

  picture(hash: string): Promise<Uint8Array | null> {
    return run(() => this.#picture.get(hash) ?? null);
  }
}
