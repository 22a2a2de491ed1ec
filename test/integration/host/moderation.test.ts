import { expect, test } from 'vitest';
import type { Session } from '../../../src-shared/session/session.ts';
import { join, testHost, texts } from '../../support/host.ts';
import { newSession } from '../../support/people.ts';
import { shown } from '../../support/talk.ts';
import { until } from '../../support/wait.ts';
import { personWire } from '../../support/wire.ts';

const EVENT = '01890000-0000-7000-8000-000000000001';
const ANOTHER = '01890000-0000-7000-8000-000000000002';

function idOf(session: Session): number {
  return session.me?.id ?? 0;
}

/** The owner, who came first, a moderator, and an ordinary member. */
async function people() {
  const host = await testHost();
  const ada = await join(host.url, 'Ada');
  const mo = await join(host.url, 'Mo');
  const bo = await join(host.url, 'Bo');
  await ada.session.request('member.role', { member: idOf(mo.session), role: 'moderator' });
  await until(() => mo.session.me?.role === 'moderator');
  return { host, ada, mo, bo };
}

test('the first to log in from the host’s own computer owns it; those after are members', async () => {
  const { ada, mo, bo } = await people();
  expect([ada, mo, bo].map(({ session }) => session.me?.role)).toEqual(['owner', 'moderator', 'member']);
});

test('a role is known to everyone at once, and after a restart', async () => {
  const { host, ada, mo, bo } = await people();
  await until(() => bo.room.online.get(idOf(mo.session))?.role === 'moderator');
  await host.close();
  await testHost({ dataDir: host.dataDir, port: host.port });
  await until(() => ada.session.status.state === 'connected' && mo.session.status.state === 'connected');
  expect([ada.session.me?.role, mo.session.me?.role]).toEqual(['owner', 'moderator']);
});

test('an ordinary member may do none of it', async () => {
  const { ada, mo, bo } = await people();
  const room = bo.room.id;
  const member = idOf(mo.session);
  const refused = [
    bo.session.request('member.kick', { member, reason: '' }),
    bo.session.request('member.mute', { member, minutes: 1, reason: '' }),
    bo.session.request('member.ban', { member, minutes: 1, reason: '' }),
    bo.session.request('member.role', { member: idOf(bo.session), role: 'moderator' }),
    bo.session.request('host.handover', { member: idOf(bo.session) }),
    bo.session.request('room.lock', { room, event: EVENT, on: true }),
    bo.session.request('room.slow', { room, event: EVENT, seconds: 5 }),
    bo.session.request('access.set', { policy: 'open' }),
    bo.session.request('invite.make', { minutes: 5, uses: 1 }),
    bo.session.request('invites', {}),
    bo.session.request('bans', {}),
    bo.session.request('audit', {}),
    bo.session.request('knocks', {}),
    bo.session.request('members', {}),
    bo.session.request('member.look', { member }),
    bo.session.request('member.purge', { member, reason: '' }),
  ];
  await Promise.all(refused.map((request) => expect(request).rejects.toMatchObject({ code: 'not-allowed' })));
  expect(ada.session.me?.role).toBe('owner');
});

test('a moderator may act against members, not against moderators or the owner', async () => {
  const { ada, mo } = await people();
  for (const { session } of [ada, mo]) {
    const kick = mo.session.request('member.kick', { member: idOf(session), reason: '' });
    await expect(kick).rejects.toMatchObject({ code: 'not-allowed' });
  }
});

test('one who is kicked is gone, is told why, and may come back', async () => {
  const { mo, bo } = await people();
  const failures: { code: string; message: string }[] = [];
  bo.session.onChange(() => {
    if (bo.session.status.state === 'offline') failures.push(bo.session.status.failure);
  });
  await mo.session.request('member.kick', { member: idOf(bo.session), reason: 'noise' });
  await until(() => failures.length > 0);
  expect(failures[0]).toMatchObject({ code: 'kicked', message: expect.stringContaining('noise') as string });
  await until(() => bo.session.status.state === 'connected');
});

test('one who is banned stays out, by key under any name, until the ban is lifted', async () => {
  const { host, mo, bo } = await people();
  await mo.session.request('member.ban', { member: idOf(bo.session), minutes: null, reason: 'spam' });
  await until(() => bo.session.status.state === 'refused');
  const why = expect.stringContaining('The reason given: spam.') as string;
  expect(bo.session.status).toMatchObject({ failure: { code: 'banned', message: why } });
  bo.session.change({ name: 'Robert' });
  await until(() => bo.session.status.state === 'refused');
  const { bans } = await mo.session.request('bans', {});
  expect(bans).toMatchObject([{ name: 'Bo', by: 'Mo', until: null, reason: 'spam' }]);
  await mo.session.request('ban.lift', { ban: bans[0]?.id ?? 0 });
  bo.session.retryNow();
  await until(() => bo.session.status.state === 'connected');
  await expect(mo.session.request('ban.lift', { ban: 99 })).rejects.toMatchObject({ code: 'no-such-ban' });
  expect((await fetch(`http://${host.base}/api/rooms`)).status).toBe(200);
});

test('a ban of an address keeps guests without a key out as well, and says why', async () => {
  const { host, ada, bo } = await people();
  await ada.session.request('member.ban', { member: idOf(bo.session), minutes: 5, address: true, reason: 'spam' });
  const response = await fetch(`http://${host.base}/api/rooms`);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: 'banned', message: expect.stringContaining('spam') as string });
});

test('one who is muted reads on but says nothing, and learns why before trying', async () => {
  const { host, ada, mo, bo } = await people();
  await mo.session.request('member.mute', { member: idOf(bo.session), minutes: 10, reason: 'caps' });
  await until(() => bo.session.muted?.reason === 'caps');
  const { room } = bo;
  const refused = [
    bo.session.request('room.topic', { room: room.id, event: EVENT, topic: 'LET ME SPEAK' }),
    bo.session.request('room.create', { room: EVENT, name: 'LET ME SPEAK', topic: '' }),
    bo.session.request('message.pin', { room: room.id, event: EVENT, target: EVENT, on: true }),
  ];
  const why = {
    code: 'muted',
    message: expect.stringContaining('caps') as string,
    // For the reader's own language.
    detail: { reason: 'caps' },
  };
  await Promise.all(refused.map((request) => expect(request).rejects.toMatchObject(why)));
  const seen = await mo.session.request('member.look', { member: idOf(bo.session) });
  expect(seen).toMatchObject({ member: { name: 'Bo' }, muted: { reason: 'caps' } });
  await host.close();
  await testHost({ dataDir: host.dataDir, port: host.port });
  for (const { session } of [ada, mo, bo]) {
    await until(() => session.status.state !== 'connected');
    session.retryNow();
    await until(() => session.status.state === 'connected');
  }
  expect(bo.session.muted).toMatchObject({ reason: 'caps' });
  await bo.session.send(bo.room.id, 'let me speak');
  await until(() => bo.session.unsent(bo.room.id)[0]?.failure?.code === 'muted');
  await ada.session.send(ada.room.id, 'heard');
  await until(() => texts(bo.room).includes('heard'));
  await mo.session.request('member.mute', { member: idOf(bo.session), minutes: 0, reason: '' });
  await until(() => (bo.session.muted?.until ?? 0) <= Date.now());
  await bo.session.retry(bo.session.unsent(bo.room.id)[0]?.id ?? '');
  await until(() => texts(ada.room).includes('let me speak'));
});

test('in a locked room only moderators write', async () => {
  const { mo, bo } = await people();
  await mo.session.request('room.lock', { room: mo.room.id, event: EVENT, on: true });
  await until(() => bo.room.info.locked);
  await expect(bo.session.request('message.send', { room: bo.room.id, event: EVENT, text: 'x' })).rejects.toMatchObject(
    { code: 'room-locked' },
  );
  await mo.session.send(mo.room.id, 'order');
  await until(() => texts(bo.room).includes('order'));
  await mo.session.request('room.lock', { room: mo.room.id, event: ANOTHER, on: false });
  await bo.session.send(bo.room.id, 'thanks');
  await until(() => texts(mo.room).includes('thanks'));
});

test('in a slow room one waits between two messages; moderators do not', async () => {
  const { mo, bo } = await people();
  const { id } = mo.room;
  await mo.session.request('room.slow', { room: id, event: EVENT, seconds: 60 });
  await until(() => bo.room.info.slow === 60);
  await bo.session.request('message.send', { room: id, event: ANOTHER, text: 'one' });
  const event = '01890000-0000-7000-8000-000000000003';
  await expect(bo.session.request('message.send', { room: id, event, text: 'two' })).rejects.toMatchObject({
    code: 'slow-mode',
  });
  for (const text of ['a', 'b']) await mo.session.send(id, text);
  await until(() => texts(bo.room).includes('b'));
});

test('a report reaches the moderators who are here, and the audit log', async () => {
  const { ada, mo, bo } = await people();
  await ada.session.send(ada.room.id, 'rude');
  const target = await until(() => bo.room.window.events.find((event) => event.kind === 'message')?.id);
  await bo.session.request('report', { room: bo.room.id, target, reason: 'rude' });
  await until(() => mo.session.notice?.code === 'report');
  const { entries } = await mo.session.request('audit', {});
  expect(entries[0]).toMatchObject({ by: 'Bo', action: 'report', target: 'Ada', facts: { reason: 'rude' } });
  expect(entries[0]?.facts?.room).toEqual({ kind: 'room', id: bo.room.id, name: 'general' });
  expect(bo.room.window.events.find(({ seq }) => seq === entries[0]?.facts?.seq)?.id).toBe(target);
  await expect(bo.session.request('report', { room: bo.room.id, target: EVENT, reason: '' })).rejects.toMatchObject({
    code: 'no-such-event',
  });
});

test('the owner can hand the host over', async () => {
  const { ada, mo } = await people();
  await ada.session.request('host.handover', { member: idOf(mo.session) });
  await until(() => mo.session.me?.role === 'owner' && ada.session.me?.role === 'moderator');
  await expect(ada.session.request('access.set', { policy: 'open' })).rejects.toMatchObject({ code: 'not-allowed' });
});

test.each([
  ['to two people', { type: 'host.handover' }],
  ['and the new owner made a member', { type: 'member.role', role: 'member' }],
])('handed over %s in one breath, the host has one owner', async (_what, second) => {
  const { base, url } = await testHost();
  const { wire } = await personWire(base, 'Ada');
  const mo = await join(url, 'Mo');
  const bo = await join(url, 'Bo');
  const member = idOf((second.type === 'member.role' ? mo : bo).session);
  wire.send({ id: 91, type: 'host.handover', member: idOf(mo.session) }, { id: 92, ...second, member });
  expect(await wire.next({ id: 91 })).toHaveProperty('result');
  expect(await wire.next({ id: 92 })).toMatchObject({ error: { code: 'not-allowed' } });
  const { members } = await mo.session.request('members', {});
  expect(members.map(({ name, role }) => `${name} ${role}`)).toEqual(['Ada moderator', 'Mo owner', 'Bo member']);
});

test('a fresh key is no way around a ban by address', async () => {
  const { host, ada, bo } = await people();
  await ada.session.request('member.ban', { member: idOf(bo.session), minutes: 5, address: true, reason: '' });
  bo.session.stop();
  const again = newSession({ url: host.url, name: 'Bo again' });
  again.start();
  await until(() => again.status.state === 'refused');
  expect(again.status).toMatchObject({ failure: { code: 'banned' } });
});

test('a ban of an address sends away whoever else comes from it, but for those who moderate', async () => {
  const { host, ada, mo, bo } = await people();
  const cy = await join(host.url, 'Cy');
  await ada.session.request('member.ban', { member: idOf(bo.session), minutes: 5, address: true, reason: '' });
  await until(() => cy.session.status.state === 'refused');
  mo.session.change({ name: 'Mo' });
  await until(() => mo.session.status.state === 'connected');
  expect(ada.session.status.state).toBe('connected');
});

test('a moderator removes a message of somebody else; a mark stays, and the log tells who did it', async () => {
  const { ada, mo, bo } = await people();
  await bo.session.send(bo.room.id, 'rude');
  const target = await until(() => shown(mo.room)[0]?.id);
  await mo.session.talk.remove(mo.room.id, target);
  await until(() => shown(bo.room)[0]?.deleted?.name === 'Mo');
  expect(shown(bo.room)[0]).toMatchObject({ text: '', name: 'Bo' });
  await ada.session.send(ada.room.id, 'mine');
  const owners = await until(() => shown(mo.room)[1]?.id);
  await expect(mo.session.talk.remove(mo.room.id, owners)).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(bo.session.talk.remove(mo.room.id, owners)).rejects.toMatchObject({ code: 'not-yours' });
  const { entries } = await mo.session.request('audit', {});
  expect(entries[0]).toMatchObject({ by: 'Mo', action: 'remove', target: 'Bo', facts: { room: { name: 'general' } } });
});

test('everything a person said in the last hour goes at once, from every room the moderator sees', async () => {
  const { ada, mo, bo } = await people();
  const side = await bo.session.createRoom('Side', '');
  const secret = await bo.session.createRoom('Secret', '', 'private');
  for (const room of [bo.room, side, secret]) for (const text of ['buy', 'now']) await bo.session.send(room.id, text);
  await ada.session.send(ada.room.id, 'hello');
  await until(() => shown(mo.room).length === 3 && shown(secret).length === 2 && shown(side).length === 2);
  bo.session.stop();
  const purge = { member: idOf(bo.session), minutes: 60, reason: 'adverts' };
  const purged = await mo.session.request('member.purge', purge);
  expect(purged).toEqual({ removed: 4, rooms: 2, more: false });
  await until(() => shown(mo.room).filter(({ deleted }) => deleted).length === 2);
  expect(
    shown(mo.room)
      .map(({ text }) => text)
      .sort(),
  ).toEqual(['', '', 'hello']);
  expect(await mo.session.request('member.purge', purge)).toMatchObject({ removed: 0 });
  const { entries } = await mo.session.request('audit', {});
  expect(entries[1]).toMatchObject({ by: 'Mo', action: 'purge', target: 'Bo' });
  expect(entries[1]?.facts).toEqual({ messages: 4, rooms: 2, reason: 'adverts' });
  const { results } = await mo.session.request('search', { query: 'buy', utcOffset: 0 });
  expect(results).toEqual([]);
  bo.session.start();
  await until(() => bo.session.status.state === 'connected');
  expect(shown(secret).map(({ text }) => text)).toEqual(['buy', 'now']);
});

test('a moderator learns no more of rooms they are not in from reports and the audit log', async () => {
  const { ada, mo, bo } = await people();
  const room = await bo.session.createRoom('Secret plans', '', 'private');
  await bo.session.invite(room.id, idOf(ada.session));
  await bo.session.send(room.id, 'psst');
  const target = await until(() => shown(room)[0]?.id);
  await ada.session.request('report', { room: room.id, target, reason: '' });
  const { entries } = await mo.session.request('audit', {});
  expect(entries[0]).toMatchObject({ action: 'report', target: 'Bo', facts: { room: { kind: 'private' } } });
  expect(Object.keys(entries[0]?.facts ?? {})).toEqual(['room']);
  expect(JSON.stringify(entries)).not.toMatch(new RegExp(`Secret plans|${room.id}`));
});

test('only moderators call upon everyone; from others the word is a word', async () => {
  const { ada, bo } = await people();
  await bo.session.send(bo.room.id, '@room hear me');
  await ada.session.send(ada.room.id, '@room hear me');
  await until(() => shown(bo.room).length === 2);
  expect(shown(bo.room, idOf(bo.session)).map(({ mentionsMe }) => mentionsMe)).toEqual([false, true]);
  expect(shown(ada.room, idOf(ada.session)).map(({ mentionsMe }) => mentionsMe)).toEqual([false, false]);
});
