import { Refusal } from '../protocol/errors.ts';
import type { Role } from '../protocol/rooms.ts';

/** Roles from least to most. */
const RANKS: readonly Role[] = ['guest', 'member', 'moderator', 'owner'];

/**
 * The least role for each thing that not everyone may do. The host enforces it, at one place for all requests
 * (`src-main/host/session/permits.ts`); the window mirrors it.
 */
export const LEAST = {
  'room.create': 'guest',
  'room.change': 'member',
  'room.archive': 'moderator',
  'room.lock': 'moderator',
  'room.slow': 'moderator',
  'room.speak.locked': 'moderator',
  'room.invite': 'member',
  'room.history': 'moderator',
  // Whoever may read may copy what they read; but under a name of their own, and in the room where others see them.
  'room.export': 'member',
  'message.pin': 'member',
  'message.remove': 'moderator',
  'mention.room': 'moderator',
  'member.kick': 'moderator',
  'member.mute': 'moderator',
  'member.ban': 'moderator',
  'member.picture': 'moderator',
  'member.admit': 'moderator',
  'invite.make': 'moderator',
  'audit.read': 'moderator',
  'member.role': 'owner',
  'host.access': 'owner',
  'host.handover': 'owner',
} as const satisfies Record<string, Role>;

export type Action = keyof typeof LEAST;

function rank(role: Role): number {
  return RANKS.indexOf(role);
}

/** May someone of this role do that? */
export function may(role: Role, action: Action): boolean {
  return rank(role) >= rank(LEAST[action]);
}

/** @throws Refusal `not-allowed` */
export function demand(role: Role, action: Action): void {
  if (!may(role, action)) throw new Refusal('not-allowed');
}

/** Is the first of a higher role than the second? Only then may he act against the other. */
export function outranks(role: Role, other: Role): boolean {
  return rank(role) > rank(other);
}
