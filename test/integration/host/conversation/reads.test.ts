import { expect, test } from 'vitest';
import { join, testHost } from '../../../support/host.ts';
import { newId, say } from '../../../support/talk.ts';
import { newIdentity } from '../../../support/people.ts';
import { until } from '../../../support/wait.ts';
import { personWire } from '../../../support/wire.ts';

const UNLIMITED = { limits: { events: { perSecond: Infinity, burst: Infinity } } };

test('how far one has read is the same on all one’s devices, and after the host was restarted', async () => {
  const host = await testHost(UNLIMITED);
  const ada = await personWire(host.base, 'Ada');
  const identity = newIdentity();
  const desk = await join(host.url, 'Bo', { identity });
  const laptop = await join(host.url, 'Bo', { identity });
  for (const text of ['one', 'two', 'three']) await say(ada.wire, ada.room, text);
  await until(() => desk.room.unread === 3 && laptop.room.unread === 3);
  desk.session.markRead(desk.room.id);
  await until(() => laptop.room.unread === 0);
  expect([desk.room.unread, laptop.room.readSeq]).toEqual([0, desk.room.window.head]);
  await say(ada.wire, ada.room, 'four');
  await until(() => laptop.room.unread === 1 && desk.room.unread === 1);
  desk.session.stop();
  laptop.session.stop();
  await host.close();
  const again = await testHost({ ...UNLIMITED, dataDir: host.dataDir });
  const phone = await join(again.url, 'Bo', { identity });
  await until(() => phone.room.unread === 1);
});

test('what one wants unread again is unread again, everywhere, and counted by the host', async () => {
  const host = await testHost(UNLIMITED);
  const ada = await personWire(host.base, 'Ada');
  const identity = newIdentity();
  const desk = await join(host.url, 'Bo', { identity });
  for (let i = 0; i < 120; i += 1) await say(ada.wire, ada.room, String(i));
  await until(() => desk.room.window.head === 123);
  desk.session.markRead(desk.room.id);
  const laptop = await join(host.url, 'Bo', { identity });
  await until(() => laptop.room.unread === 0);
  laptop.session.markUnread(laptop.room.id, 14);
  await until(() => laptop.room.unread === 110 && desk.room.unread === 110);
  expect(laptop.room.readSeq).toBe(13);
});

test('only messages of others in the room’s own timeline are unread; those that call one are counted apart', async () => {
  const host = await testHost(UNLIMITED);
  const { wire, room } = await personWire(host.base, 'Ada');
  const bo = await join(host.url, 'Bo Diddley');
  const cy = await join(host.url, 'Bo');
  await bo.session.send(room, 'my own');
  const root = await say(wire, room, 'hello');
  await wire.ask('message.react', { room, event: newId(), target: root, emoji: '👍', on: true });
  await wire.ask('message.edit', { room, event: newId(), target: root, text: 'hello @bo diddley' });
  await say(wire, room, 'in the thread', { thread: root });
  await say(wire, room, 'in both, @Bo  Diddley', { thread: root, alsoRoom: true });
  await say(wire, room, 'BO DIDDLEY, @bo diddley!');
  await say(wire, room, 'to all: @room');
  await until(() => bo.room.window.head === 12);
  expect([bo.room.unread, bo.room.mentions]).toEqual([4, 2]);
  expect([cy.room.unread, cy.room.mentions]).toEqual([5, 2]);
  const counted = await wire.ask('read', { room, seq: 0 });
  expect(counted).toMatchObject({ seq: 0, unread: 1, mentions: 0 });
});

test('the host counts as the client does', async () => {
  const host = await testHost(UNLIMITED);
  const { wire, room } = await personWire(host.base, 'Ada');
  const bo = await personWire(host.base, 'Bo');
  const root = await say(wire, room, '@Bo hello');
  await say(wire, room, 'aside', { thread: root });
  const gone = await say(wire, room, '@bo gone');
  await wire.ask('message.delete', { room, event: newId(), target: gone });
  await say(wire, room, '@here');
  await say(bo.wire, room, 'own @Bo');
  expect(await bo.wire.ask('read', { room, seq: 3 })).toEqual({ seq: 3, unread: 2, mentions: 2 });
  expect(await bo.wire.ask('read', { room, seq: 1_000_000 })).toEqual({ seq: 9, unread: 0, mentions: 0 });
  expect(await bo.wire.ask('read', { room, seq: 4 })).toMatchObject({ seq: 4, unread: 1, mentions: 1 });
  await say(wire, room, 'everyone @room', { thread: root });
  expect(await bo.wire.ask('read', { room, seq: 9 })).toEqual({ seq: 9, unread: 0, mentions: 1 });
});

test('marks of rooms there are not, or that one may not see, are refused', async () => {
  const host = await testHost();
  const ada = await personWire(host.base, 'Ada');
  const bo = await personWire(host.base, 'Bo');
  const hidden = newId();
  await ada.wire.ask('room.create', { room: hidden, name: 'hidden', topic: '', kind: 'private' });
  expect(await bo.wire.ask('read', { room: hidden, seq: 1 })).toMatchObject({ code: 'no-such-room' });
  expect(await bo.wire.ask('read', { room: newId(), seq: 1 })).toMatchObject({ code: 'no-such-room' });
  expect(await bo.wire.ask('read', { room: bo.room, seq: -1 })).toMatchObject({ code: 'bad-frame' });
});

test('a message that calls more people than anyone means is refused', async () => {
  const host = await testHost({ limits: { connectionsPerAddress: 200 } });
  const { wire, room } = await personWire(host.base, 'Ada');
  for (let i = 0; i < 51; i += 1) await personWire(host.base, `P${String(i)}`);
  const text = Array.from({ length: 51 }, (_, i) => `@P${String(i)}`).join(' ');
  const answer = await wire.ask('message.send', { room, event: newId(), text });
  expect(answer).toMatchObject({ code: 'too-many-mentions' });
  const thousands = { room, event: newId(), text: '@P0 '.repeat(10_000) };
  const refused = { code: 'text-too-long', message: expect.stringMatching(/^A message .*\.$/) as string };
  expect(await wire.ask('message.send', thousands)).toMatchObject(refused);
});
