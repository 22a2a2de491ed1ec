import { may, outranks } from '../../../src-shared/domain/permissions.ts';
import { Refusal, type RefusalCode } from '../../../src-shared/protocol/errors.ts';
import type { Detail } from '../../../src-shared/protocol/reasons.ts';
import type { PushOf } from '../../../src-shared/protocol/answers.ts';
import type { RequestType } from '../../../src-shared/protocol/requests.ts';
import type { moderationResults } from '../../../src-shared/protocol/moderation.ts';
import type { Ban } from '../../../src-shared/protocol/moderation.ts';
import type { Member } from '../../../src-shared/protocol/rooms.ts';
import type { HostCore } from '../core.ts';
import { auditPlace, auditRoomOf } from '../host-room.ts';
import type { Handler } from './caller.ts';
import { spend } from './spending.ts';

type ModerationType = keyof typeof moderationResults & RequestType;

/** What moderators and owners ask for. Rules are in `Moderation` and `Access`; here is what others notice of it. */
export const moderationHandlers: { [T in ModerationType]: Handler<T> } = {
  members: ({ core }) => ({ members: core.members.all.filter(({ key }) => key !== null) }),

  'member.role': async ({ core, member: by }, { member, role }) => {
    const other = core.members.get(member);
    await core.moderation.setRole(by, other, role);
    core.changed(other);
    return {};
  },

  'host.handover': async ({ core, member: by }, { member }) => {
    const other = core.members.get(member);
    await core.moderation.handOver(by, other);
    core.changed(other);
    core.changed(by);
    return {};
  },

  'member.kick': async ({ core, member: by }, { member, reason }) => {
    const other = core.members.get(member);
    core.moderation.checkAgainst(by, 'member.kick', other);
    await core.moderation.note(by, 'kick', other.name, { reason });
    sendAway(core, other, 'kicked', { reason });
    return {};
  },

  'member.mute': async ({ core, member: by }, { member, minutes, reason }) => {
    const other = core.members.get(member);
    const mute = await core.moderation.mute(by, other, minutes, reason);
    for (const connection of core.members.connectionsOf(other)) connection.tell({ type: 'muted', ...mute });
    return {};
  },

  'member.ban': async ({ core, member: by }, { member, minutes, address, reason }) => {
    const other = core.members.get(member);
    const from = address ? core.members.addressOf(other) : null;
    banned(core, by, other, await core.moderation.ban(by, other, minutes, from, reason));
    return {};
  },

  'member.purge': async ({ core, member: by }, { member, minutes, reason }) => {
    const other = core.members.get(member);
    core.moderation.checkAgainst(by, 'message.remove', other);
    const purged = await core.messages.purge(by, other, Date.now() - minutes * 60_000);
    const { removed: messages, rooms } = purged;
    await core.moderation.note(by, 'purge', other.name, { messages, rooms, reason });
    return purged;
  },

  'member.look': ({ core }, { member }) => {
    const other = core.members.get(member);
    const muted = core.moderation.muteOf(other);
    return { member: other, ...(muted && { muted }) };
  },

  bans: ({ core }) => ({ bans: core.moderation.bans }),

  'ban.lift': async ({ core, member }, { ban }) => {
    await core.moderation.liftBan(member, ban);
    return {};
  },

  'room.lock': async ({ core, member }, { room, event, on }) => {
    const about = auditRoomOf(core.rooms.seenBy(member, room));
    await core.rooms.lock(member, room, event, on);
    await core.moderation.note(member, on ? 'lock' : 'unlock', '', { room: about });
    return {};
  },

  'room.slow': async ({ core, member }, { room, event, seconds }) => {
    const about = auditRoomOf(core.rooms.seenBy(member, room));
    await core.rooms.slow(member, room, event, seconds);
    await core.moderation.note(member, 'slow', '', { room: about, seconds });
    return {};
  },

  'room.history': async ({ core, member }, { room, event, scope }) => {
    const about = auditRoomOf(core.rooms.seenBy(member, room));
    await core.rooms.setHistory(member, room, event, scope);
    await core.moderation.note(member, 'history', '', { room: about, scope });
    return {};
  },

  report: async (caller, { room: id, target, reason }) => {
    const { core, member } = caller;
    const room = core.rooms.seenBy(member, id);
    spend(caller);
    const event = await core.store.event(id, target);
    if (!event || event.seq < (await core.rooms.firstFor(member, room))) throw new Refusal('no-such-event');
    await core.moderation.note(member, 'report', event.name, { ...auditPlace(room, event.seq), reason });
    alertModerators(core, { what: 'report', name: member.name, of: event.name });
    return {};
  },

  audit: async ({ core }, { before }) => ({ entries: await core.moderation.entries(before) }),

  access: ({ core }) => ({ policy: core.access.policy }),

  'access.set': async ({ core, member }, { policy, password }) => {
    await core.access.setPolicy(policy, password);
    await core.moderation.note(member, 'access', policy, password === undefined ? {} : { password: true });
    return {};
  },

  'invite.make': async ({ core, member }, { minutes, uses }) => {
    const made = await core.access.makeInvite(member, minutes, uses);
    await core.moderation.note(member, 'invite', `#${String(made.invite.id)}`, { uses, minutes });
    return made;
  },

  invites: async ({ core }) => ({ invites: await core.store.admin.invites(Date.now()) }),

  'invite.revoke': async ({ core, member }, { invite }) => {
    if (!(await core.store.admin.revokeInvite(invite))) throw new Refusal('no-such-invite');
    await core.moderation.note(member, 'revoke', `#${String(invite)}`);
    return {};
  },

  knocks: ({ core }) => ({ knocks: core.access.knocks }),

  'knock.answer': async ({ core, member }, { key, admit }) => {
    const { name } = await core.access.answerKnock(key, admit);
    await core.moderation.note(member, admit ? 'admit' : 'turn away', name);
    return {};
  },
};

function sendAway(core: HostCore, member: Member, code: RefusalCode, detail: Detail): void {
  for (const connection of core.members.connectionsOf(member)) connection.close(code, detail);
}

/** One who is banned goes, and with the address whoever else comes from it and could be banned. */
function banned(core: HostCore, by: Member, other: Member, ban: Ban): void {
  const { reason, until } = ban;
  sendAway(core, other, 'banned', { reason, until });
  if (ban.address === null) return;
  for (const person of core.members.present.filter(({ role }) => outranks(by.role, role) && !may(role, 'member.ban'))) {
    for (const connection of core.members.connectionsOf(person))
      if (connection.address === ban.address) connection.close('banned', { reason, until });
  }
}

/** Tells the moderators who are here that something waits for them. */
export function alertModerators(core: HostCore, about: Omit<PushOf<'attention'>, 'type'>): void {
  for (const moderator of core.members.present.filter(({ role }) => may(role, 'member.admit'))) {
    for (const connection of core.members.connectionsOf(moderator)) connection.tell({ type: 'attention', ...about });
  }
}
