import { demand, may } from '../../../src-shared/domain/permissions.ts';
import { Refusal, type RefusalCode } from '../../../src-shared/protocol/errors.ts';
import type { RequestType } from '../../../src-shared/protocol/requests.ts';
import type { moderationResults } from '../../../src-shared/protocol/moderation.ts';
import type { Member } from '../../../src-shared/protocol/rooms.ts';
import type { HostCore } from '../core.ts';
import type { Caller, Handler } from './caller.ts';

type ModerationType = keyof typeof moderationResults & RequestType;

/** What moderators and owners ask for. Rules are in `Moderation` and `Access`; here is what others notice of it. */
export const moderationHandlers: { [T in ModerationType]: Handler<T> } = {
  members: ({ core, member }) => {
    demand(member.role, 'member.kick');
    return { members: core.members.all.filter(({ key }) => key !== null) };
  },

  'member.role': async ({ core, member: by }, { member, role }) => {
    const other = core.members.get(member);
    await core.moderation.setRole(by, other, role);
    tellAll(core, other);
    return {};
  },

  'host.handover': async ({ core, member: by }, { member }) => {
    const other = core.members.get(member);
    await core.moderation.handOver(by, other);
    tellAll(core, other);
    tellAll(core, by);
    return {};
  },

  'member.kick': async ({ core, member: by }, { member, reason }) => {
    const other = core.members.get(member);
    core.moderation.checkAgainst(by, 'member.kick', other);
    await core.moderation.note(by, 'kick', other.name, reason);
    sendAway(core, other, 'kicked');
    return {};
  },

  'member.mute': async ({ core, member: by }, { member, minutes, reason }) => {
    await core.moderation.mute(by, core.members.get(member), minutes, reason);
    return {};
  },

  'member.ban': async ({ core, member: by }, { member, minutes, address, reason }) => {
    const other = core.members.get(member);
    const from = address ? (core.members.connectionsOf(other)[0]?.address ?? null) : null;
    await core.moderation.ban(by, other, minutes, from, reason);
    sendAway(core, other, 'banned');
    return {};
  },

  bans: ({ core, member }) => {
    demand(member.role, 'member.ban');
    return { bans: core.moderation.bans };
  },

  'ban.lift': async ({ core, member }, { ban }) => {
    await core.moderation.liftBan(member, ban);
    return {};
  },

  'room.lock': async ({ core, member }, { room, event, on }) => {
    const { name } = core.rooms.seenBy(member, room);
    await core.rooms.lock(member, room, event, on);
    await core.moderation.note(member, on ? 'lock' : 'unlock', name, '');
    return {};
  },

  'room.slow': async ({ core, member }, { room, event, seconds }) => {
    const { name } = core.rooms.seenBy(member, room);
    await core.rooms.slow(member, room, event, seconds);
    await core.moderation.note(member, 'slow', name, `${String(seconds)} s`);
    return {};
  },

  report: async (caller, { room: id, target, reason }) => {
    const { core, member } = caller;
    const room = core.rooms.seenBy(member, id);
    spend(caller);
    const event = await core.store.event(id, target);
    if (!event) throw new Refusal('no-such-event');
    await core.moderation.note(member, 'report', `${event.name} in ${room.name}, event ${String(event.seq)}`, reason);
    alertModerators(core, 'report', `${member.name} has reported a message of ${event.name}.`);
    return {};
  },

  audit: async ({ core, member }, { before }) => ({ entries: await core.moderation.entries(member, before) }),

  access: ({ core, member }) => {
    demand(member.role, 'invite.make');
    return { policy: core.access.policy };
  },

  'access.set': async ({ core, member }, { policy, password }) => {
    demand(member.role, 'host.access');
    await core.access.setPolicy(policy, password);
    await core.moderation.note(member, 'access', policy, password === undefined ? '' : 'new password');
    return {};
  },

  'invite.make': async ({ core, member }, { minutes, uses }) => {
    demand(member.role, 'invite.make');
    const made = await core.access.makeInvite(member, minutes, uses);
    await core.moderation.note(
      member,
      'invite',
      `#${String(made.invite.id)}`,
      `${String(uses)} uses, ${String(minutes)} min`,
    );
    return made;
  },

  invites: async ({ core, member }) => {
    demand(member.role, 'invite.make');
    return { invites: await core.store.admin.invites() };
  },

  'invite.revoke': async ({ core, member }, { invite }) => {
    demand(member.role, 'invite.make');
    if (!(await core.store.admin.revokeInvite(invite))) throw new Refusal('no-such-invite');
    await core.moderation.note(member, 'revoke', `#${String(invite)}`, '');
    return {};
  },

  knocks: ({ core, member }) => {
    demand(member.role, 'member.admit');
    return { knocks: core.access.knocks };
  },

  'knock.answer': async ({ core, member }, { key, admit }) => {
    demand(member.role, 'member.admit');
    const { name } = await core.access.answerKnock(key, admit);
    await core.moderation.note(member, admit ? 'admit' : 'turn away', name, '');
    return {};
  },
};

function spend({ core, member }: Caller): void {
  if (!core.budgets.events.take(member.id)) throw new Refusal('rate-limited');
}

function sendAway(core: HostCore, member: Member, code: RefusalCode): void {
  for (const connection of core.members.connectionsOf(member)) connection.close(code);
}

/** Everyone who is here learns of someone's new role. */
function tellAll(core: HostCore, member: Member): void {
  for (const other of core.members.present) {
    for (const connection of core.members.connectionsOf(other)) connection.tell({ type: 'member', member });
  }
}

/** Tells the moderators who are here that something waits for them. */
export function alertModerators(core: HostCore, what: 'knock' | 'report', text: string): void {
  for (const moderator of core.members.present.filter(({ role }) => may(role, 'member.admit'))) {
    for (const connection of core.members.connectionsOf(moderator)) connection.tell({ type: 'attention', what, text });
  }
}
