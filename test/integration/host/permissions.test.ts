import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../../src-main/host/limits.ts';
import { PERMITS } from '../../../src-main/host/session/permits.ts';
import { LEAST, may, type Action } from '../../../src-shared/domain/permissions.ts';
import type { Role } from '../../../src-shared/protocol/rooms.ts';
import { testHost } from '../../support/host.ts';
import { newId, say } from '../../support/talk.ts';
import { chatWire, personWire, type Frame, type Wire } from '../../support/wire.ts';

const actions = Object.keys(LEAST) as Action[];

/** A host with somebody of every role, and somebody of the lowest for each act against a person. */
async function scene() {
  const host = await testHost({ limits: NO_RATE_LIMITS });
  const ada = await personWire(host.base, 'Ada');
  const mo = await personWire(host.base, 'Mo');
  const bo = await personWire(host.base, 'Bo');
  await ada.wire.ask('member.role', { member: mo.me.id, role: 'moderator' });
  const { room } = ada;
  const made = async (wire: Wire, kind: string): Promise<string> => {
    const id = newId();
    await wire.ask('room.create', { room: id, name: `room ${id.slice(-6)}`, topic: '', kind });
    await wire.ask('room.join', { room: id });
    return id;
  };
  const somebody = async (): Promise<{ wire: Wire; me: Frame }> => personWire(host.base, newId().slice(-8));
  const openRoom = async (wire: Wire): Promise<string> => {
    const id = await made(ada.wire, 'room');
    await wire.ask('room.join', { room: id });
    return id;
  };
  return { host, room, made, openRoom, somebody, ada, wires: { owner: ada.wire, moderator: mo.wire, member: bo.wire } };
}

type Scene = Awaited<ReturnType<typeof scene>>;
type Try = (wire: Wire, scene: Scene) => Promise<Frame | boolean>;

const event = (): string => newId();
const against =
  (type: string, fields: Frame = {}): Try =>
  async (wire, { somebody }) =>
    wire.ask(type, { member: (await somebody()).me.id, ...fields });

/** For each thing that not everyone may do, somebody who tries it: an answer, or whether it came to pass. */
const tries: Record<Action, Try> = {
  'room.create': (wire) => wire.ask('room.create', { room: newId(), name: newId().slice(-10), topic: '' }),
  'room.change': async (wire, { openRoom }) =>
    wire.ask('room.topic', { room: await openRoom(wire), event: event(), topic: 'x' }),
  'room.archive': async (wire, { openRoom }) =>
    wire.ask('room.archive', { room: await openRoom(wire), event: event() }),
  'room.lock': async (wire, { openRoom }) =>
    wire.ask('room.lock', { room: await openRoom(wire), event: event(), on: true }),
  'room.slow': async (wire, { openRoom }) =>
    wire.ask('room.slow', { room: await openRoom(wire), event: event(), seconds: 5 }),
  'room.history': async (wire, { openRoom }) =>
    wire.ask('room.history', { room: await openRoom(wire), event: event(), scope: 'joined' }),
  'room.invite': async (wire, { made, somebody }) => {
    const room = await made(wire, 'private');
    return wire.ask('room.invite', { room, event: event(), member: (await somebody()).me.id });
  },
  'room.speak.locked': async (wire, { openRoom, ada }) => {
    const room = await openRoom(wire);
    await ada.wire.ask('room.lock', { room, event: event(), on: true });
    return (await wire.ask('message.send', { room, event: event(), text: 'x' })).code !== 'room-locked';
  },
  'room.export': (wire, { room }) => wire.ask('room.export', { room }),
  'message.pin': async (wire, { room, ada }) =>
    wire.ask('message.pin', { room, event: event(), target: await say(ada.wire, room, 'x'), on: true }),
  'message.remove': async (wire, { room, somebody }) => {
    const target = await say((await somebody()).wire, room, 'x');
    return (await wire.ask('message.delete', { room, event: event(), target })).code !== 'not-yours';
  },
  'mention.room': async (wire, { room }) => {
    const id = await say(wire, room, '@room listen');
    const { events } = await wire.ask('messages', { room, targets: [id] });
    return (events as Frame[])[0]?.everyone === 'room';
  },
  'member.kick': against('member.kick', { reason: '' }),
  'member.mute': against('member.mute', { minutes: 1, reason: '' }),
  'member.ban': against('member.ban', { minutes: 1, reason: '' }),
  'member.picture': against('picture.remove', {}),
  'member.role': against('member.role', { role: 'moderator' }),
  'member.admit': (wire) => wire.ask('knocks'),
  'invite.make': (wire) => wire.ask('invite.make', { minutes: 5, uses: 1 }),
  'audit.read': (wire) => wire.ask('audit'),
  'host.access': (wire) => wire.ask('access.set', { policy: 'open' }),
  // Last, for it changes who is who.
  'host.handover': against('host.handover'),
};

test.each(['member', 'moderator', 'owner'] as const)(
  'on the wire, a %s may do what the table says, and no more',
  async (role) => {
    const made = await scene();
    const did: Partial<Record<Action, boolean>> = {};
    for (const action of Object.keys(tries) as Action[]) {
      const result = await tries[action](made.wires[role], made);
      if (typeof result !== 'boolean' && result.code !== undefined) expect(result.code, action).toBe('not-allowed');
      did[action] = typeof result === 'boolean' ? result : result.code === undefined;
    }
    expect(did).toEqual(Object.fromEntries(actions.map((action) => [action, may(role, action)])));
  },
);

test('a guest has no way to ask for any of it but making a room', async () => {
  const { host, room, ada } = await scene();
  const guest = await chatWire(host.base);
  guest.send({ type: 'join', room: 'general', username: 'script' });
  await guest.next({ type: 'user_list' });
  for (const type of Object.keys(PERMITS)) {
    guest.send({ id: 1, type, room, event: event(), name: 'x', topic: 'x', member: 1, reason: '', username: 'script' });
    expect((await guest.next({ type: 'error' })).code, type).toBe('unknown-type');
  }
  const asked = { method: 'POST', body: JSON.stringify({ name: 'by a script', description: '' }) };
  expect((await fetch(`http://${host.base}/api/rooms`, asked)).status).toBe(may('guest', 'room.create') ? 201 : 403);
  guest.send({ type: 'message', room: 'general', content: '@room listen' });
  await guest.next({ type: 'message' });
  const { events } = await ada.wire.ask('history', { room, limit: 1 });
  expect((events as Frame[])[0]?.everyone === undefined).toBe(!may('guest', 'mention.room'));
  await ada.wire.ask('room.lock', { room, event: event(), on: true });
  guest.send({ type: 'message', room: 'general', content: 'psst' });
  expect((await guest.next({ type: 'error' })).code === 'room-locked').toBe(!may('guest', 'room.speak.locked'));
});

test('every request is in the list, and each role that only some have is asked for at the door or where it is known', () => {
  const roles: readonly Role[] = ['guest', 'member', 'moderator', 'owner'];
  const needed = new Set(
    Object.values(PERMITS).flatMap((permit) =>
      permit === 'anyone' ? [] : [typeof permit === 'string' ? permit : permit.depends],
    ),
  );
  // Not a request of its own: a word in what one says.
  expect(actions.filter((action) => !needed.has(action))).toEqual(['mention.room']);
  for (const action of actions) expect(roles.filter((role) => may(role, action))).toContain('owner');
});
