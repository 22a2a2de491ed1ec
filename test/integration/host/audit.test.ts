import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../../src-main/host/limits.ts';
import { PERMITS } from '../../../src-main/host/session/permits.ts';
import { may } from '../../../src-shared/domain/permissions.ts';
import type { AuditEntry, AuditFacts } from '../../../src-shared/protocol/audit.ts';
import { join, testHost } from '../../support/host.ts';
import { newIdentity } from '../../support/people.ts';
import { newId, say } from '../../support/talk.ts';
import { loginFields, personWire, sessionWire, type Frame, type Wire } from '../../support/wire.ts';

/** Requests that take more than an ordinary member, but only look; and one to speak where others may not. */
const NO_DEEDS = ['members', 'member.look', 'bans', 'audit', 'access', 'invites', 'knocks', 'message.send'];

/** Everything that a moderator or the owner may do and others may not. */
const deeds = Object.entries(PERMITS)
  .filter(([type, permit]) => {
    const action = typeof permit === 'string' ? permit : permit.depends;
    return action !== 'anyone' && !may('member', action) && !NO_DEEDS.includes(type);
  })
  .map(([type]) => type);

async function scene() {
  const host = await testHost({ limits: NO_RATE_LIMITS });
  const { wire, room } = await personWire(host.base, 'Ada');
  const entries = async (): Promise<AuditEntry[]> => (await wire.ask('audit')).entries as AuditEntry[];
  return { host, wire, room, entries };
}

type Scene = Awaited<ReturnType<typeof scene>>;

const toSomebody =
  (type: string, fields: Frame = {}) =>
  async ({ host, wire }: Scene): Promise<Frame> => {
    const { me } = await personWire(host.base, `Bo ${type}`);
    return wire.ask(type, { member: me.id, ...fields });
  };
const toRoom =
  (type: string, fields: Frame = {}) =>
  async ({ wire }: Scene): Promise<Frame> => {
    const room = newId();
    await wire.ask('room.create', { room, name: `Room ${type}`, topic: '' });
    await wire.ask('room.join', { room });
    return wire.ask(type, { room, event: newId(), ...fields });
  };

const about = (name: string): AuditFacts => ({
  room: { kind: 'room', id: expect.any(String) as string, name },
});

/** Each deed, and the entry it leaves: what was done to whom, and the facts, in no language. */
const done: Record<string, [deed: (scene: Scene) => Promise<Frame>, entry: string, facts?: AuditFacts]> = {
  'member.kick': [toSomebody('member.kick', { reason: 'noise' }), 'kick Bo member.kick', { reason: 'noise' }],
  'member.mute': [
    toSomebody('member.mute', { minutes: 5, reason: 'caps' }),
    'mute Bo member.mute',
    { minutes: 5, reason: 'caps' },
  ],
  'member.ban': [
    toSomebody('member.ban', { minutes: null, reason: 'spam' }),
    'ban Bo member.ban',
    { minutes: null, reason: 'spam' },
  ],
  'ban.lift': [
    async ({ wire }) => {
      const { bans } = (await wire.ask('bans')) as { bans: Frame[] };
      return wire.ask('ban.lift', { ban: bans[0]?.id });
    },
    'unban Bo member.ban',
  ],
  'member.purge': [
    toSomebody('member.purge', { reason: 'adverts' }),
    'purge Bo member.purge',
    { messages: 0, rooms: 0, reason: 'adverts' },
  ],
  'member.role': [toSomebody('member.role', { role: 'moderator' }), 'role Bo member.role', { role: 'moderator' }],
  'picture.remove': [toSomebody('picture.remove'), 'picture Bo picture.remove'],
  'message.delete': [
    async ({ host, wire, room }) => {
      const bo = await personWire(host.base, 'Bo');
      const target = await say(bo.wire, room, 'rude');
      return wire.ask('message.delete', { room, event: newId(), target });
    },
    'remove Bo',
    { ...about('general'), seq: expect.any(Number) as number },
  ],
  'room.archive': [toRoom('room.archive'), 'archive ', about('Room room.archive')],
  'room.lock': [toRoom('room.lock', { on: true }), 'lock ', about('Room room.lock')],
  'room.slow': [toRoom('room.slow', { seconds: 30 }), 'slow ', { ...about('Room room.slow'), seconds: 30 }],
  'room.history': [
    toRoom('room.history', { scope: 'joined' }),
    'history ',
    { ...about('Room room.history'), scope: 'joined' },
  ],
  'invite.make': [({ wire }) => wire.ask('invite.make', { minutes: 5, uses: 2 }), 'invite #1', { uses: 2, minutes: 5 }],
  'invite.revoke': [({ wire }) => wire.ask('invite.revoke', { invite: 1 }), 'revoke #1'],
  'access.set': [
    ({ wire }) => wire.ask('access.set', { policy: 'approval', password: 'sesame' }),
    'access approval',
    { password: true },
  ],
  'knock.answer': [
    async ({ host, wire }) => {
      const cy = await knocked(host.base, 'Cy');
      return wire.ask('knock.answer', { key: cy.key, admit: false });
    },
    'turn away Cy',
  ],
  // Last, for it changes who is who.
  'host.handover': [
    async ({ wire }) => {
      const { members } = (await wire.ask('members')) as { members: Frame[] };
      return wire.ask('host.handover', { member: members.find(({ role }) => role === 'moderator')?.id });
    },
    'handover Bo member.role',
  ],
};

async function knocked(base: string, name: string): Promise<{ wire: Wire; key: string; answer: Frame }> {
  const identity = newIdentity();
  const wire = await sessionWire(base);
  const answer = await wire.ask('login', await loginFields(wire, name, identity));
  return { wire, key: identity.key, answer };
}

test('whatever takes a moderator or the owner leaves an entry in the audit log', async () => {
  expect(Object.keys(done).sort()).toEqual([...deeds].sort());
  const here = await scene();
  for (const [type, [deed, expected, known = {}]] of Object.entries(done)) {
    const before = (await here.entries()).length;
    const answer = await deed(here);
    expect(answer, type).not.toHaveProperty('code');
    const entries = await here.entries();
    expect(entries.length, type).toBe(before + 1);
    const { by, action, target, detail, facts } = entries[0] as AuditEntry;
    expect([by, `${action} ${target}`, detail]).toEqual(['Ada', expected, '']);
    expect(facts).toEqual(known);
  }
});

test('so do the host’s first log-in, a report, the end of a mute, an unlocked room, and who came by which invite', async () => {
  const { host, wire, room, entries } = await scene();
  await wire.ask('access.set', { policy: 'invite' });
  const { token } = await wire.ask('invite.make', { minutes: 5, uses: 1 });
  const { session } = await join(host.url, 'Bo', { invite: String(token) });
  const member = session.me?.id;
  await wire.ask('member.mute', { member, minutes: 0, reason: 'sorry' });
  await wire.ask('room.lock', { room, event: newId(), on: false });
  const target = await say(wire, room, 'rude');
  await session.request('report', { room, target, reason: 'hurts' });
  const told = (await entries()).map(({ by, action, target, facts }) => [`${by} ${action} ${target}`, facts]);
  expect(told.reverse()).toEqual([
    ['Ada claim Ada', {}],
    ['Ada access invite', {}],
    ['Ada invite #1', { uses: 1, minutes: 5 }],
    ['Bo come in #1', undefined],
    ['Ada unmute Bo', { reason: 'sorry' }],
    ['Ada unlock ', about('general')],
    ['Bo report Ada', { ...about('general'), seq: expect.any(Number) as number, reason: 'hurts' }],
  ]);
  // A private room that its people close for themselves is nobody else's business.
  const secret = newId();
  await wire.ask('room.create', { room: secret, name: 'Secret', topic: '', kind: 'private' });
  await wire.ask('room.archive', { room: secret, event: newId() });
  expect(await entries()).toHaveLength(told.length);
});
