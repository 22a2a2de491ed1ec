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

/** A room as the audit log names it: moderators who are not in it must not learn of it there. */
export function roomLabel({ kind, name }: Pick<RoomRecord, 'kind' | 'name'>): string {
  return { room: name, private: 'a private room', direct: 'a conversation of two' }[kind];
}

/** May this person know that the room exists? */
export function sees({ id }: Member, { people }: HostRoom): boolean {
  return people === null || people.has(id);
}

/** What names the room of two people, whoever of them asks. */
export function directKey(a: number, b: number): string {
  return a < b ? `${String(a)} ${String(b)}` : `${String(b)} ${String(a)}`;
}
