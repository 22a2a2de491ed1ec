import { may, outranks, demand, type Action } from '../../src-shared/domain/permissions.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import { AUDIT_MAX } from '../../src-shared/protocol/limits.ts';
import type { AuditEntry, AuditFacts } from '../../src-shared/protocol/audit.ts';
import type { Ban, Mute } from '../../src-shared/protocol/moderation.ts';
import type { Member, Role } from '../../src-shared/protocol/rooms.ts';
import type { AdminStore } from '../store/admin-store.ts';
import type { Members } from './members.ts';
import type { HostRoom } from './room-list.ts';

function untilOf(minutes: number | null): number | null {
  return minutes === null ? null : Date.now() + minutes * 60_000;
}

/** Messages that one act removes at most. */
export const PURGE_MAX = 1_000;

/** What moderators may do, and what follows from it. Each act is in the audit log before it is answered. */
export class Moderation {
  readonly #store: AdminStore;
  readonly #members: Members;
  readonly #mutes: Map<number, Mute>;
  #bans: Ban[];
  #roles: Promise<void> = Promise.resolve();
  /** When each person last spoke in each slow room. */
  readonly #spoke = new Map<string, number>();

  private constructor(store: AdminStore, members: Members, bans: Ban[], mutes: Map<number, Mute>) {
    this.#store = store;
    this.#members = members;
    this.#bans = bans;
    this.#mutes = mutes;
  }

  static async load(store: AdminStore, members: Members): Promise<Moderation> {
    const mutes = (await store.mutes()).map(({ member, ...mute }) => [member, mute] as const);
    return new Moderation(store, members, await store.bans(), new Map(mutes));
  }

  get bans(): Ban[] {
    return this.#bans.filter(({ until }) => until === null || until > Date.now());
  }

  /** @throws Refusal `banned`, with the reason that was given */
  checkBanned(key: string | null, address: string): void {
    const role = (key === null ? undefined : this.#members.ofKey(key))?.role ?? 'guest';
    // Whoever moderates may sit at a banned computer: only a ban of their own keeps them out.
    const exempt = may(role, 'member.ban');
    const ban = this.bans.find((one) => (key !== null && one.key === key) || (one.address === address && !exempt));
    if (ban) throw Refusal.because('banned', { reason: ban.reason, until: ban.until });
  }

  /** Until when this person may not speak, and why; null if they may. */
  muteOf({ id }: Member): Mute | null {
    const mute = this.#mutes.get(id);
    return mute && mute.until > Date.now() ? mute : null;
  }

  /** @throws Refusal `muted` */
  checkMuted(by: Member): void {
    const mute = this.muteOf(by);
    if (mute) throw Refusal.because('muted', mute);
  }

  /** May this person write in this room at present? @throws Refusal `muted`, `room-locked` */
  checkWriting(by: Member, room: HostRoom): void {
    this.checkMuted(by);
    if (room.locked && !may(by.role, 'room.speak.locked')) throw new Refusal('room-locked');
  }

  /** May this person say something in this room now? @throws Refusal `muted`, `room-locked`, `slow-mode` */
  checkSpeech(by: Member, room: HostRoom): void {
    this.checkWriting(by, room);
    const now = Date.now();
    if (room.slow === 0 || may(by.role, 'room.slow')) return;
    const key = `${String(by.id)} ${room.id}`;
    if (now - (this.#spoke.get(key) ?? 0) < room.slow * 1_000) throw new Refusal('slow-mode');
    this.#spoke.set(key, now);
  }

  /** @throws Refusal `not-allowed` unless the first may do this, and to the second */
  checkAgainst(by: Member, action: Action, other: Member): void {
    demand(by.role, action);
    if (!outranks(by.role, other.role)) throw new Refusal('not-allowed');
  }

  async mute(by: Member, other: Member, minutes: number, reason: string): Promise<Mute> {
    this.checkAgainst(by, 'member.mute', other);
    const mute = { until: Date.now() + minutes * 60_000, reason };
    await this.#store.setMute(other.id, mute);
    this.#mutes.set(other.id, mute);
    if (minutes === 0) await this.note(by, 'unmute', other.name, { reason });
    else await this.note(by, 'mute', other.name, { minutes, reason });
    return mute;
  }

  async ban(by: Member, other: Member, minutes: number | null, address: string | null, reason: string): Promise<Ban> {
    this.checkAgainst(by, 'member.ban', other);
    const { name, key } = other;
    const ban = { name, key, address, until: untilOf(minutes), reason, by: by.name, at: Date.now() };
    const added = await this.#store.addBan(ban);
    this.#bans = [added, ...this.#bans];
    await this.note(by, 'ban', name, { minutes, reason });
    return added;
  }

  /** @throws Refusal `no-such-ban` */
  async liftBan(by: Member, id: number): Promise<void> {
    const ban = this.#bans.find((one) => one.id === id);
    if (!ban || !(await this.#store.liftBan(id))) throw new Refusal('no-such-ban');
    this.#bans = this.#bans.filter((one) => one !== ban);
    await this.note(by, 'unban', ban.name);
  }

  /** Makes someone a moderator or an ordinary member. */
  setRole(by: Member, other: Member, role: Role): Promise<void> {
    return this.#inTurn(async () => {
      this.checkAgainst(by, 'member.role', other);
      if (other.role === 'guest') throw new Refusal('not-allowed');
      await this.#store.setRole(other.id, role);
      other.role = role;
      await this.note(by, 'role', other.name, { role });
    });
  }

  /** Makes someone else the owner; the owner of before is a moderator from then on. */
  handOver(by: Member, other: Member): Promise<void> {
    return this.#inTurn(async () => {
      this.checkAgainst(by, 'host.handover', other);
      if (other.role === 'guest') throw new Refusal('not-allowed');
      if (!(await this.#store.handOver(by.id, other.id))) throw new Refusal('not-allowed');
      other.role = 'owner';
      by.role = 'moderator';
      await this.note(by, 'handover', other.name);
    });
  }

  /** The first who logs in from the host's own computer owns it. */
  claim(member: Member): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#members.hasOwner || member.key === null) return;
      await this.#store.setRole(member.id, 'owner');
      member.role = 'owner';
      await this.note(member, 'claim', member.name);
    });
  }

  /** Puts a deed in the audit log: what was done, to whom or what, and what else there is to say of it. */
  note(by: Member, action: string, target: string, { reason = '', ...facts }: AuditFacts = {}): Promise<void> {
    const given = reason.trim();
    const said = given === '' ? facts : { ...facts, reason: given };
    return this.#store.audit({ at: Date.now(), by: by.name, action, target, detail: '', facts: said });
  }

  entries(before: number | undefined): Promise<AuditEntry[]> {
    return this.#store.entries(before, AUDIT_MAX);
  }

  /** Roles change one after another, each by what the last has made of them: or a host could end up with no owner. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#roles.then(work);
    this.#roles = done.catch(() => undefined);
    return done;
  }
}
