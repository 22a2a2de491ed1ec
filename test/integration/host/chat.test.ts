import { expect, test } from 'vitest';
import type { Room } from '../../../src-shared/session/room.ts';
import { join, testHost, texts } from '../../support/host.ts';
import { until } from '../../support/wait.ts';
import { chatWire, tryWire, type Wire } from '../../support/wire.ts';

/** A script that has joined `general`. */
async function script(base: string, username: string, room = 'general'): Promise<Wire> {
  const wire = await chatWire(base);
  wire.send({ type: 'join', room, username });
  await wire.next({ type: 'user_list' });
  return wire;
}

const online = (room: Room): string[] => [...room.online.values()].map(({ name }) => name).sort();

test('joining lists who is there to the joiner, and tells the others', async () => {
  const { base } = await testHost();
  const ada = await chatWire(base);
  ada.send({ type: 'join', room: 'general', username: 'Ada' });
  expect(await ada.next({ type: 'user_list' })).toEqual({ type: 'user_list', room: 'general', users: ['Ada'] });
  const bo = await chatWire(base);
  bo.send({ type: 'join', room: 'general', username: 'Bo' });
  expect(await bo.next({ type: 'user_list' })).toEqual({ type: 'user_list', room: 'general', users: ['Ada', 'Bo'] });
  expect(await ada.next({ type: 'user_joined' })).toEqual({
    type: 'user_joined',
    room: 'general',
    username: 'Bo',
    users: ['Ada', 'Bo'],
  });
  expect(bo.frames.filter(({ username }) => username === 'Bo')).toEqual([]);
});

test('a message goes to everyone in the room, its sender included', async () => {
  const { base } = await testHost();
  const ada = await script(base, 'Ada');
  const bo = await script(base, 'Bo');
  const before = Date.now();
  ada.send({ type: 'message', room: 'general', content: 'Hello, **Bo**' });
  const heard = await bo.next({ type: 'message' });
  expect(heard).toEqual({
    type: 'message',
    room: 'general',
    data: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      seq: 2,
      username: 'Ada',
      content: 'Hello, **Bo**',
      timestamp: expect.any(Number) as number,
    },
  });
  expect((heard.data as { timestamp: number }).timestamp).toBeGreaterThanOrEqual(before);
  expect(await ada.next({ type: 'message' })).toEqual(heard);
});

test('"chat" is another word for "message", and a name in it changes nothing', async () => {
  const { base } = await testHost();
  const ada = await script(base, 'Ada');
  ada.send({ type: 'chat', room: 'general', content: 'as myself', username: 'Somebody else' });
  ada.send({ type: 'message', room: 'general', content: 'again', username: 7 });
  for (const content of ['as myself', 'again']) {
    expect(await ada.next({ type: 'message' })).toMatchObject({ data: { username: 'Ada', content } });
  }
});

test('typing is told to the others only', async () => {
  const { base } = await testHost();
  const ada = await script(base, 'Ada');
  const bo = await script(base, 'Bo');
  ada.send({ type: 'typing', room: 'general' }, { type: 'message', room: 'general', content: 'done' });
  expect(await bo.next({ type: 'typing' })).toEqual({ type: 'typing', room: 'general', username: 'Ada' });
  await ada.next({ type: 'message' });
  expect(ada.frames.filter(({ type }) => type === 'typing')).toEqual([]);
});

test('who leaves, or goes away, is told to the others; who has left hears nothing more', async () => {
  const { base } = await testHost();
  const ada = await script(base, 'Ada');
  const bo = await script(base, 'Bo');
  const cy = await script(base, 'Cy');
  await ada.next({ type: 'user_joined', username: 'Cy' });
  bo.send({ type: 'leave', room: 'general' });
  expect(await ada.next({ type: 'user_left' })).toEqual({
    type: 'user_left',
    room: 'general',
    username: 'Bo',
    users: ['Ada', 'Cy'],
  });
  cy.close();
  expect(await ada.next({ type: 'user_left' })).toEqual({
    type: 'user_left',
    room: 'general',
    username: 'Cy',
    users: ['Ada'],
  });
  ada.send({ type: 'message', room: 'general', content: 'alone' });
  await ada.next({ type: 'message' });
  bo.send({ type: 'message', room: 'general', content: 'x' });
  expect(await bo.next({ type: 'error' })).toMatchObject({ code: 'not-in-room' });
  expect(bo.frames.filter(({ type }) => type === 'message')).toEqual([]);
});

test('a room is given by its id or by its name in any case, and called in answers as it was at joining', async () => {
  const { base, url } = await testHost();
  const { room } = await join(url, 'Bo');
  const byId = await script(base, 'Ida', room.id);
  const byName = await script(base, 'Nan', 'GENERAL');
  byId.send({ type: 'message', room: 'general', content: 'hello' });
  expect(await byId.next({ type: 'message' })).toMatchObject({ room: room.id });
  expect(await byName.next({ type: 'message' })).toMatchObject({ room: 'GENERAL' });
  expect(await byId.next({ type: 'user_joined' })).toMatchObject({ room: room.id, username: 'Nan' });
});

test('a script can be in several rooms, under the name it first gave', async () => {
  const { base, url } = await testHost();
  const { session } = await join(url, 'Bo');
  const games = await session.createRoom('games', '');
  const ada = await script(base, 'Ada');
  ada.send({ type: 'join', room: 'games', username: 'Someone' });
  expect(await ada.next({ type: 'user_list', room: 'games' })).toMatchObject({ users: ['Bo', 'Ada'] });
  ada.send({ type: 'message', room: 'games', content: 'chess?' });
  await until(() => texts(games).includes('chess?'));
  expect(games.window.events.at(-1)?.name).toBe('Ada');
});

test('joining twice lists again and tells nobody twice', async () => {
  const { base } = await testHost();
  const ada = await script(base, 'Ada');
  const bo = await script(base, 'Bo');
  await ada.next({ type: 'user_joined' });
  bo.send({ type: 'join', room: 'general', username: 'Bo' }, { type: 'message', room: 'general', content: 'once' });
  expect(await bo.next({ type: 'user_list' })).toMatchObject({ users: ['Ada', 'Bo'] });
  await ada.next({ type: 'message' });
  expect(ada.frames).toEqual([]);
  await bo.next({ type: 'message' });
  expect(bo.frames).toEqual([]);
});

test('a name in use gets a number, and is free again when its guest is gone', async () => {
  const { base, url } = await testHost();
  const { room } = await join(url, 'Ada');
  const second = await script(base, 'ada');
  const third = await script(base, 'ADA');
  await until(() => room.online.size === 3);
  expect(online(room)).toEqual(['ADA 3', 'Ada', 'ada 2']);
  second.close();
  await until(() => room.online.size === 2);
  await script(base, 'Ada');
  await until(() => room.online.size === 3);
  expect(online(room).filter((name) => name.endsWith(' 2'))).toHaveLength(1);
  third.close();
});

test('two guests who want one name at the same moment get two', async () => {
  const { base } = await testHost();
  const wires = await Promise.all([chatWire(base), chatWire(base), chatWire(base)]);
  for (const wire of wires) wire.send({ type: 'join', room: 'general', username: 'Ada' });
  for (const wire of wires) await wire.next({ type: 'user_list' });
  const [first] = wires;
  first.send({ type: 'join', room: 'general', username: 'Ada' });
  expect(await first.next({ type: 'user_list' })).toMatchObject({ users: ['Ada', 'Ada 2', 'Ada 3'] });
});

test('what is said by scripts and in the app is one conversation, in one log', async () => {
  const { base, url } = await testHost();
  const app = await join(url, 'Ada');
  const bot = await script(base, 'Bot');
  bot.send({ type: 'message', room: 'general', content: 'from the script' });
  await until(() => texts(app.room).includes('from the script'));
  await app.session.send(app.room.id, 'from the app');
  expect(await bot.next({ type: 'message' })).toMatchObject({ data: { content: 'from the script' } });
  expect(await bot.next({ type: 'message' })).toMatchObject({ data: { content: 'from the app', username: 'Ada' } });
  bot.send({ type: 'typing', room: 'general' });
  await until(() => app.room.typing.some(({ name }) => name === 'Bot'));
  await until(() => online(app.room).join() === 'Ada,Bot');
  bot.close();
  await until(() => online(app.room).join() === 'Ada');
  expect(texts(app.room)).toEqual(['from the script', 'from the app']);
});

test('a script may send all it has at once; its messages keep their order', async () => {
  const { base } = await testHost({ limits: { events: { perSecond: 0, burst: 1_000 } } });
  const wire = await chatWire(base);
  const lines = Array.from({ length: 40 }, (_, i) => `line ${String(i)}`);
  wire.send({ type: 'join', room: 'general', username: 'Ada' });
  for (const content of lines) wire.send({ type: 'message', room: 'general', content });
  const heard = [];
  for (const _ of lines) heard.push(await wire.next({ type: 'message' }));
  expect(heard.map(({ data }) => (data as { content: string }).content)).toEqual(lines);
});

test.each<[string, object | string, string]>([
  ['text that is not JSON', 'hello', 'bad-json'],
  ['a list', '[]', 'bad-json'],
  ['no type', {}, 'unknown-type'],
  ['an unknown type', { type: 'dance' }, 'unknown-type'],
  ['no room', { type: 'message', content: 'x' }, 'bad-frame'],
  ['an empty room', { type: 'message', room: '', content: 'x' }, 'bad-frame'],
  ['a room that is a number', { type: 'message', room: 1, content: 'x' }, 'bad-frame'],
  ['no content', { type: 'message', room: 'general' }, 'bad-frame'],
  ['no username', { type: 'join', room: 'general' }, 'bad-frame'],
  ['an empty message', { type: 'message', room: 'general', content: '  ' }, 'text-empty'],
  ['too long a message', { type: 'message', room: 'general', content: 'x'.repeat(8_001) }, 'text-too-long'],
  ['a room there is not', { type: 'join', room: 'nowhere', username: 'x' }, 'no-such-room'],
  ['a message to a room there is not', { type: 'message', room: 'nowhere', content: 'x' }, 'no-such-room'],
  ['leaving a room there is not', { type: 'leave', room: 'nowhere' }, 'no-such-room'],
])('%s is refused with its code, and the connection kept', async (_what, frame, code) => {
  const { base } = await testHost();
  const ada = await script(base, 'Ada');
  ada.send(frame);
  expect(await ada.next({ type: 'error' })).toEqual({ type: 'error', code, message: expect.any(String) as string });
  ada.send({ type: 'message', room: 'general', content: 'still here' });
  expect(await ada.next({ type: 'message' })).toMatchObject({ data: { content: 'still here' } });
});

test.each(['', '  ', 'a\u202eb', 'x'.repeat(65)])(
  'a name that is none (%j) is refused, and another may be given',
  async (username) => {
    const { base } = await testHost();
    const wire = await chatWire(base);
    wire.send({ type: 'join', room: 'general', username });
    expect(await wire.next({ type: 'error' })).toMatchObject({ code: 'name-invalid' });
    wire.send({ type: 'join', room: 'general', username: 'Ada' });
    expect(await wire.next({ type: 'user_list' })).toMatchObject({ users: ['Ada'] });
  },
);

test('nothing can be said or signalled before joining', async () => {
  const { base } = await testHost();
  const wire = await chatWire(base);
  for (const frame of [
    { type: 'message', room: 'general', content: 'x' },
    { type: 'typing', room: 'general' },
    { type: 'leave', room: 'general' },
  ]) {
    wire.send(frame);
    expect(await wire.next({ type: 'error' })).toMatchObject({ code: 'not-in-room' });
  }
});

test('nothing can be said in an archived room, but those in it can read', async () => {
  const { base, url } = await testHost();
  const { session } = await join(url, 'Bo');
  const games = await session.createRoom('games', '');
  const ada = await script(base, 'Ada', 'games');
  await session.changeRoom(games.id, { archive: true });
  ada.send({ type: 'message', room: games.id, content: 'x' });
  expect(await ada.next({ type: 'error' })).toMatchObject({ code: 'room-archived' });
});

test('who joins nothing is shown out', async () => {
  const { base } = await testHost({ limits: { loginMs: 50 } });
  expect(await (await chatWire(base)).ended()).toEqual({ code: 1008, reason: 'login-timeout' });
});

test('where guests are not allowed the door stays shut, and says why', async () => {
  const { base } = await testHost({ guests: false });
  expect(await tryWire(`ws://${base}/chat`)).toEqual({ status: 403, code: 'guests-off' });
});
