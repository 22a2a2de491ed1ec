import type { AuditFacts, AuditRoom } from '../../src-shared/protocol/audit.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { RoomRecord } from '../store/store.ts';
import type { Presence } from './presence.ts';

/** A room of this host, with who is in it now. */
export interface HostRoom extends RoomRecord {
  readonly presence: Presence;
  /** The members of a room that is not open to everyone; null for one that is. */
  readonly people: Set<number> | null;
  /** The two a direct room is for, whether they are in it or have left; empty for other kinds. */
  readonly pair: Set<number>;
}

/** A room as the audit log tells of it: moderators who are not in it must not learn of it there. */
export function auditRoomOf({ id, kind, name }: Pick<RoomRecord, 'id' | 'kind' | 'name'>): AuditRoom {
  return kind === 'room' ? { kind, id, name } : { kind };
}

/** A message as the audit log tells of it: where it is, and which one, if everyone may know of that. */
export function auditPlace(room: Pick<RoomRecord, 'id' | 'kind' | 'name'>, seq: number): AuditFacts {
  return { room: auditRoomOf(room), ...(room.kind === 'room' && { seq }) };
}

/** May this person know that the room exists? */
export function sees({ id }: Member, { people }: HostRoom): boolean {
  return people === null || people.has(id);
}

/** What names the room of two people, whoever of them asks. */
export function directKey(a: number, b: number): string {
  return a < b ? `${String(a)} ${String(b)}` : `${String(b)} ${String(a)}`;
}
