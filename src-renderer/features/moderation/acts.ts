import { m } from '../../../src-shared/messages/messages.js';
import { may, outranks, type Action } from '../../../src-shared/domain/permissions.ts';
import type { ManageTab } from '../../lib/app.svelte.ts';
import type { Member } from '../../../src-shared/protocol/rooms.ts';

/** Something a moderator can do to a person. */
export interface Act {
  kind: 'promote' | 'demote' | 'mute' | 'purge' | 'kick' | 'ban' | 'handover';
  label: string;
  danger?: boolean;
}

const ACTS: readonly (Omit<Act, 'label'> & {
  label: () => string;
  action: Action;
  for: (role: Member['role']) => boolean;
})[] = [
  { kind: 'promote', label: m.moderation_act_promote, action: 'member.role', for: (role) => role === 'member' },
  { kind: 'demote', label: m.moderation_act_demote, action: 'member.role', for: (role) => role === 'moderator' },
  { kind: 'mute', label: m.moderation_act_mute, action: 'member.mute', for: () => true },
  { kind: 'purge', label: m.moderation_act_purge, action: 'message.remove', for: () => true, danger: true },
  { kind: 'kick', label: m.moderation_act_kick, action: 'member.kick', for: () => true, danger: true },
  { kind: 'ban', label: m.moderation_act_ban, action: 'member.ban', for: () => true, danger: true },
];

/** What the first may do to the second. The host decides in the end; this is what is offered. */
export function actsAgainst(me: Member, other: Member): Act[] {
  if (!outranks(me.role, other.role)) return [];
  return ACTS.filter((act) => may(me.role, act.action) && act.for(other.role)).map(({ kind, label, danger }) => ({
    kind,
    label: label(),
    ...(danger === undefined ? {} : { danger }),
  }));
}

const TABS: Record<ManageTab, Action> = {
  access: 'invite.make',
  invites: 'invite.make',
  waiting: 'member.admit',
  members: 'member.kick',
  bans: 'member.ban',
  log: 'audit.read',
};

/** What of a host one may look after; nothing, for most. */
export function manageTabs(me: Member | null): ManageTab[] {
  return (Object.keys(TABS) as ManageTab[]).filter((tab) => me !== null && may(me.role, TABS[tab]));
}

/** May one say how people come in? */
export function maySetAccess(me: Member | null): boolean {
  return me !== null && may(me.role, 'host.access');
}

/** Handing the whole host over: offered where one has come to manage it, not on every card. */
export function handover(me: Member, other: Member): Act[] {
  const fit = may(me.role, 'host.handover') && outranks(me.role, other.role) && other.role !== 'guest';
  return fit ? [{ kind: 'handover', label: m.moderation_act_handover(), danger: true }] : [];
}
