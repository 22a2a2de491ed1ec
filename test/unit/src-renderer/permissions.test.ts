import { expect, test } from 'vitest';
import { mentionSource } from '../../../src-renderer/features/completion/sources.ts';
import { MessageActions } from '../../../src-renderer/features/messages/actions.svelte.ts';
import { actsAgainst, handover, manageTabs, maySetAccess } from '../../../src-renderer/features/moderation/acts.ts';
import { speechIn } from '../../../src-renderer/features/moderation/speech.ts';
import { roomRights } from '../../../src-renderer/features/rooms/rights.ts';
import type { MessageRow } from '../../../src-renderer/lib/rows.ts';
import { LEAST, may, type Action } from '../../../src-shared/domain/permissions.ts';
import type { Member } from '../../../src-shared/protocol/rooms.ts';
import { ME, message, roomInfo } from '../../support/scripted.ts';

const other: Member = { ...ME, id: 2, name: 'Bo', role: 'guest' };
const open = roomInfo({ name: 'tea' });
const row = { ...message(1, { by: other.id }), deleted: null } as unknown as MessageRow;

/** The controls over a message, as somebody sees them. */
function over(me: Member): MessageActions {
  const host = { me, session: { me }, seen: new Map() };
  const room = { id: open.id, info: open, online: [], window: { events: [] } };
  return new MessageActions({ app: {}, host, room, writing: {}, inThread: false } as never);
}

const offers = (me: Member, kind: string): boolean =>
  [...actsAgainst(me, { ...other, role: 'member' }), ...handover(me, { ...other, role: 'member' })].some(
    (act) => act.kind === kind,
  );

/** For each thing that not everyone may do, whether the window offers it. */
const offered: Record<Action, (me: Member) => unknown> = {
  // The button is there for everyone who is connected.
  'room.create': (me) => may(me.role, 'room.create'),
  'room.change': (me) => roomRights(me, open).has('change'),
  'room.invite': (me) => roomRights(me, { ...open, kind: 'private' }).has('invite'),
  'room.archive': (me) => roomRights(me, open).has('archive'),
  'room.lock': (me) => roomRights(me, open).has('lock'),
  'room.slow': (me) => roomRights(me, open).has('slow'),
  'room.history': (me) => roomRights(me, open).has('hide'),
  'room.export': (me) => roomRights(me, open).has('export'),
  'room.speak.locked': (me) =>
    !speechIn({ me }, { info: { locked: true, slow: 0 }, unsent: [], window: { events: [] } }, { ms: 0 }).closed,
  'message.pin': (me) => over(me).mayPin(row),
  'message.remove': (me) => over(me).mayRemove(row),
  'mention.room': async (me) => {
    const room = { online: [], info: open, window: { events: [] }, rows: [] };
    const found = await mentionSource({ me, session: { me } } as never, room as never)('@roo');
    return found?.choices.some(({ id }) => id === 'room');
  },
  'member.kick': (me) => offers(me, 'kick') && manageTabs(me).includes('members'),
  'member.mute': (me) => offers(me, 'mute'),
  'member.ban': (me) => offers(me, 'ban') && manageTabs(me).includes('bans'),
  'member.picture': (me) => may(me.role, 'member.picture'),
  'member.admit': (me) => manageTabs(me).includes('waiting'),
  'invite.make': (me) => manageTabs(me).includes('invites'),
  'audit.read': (me) => manageTabs(me).includes('log'),
  'member.role': (me) => offers(me, 'promote'),
  'host.access': (me) => maySetAccess(me),
  'host.handover': (me) => offers(me, 'handover'),
};

test.each(['guest', 'member', 'moderator', 'owner'] as const)(
  'the window offers a %s what the host lets them do, and no more',
  async (role) => {
    const is: Record<string, unknown> = {};
    for (const action of Object.keys(LEAST) as Action[]) is[action] = await offered[action]({ ...ME, role });
    expect(is).toEqual(Object.fromEntries(Object.keys(LEAST).map((action) => [action, may(role, action as Action)])));
  },
);
