import { expect, test } from 'vitest';
import { join, testHost } from '../../../support/host.ts';
import { messagesOf, newId, say, shown } from '../../../support/talk.ts';
import { newIdentity } from '../../../support/people.ts';
import { until } from '../../../support/wait.ts';
import { personWire, type Frame } from '../../../support/wire.ts';

async function two() {
  const host = await testHost({ limits: { events: { perSecond: Infinity, burst: Infinity } } });
  const ada = await personWire(host.base, 'Ada');
  const bo = await personWire(host.base, 'Bo');
  return { host, room: ada.room, ada: ada.wire, bo: bo.wire };
}

test('a reply quotes what it answers, live and in pages, as that is now', async () => {
  const { room, ada, bo, host } = await two();
  const cy = await join(host.url, 'Cy');
  const target = await say(ada, room, '\n  Where is the lamp?\nI need it.');
  await say(bo, room, 'On the boat', { replyTo: target });
  const quote = { id: target, name: 'Ada', text: 'Where is the lamp?', deleted: false };
  expect((await messagesOf(ada, room))[1]).toMatchObject({ replyTo: target, state: { quote } });
  await until(() => shown(cy.room).length === 2);
  expect(shown(cy.room)[1]?.replyTo).toMatchObject({ id: target, quote });
  await ada.ask('message.edit', { room, event: newId(), target, text: 'Where is the big lamp?' });
  await until(() => shown(cy.room)[1]?.replyTo?.quote?.text === 'Where is the big lamp?');
  expect((await messagesOf(ada, room))[1]).toMatchObject({ state: { quote: { text: 'Where is the big lamp?' } } });
  await ada.ask('message.delete', { room, event: newId(), target });
  await until(() => shown(cy.room)[1]?.replyTo?.quote?.deleted === true);
});

test('a thread is beside the room’s timeline; its first message tells how many replies it has', async () => {
  const { room, ada, bo, host } = await two();
  const cy = await join(host.url, 'Cy');
  const root = await say(ada, room, 'lunch?');
  await say(bo, room, 'one', { thread: root });
  await say(ada, room, 'two', { thread: root });
  const third = await say(bo, room, 'three', { thread: root, alsoRoom: true });
  await until(() => shown(cy.room).length === 2);
  expect(shown(cy.room).map(({ text }) => text)).toEqual(['lunch?', 'three']);
  const [first, last] = shown(cy.room);
  expect([first?.thread?.count, last?.inThread, last?.id]).toEqual([3, root, third]);
  expect((await messagesOf(ada, room))[0]).toMatchObject({ state: { thread: { count: 3, lastAt: last?.at } } });
});

test('a thread is read page by page', async () => {
  const { room, ada } = await two();
  const root = await say(ada, room, 'root');
  for (let i = 1; i <= 5; i += 1) {
    await say(ada, room, `reply ${String(i)}`, { thread: root });
    await say(ada, room, 'noise');
  }
  const newest = await ada.ask('thread', { room, root, limit: 2 });
  const texts = ({ events }: Frame) => (events as Frame[]).map(({ text }) => text);
  expect([texts(newest), newest.more]).toEqual([['reply 4', 'reply 5'], true]);
  expect(newest.root).toMatchObject({ id: root, state: { thread: { count: 5 } } });
  const before = (newest.events as Frame[])[0]?.seq;
  const older = await ada.ask('thread', { room, root, before, limit: 50 });
  expect([texts(older), older.more]).toEqual([['reply 1', 'reply 2', 'reply 3'], false]);
});

test('a thread goes on when its first message was deleted', async () => {
  const { room, ada, bo } = await two();
  const root = await say(ada, room, 'root');
  await say(bo, room, 'one', { thread: root });
  await ada.ask('message.delete', { room, event: newId(), target: root });
  await say(bo, room, 'two', { thread: root });
  expect((await messagesOf(ada, room))[0]).toMatchObject({ text: '', state: { thread: { count: 2 } } });
});

test('a reply repeated is one reply', async () => {
  const { room, ada } = await two();
  const root = await say(ada, room, 'root');
  const params = { room, event: newId(), text: 'once', thread: root };
  expect(await ada.ask('message.send', params)).toEqual(await ada.ask('message.send', params));
  expect((await messagesOf(ada, room))[0]).toMatchObject({ state: { thread: { count: 1 } } });
});

test('what replies and threads cannot be about is refused', async () => {
  const { room, ada } = await two();
  const other = newId();
  await ada.ask('room.create', { room: other, name: 'other', topic: '' });
  await ada.ask('room.join', { room: other });
  const elsewhere = await say(ada, other, 'elsewhere');
  const root = await say(ada, room, 'root');
  const inside = await say(ada, room, 'inside', { thread: root });
  const gone = await say(ada, room, 'gone');
  await ada.ask('message.delete', { room, event: newId(), target: gone });
  const send = async (fields: Frame) =>
    (await ada.ask('message.send', { room, event: newId(), text: 'x', ...fields })).code;
  expect(await send({ replyTo: elsewhere })).toBe('no-such-event');
  expect(await send({ replyTo: newId() })).toBe('no-such-event');
  expect(await send({ replyTo: gone })).toBe('message-deleted');
  expect(await send({ replyTo: 'x' })).toBe('bad-frame');
  expect(await send({ thread: elsewhere })).toBe('no-such-event');
  expect(await send({ thread: inside })).toBe('thread-nested');
  expect(await send({ alsoRoom: true })).toBe('bad-frame');
  expect(await ada.ask('thread', { room, root: elsewhere })).toMatchObject({ code: 'no-such-event' });
});

test('how far one has read a thread is the same on all one’s devices', async () => {
  const host = await testHost();
  const ada = await personWire(host.base, 'Ada');
  const identity = newIdentity();
  const desk = await join(host.url, 'Bo', { identity });
  const laptop = await join(host.url, 'Bo', { identity });
  await desk.session.send(desk.room.id, 'the beginning');
  const root = await until(() => shown(laptop.room).find(({ text }) => text === 'the beginning')?.id);
  await say(ada.wire, ada.room, 'an answer', { thread: root });
  const unread = (room: typeof desk.room) => shown(room)[0]?.thread?.unread;
  const mine = (who: typeof desk) => who.room.window.states.get(root)?.thread;
  await until(() => mine(desk)?.count === 1 && mine(laptop)?.count === 1);
  const seq = mine(desk)?.lastSeq ?? 0;
  expect(unread(desk.room)).toBe(false);
  await desk.room.readThread(root, seq);
  await until(() => mine(laptop)?.read === seq);
  const phone = await join(host.url, 'Bo', { identity });
  expect(mine(phone)).toMatchObject({ read: seq, lastBy: ada.me.id });
  const cy = await join(host.url, 'Cy');
  expect(mine(cy)).not.toHaveProperty('read');
  expect(await ada.wire.ask('thread.read', { room: ada.room, root: newId(), seq: 1 })).toMatchObject({
    code: 'no-such-event',
  });
  expect(await ada.wire.ask('thread.read', { room: newId(), root, seq: 1 })).toMatchObject({ code: 'no-such-room' });
});

test('what somebody does is told as that, and a quote tells where its message stands', async () => {
  const host = await testHost();
  const ada = await personWire(host.base, 'Ada');
  const bo = await join(host.url, 'Bo');
  const target = await say(ada.wire, ada.room, 'waves', { me: true });
  await say(ada.wire, ada.room, 'again', { replyTo: target });
  await until(() => shown(bo.room).length === 2);
  expect(shown(bo.room)).toMatchObject([
    { text: 'waves', action: true },
    { action: false, replyTo: { quote: { id: target, seq: expect.any(Number) as number } } },
  ]);
});
