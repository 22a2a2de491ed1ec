import { may, outranks, type Action } from '../../../src-shared/domain/permissions.ts';
import type { Member } from '../../../src-shared/protocol/rooms.ts';

/** Something a moderator can do to a person. */
export interface Act {
  kind: 'promote' | 'demote' | 'mute' | 'unmute' | 'kick' | 'ban';
  label: string;
  danger?: boolean;
}

const ACTS: readonly (Act & { action: Action; for: (role: Member['role']) => boolean })[] = [
  { kind: 'promote', label: 'Make moderator', action: 'member.role', for: (role) => role === 'member' },
  { kind: 'demote', label: 'Make ordinary member', action: 'member.role', for: (role) => role === 'moderator' },
  { kind: 'mute', label: 'Mute…', action: 'member.mute', for: () => true },
  { kind: 'unmute', label: 'Let speak again', action: 'member.mute', for: () => true },
  { kind: 'kick', label: 'Send away…', action: 'member.kick', for: () => true, danger: true },
  { kind: 'ban', label: 'Ban…', action: 'member.ban', for: () => true, danger: true },
];

/** What the first may do to the second. The host decides in the end; this is what is offered. */
export function actsAgainst(me: Member, other: Member): Act[] {
  if (!outranks(me.role, other.role)) return [];
  return ACTS.filter((act) => may(me.role, act.action) && act.for(other.role)).map(({ kind, label, danger }) => ({
    kind,
    label,
    ...(danger === undefined ? {} : { danger }),
  }));
}
