import type Database from 'better-sqlite3';
import type { AuditEntry, AuditFacts } from '../../../src-shared/protocol/audit.ts';
import type { Ban, Invite, Mute } from '../../../src-shared/protocol/moderation.ts';
import type { Role } from '../../../src-shared/protocol/rooms.ts';
import type { AdminStore } from '../admin-store.ts';
import { NUMBER } from './parameters.ts';
import { run } from './run.ts';

const INVITE = 'id, by, made_at AS madeAt, expires_at AS expiresAt, uses_left AS usesLeft';

/** An entry as it is kept: its facts in JSON, null in one from before there were any. */
type AuditRow = Omit<AuditEntry, 'facts'> & { facts: string | null };

function entryOf({ facts, ...entry }: AuditRow): AuditEntry {
  return { ...entry, ...(facts !== null && { facts: JSON.parse(facts) as AuditFacts }) };
}

function prepare(db: Database.Database) {
  return {
    setting: db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck(),
    setSetting: db.prepare<[string, string]>('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)'),
    setRole: db.prepare<[string, number]>('UPDATE members SET role = ? WHERE id = ?'),
    stepDown: db.prepare<[number]>("UPDATE members SET role = 'moderator' WHERE id = ? AND role = 'owner'"),
    mutes: db.prepare<[], { member: number } & Mute>('SELECT member, until, reason FROM mutes'),
    setMute: db.prepare<[number, number, string]>(
      'INSERT OR REPLACE INTO mutes (member, until, reason) VALUES (?, ?, ?)',
    ),
    bans: db.prepare<[], Ban>('SELECT id, name, key, address, until, reason, by, at FROM bans ORDER BY id DESC'),
    addBan: db.prepare<Omit<Ban, 'id'>>(`
      INSERT INTO bans (name, key, address, until, reason, by, at)
      VALUES (@name, @key, @address, @until, @reason, @by, @at)`),
    liftBan: db.prepare<[number]>('DELETE FROM bans WHERE id = ?'),
    audit: db.prepare<Omit<AuditRow, 'id'>>(`
      INSERT INTO audit (at, by, action, target, detail, facts) VALUES (@at, @by, @action, @target, @detail, @facts)`),
    entries: db.prepare<[number, number], AuditRow>(`
      SELECT id, at, by, action, target, detail, facts FROM audit WHERE id < ${NUMBER} ORDER BY id DESC LIMIT ${NUMBER}`),
    invites: db.prepare<[number], Invite>(`
      SELECT ${INVITE} FROM invites WHERE uses_left > 0 AND expires_at > ? ORDER BY id DESC`),
    addInvite: db.prepare<Omit<Invite, 'id'> & { hash: Buffer }>(`
      INSERT INTO invites (hash, by, made_at, expires_at, uses_left)
      VALUES (@hash, @by, @madeAt, @expiresAt, @usesLeft)`),
    revokeInvite: db.prepare<[number]>('DELETE FROM invites WHERE id = ?'),
    useInvite: db
      .prepare<[Buffer, number], number>(
        `UPDATE invites SET uses_left = uses_left - 1 WHERE hash = ? AND uses_left > 0 AND expires_at > ? RETURNING id`,
      )
      .pluck(),
  };
}

/** The small tables of moderation, in the same SQLite file as the log. */
export class SqliteAdminStore implements AdminStore {
  readonly #sql: ReturnType<typeof prepare>;
  /** One transaction: a host that ends in the middle of it has its one owner all the same. */
  readonly #handOver: (owner: number, to: number) => boolean;

  constructor(db: Database.Database) {
    this.#sql = prepare(db);
    this.#handOver = db.transaction((owner: number, to: number) => {
      if (this.#sql.stepDown.run(owner).changes === 0) return false;
      this.#sql.setRole.run('owner', to);
      return true;
    });
  }

  setting(name: string): Promise<string | null> {
    return run(() => this.#sql.setting.get(name) ?? null);
  }

  setSetting(name: string, value: string): Promise<void> {
    return run(() => void this.#sql.setSetting.run(name, value));
  }

  setRole(member: number, role: Role): Promise<void> {
    return run(() => void this.#sql.setRole.run(role, member));
  }

  handOver(owner: number, to: number): Promise<boolean> {
    return run(() => this.#handOver(owner, to));
  }

  mutes(): Promise<({ member: number } & Mute)[]> {
    return run(() => this.#sql.mutes.all());
  }

  setMute(member: number, { until, reason }: Mute): Promise<void> {
    return run(() => void this.#sql.setMute.run(member, until, reason));
  }

  bans(): Promise<Ban[]> {
    return run(() => this.#sql.bans.all());
  }

  addBan(ban: Omit<Ban, 'id'>): Promise<Ban> {
    return run(() => ({ ...ban, id: Number(this.#sql.addBan.run(ban).lastInsertRowid) }));
  }

  liftBan(id: number): Promise<boolean> {
    return run(() => this.#sql.liftBan.run(id).changes > 0);
  }

  audit({ facts, ...entry }: Omit<AuditEntry, 'id'>): Promise<void> {
    return run(() => void this.#sql.audit.run({ ...entry, facts: facts ? JSON.stringify(facts) : null }));
  }

  entries(before: number | undefined, limit: number): Promise<AuditEntry[]> {
    return run(() => this.#sql.entries.all(before ?? Number.MAX_SAFE_INTEGER, limit).map(entryOf));
  }

  invites(now: number): Promise<Invite[]> {
    return run(() => this.#sql.invites.all(now));
  }

  addInvite(invite: Omit<Invite, 'id'>, hash: Buffer): Promise<Invite> {
    return run(() => ({ ...invite, id: Number(this.#sql.addInvite.run({ ...invite, hash }).lastInsertRowid) }));
  }

  revokeInvite(id: number): Promise<boolean> {
    return run(() => this.#sql.revokeInvite.run(id).changes > 0);
  }

  useInvite(hash: Buffer, now: number): Promise<number | null> {
    return run(() => this.#sql.useInvite.get(hash, now) ?? null);
  }
}
