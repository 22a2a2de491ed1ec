import type { AuditEntry } from '../../src-shared/protocol/audit.ts';
import type { Ban, Invite, Mute } from '../../src-shared/protocol/moderation.ts';
import type { Role } from '../../src-shared/protocol/rooms.ts';

/** What moderators and owners keep: small tables beside the log. Promises as in `Store`. */
export interface AdminStore {
  /** A setting of the host by name. */
  setting(name: string): Promise<string | null>;
  setSetting(name: string, value: string): Promise<void>;
  setRole(member: number, role: Role): Promise<void>;
  /** Makes one the owner and the owner a moderator, both or neither; false, and nothing, if the first owns nothing. */
  handOver(owner: number, to: number): Promise<boolean>;
  /** Until when each muted member may not speak, and why. */
  mutes(): Promise<({ member: number } & Mute)[]>;
  setMute(member: number, mute: Mute): Promise<void>;
  bans(): Promise<Ban[]>;
  addBan(ban: Omit<Ban, 'id'>): Promise<Ban>;
  liftBan(id: number): Promise<boolean>;
  audit(entry: Omit<AuditEntry, 'id'>): Promise<void>;
  /** The newest entries before one, newest first. */
  entries(before: number | undefined, limit: number): Promise<AuditEntry[]>;
  /** Those that are good at this time, the newest first. */
  invites(now: number): Promise<Invite[]>;
  /** `hash` is that of the invite's secret, which is not kept. */
  addInvite(invite: Omit<Invite, 'id'>, hash: Buffer): Promise<Invite>;
  revokeInvite(id: number): Promise<boolean>;
  /** Uses an invite once, if it is good at this time, and gives its number; else null. */
  useInvite(hash: Buffer, now: number): Promise<number | null>;
}
