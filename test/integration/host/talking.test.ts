import { expect, test } from 'vitest';
import { join, testHost, texts } from '../../support/host.ts';
import { MemoryOutbox, newIdentity } from '../../support/people.ts';
import { until } from '../../support/wait.ts';

test('two people in a room hear each other, and the sender’s message is acknowledged', async () => {
  const { url } = await testHost();
  const ada = await join(url, 'Ada');
  const bo = await join(url, 'Bo');
  await ada.session.send(ada.room.id, 'Hello, **Bo**');
  await until(() => texts(bo.room).includes('Hello, **Bo**'));
  await until(() => texts(ada.room).includes('Hello, **Bo**') && ada.session.unsent(ada.room.id).length === 0);
  expect(ada.room.window.events).toEqual(bo.room.window.events);
});

test('everyone in a room sees who is online; two connections of one person count once', async () => {
  const host = await testHost();
  const { url } = host;
  const ada = await join(url, 'Ada');
  const identity = newIdentity();
  const first = await join(url, 'Bo', { identity });
  const second = await join(url, 'Bo', { identity });
  const names = () => [...ada.room.online.values()].map(({ name }) => name).sort();
  await until(() => names().length === 2);
  expect(names()).toEqual(['Ada', 'Bo']);
  expect([host.online(), host.online(new Set([identity.key])), host.online(new Set(['nobody']))]).toEqual([2, 1, 2]);
  first.session.stop();
  second.session.stop();
  await until(() => names().length === 1);
  await until(() => ada.room.info.online === 1);
  expect(host.online(new Set([identity.key]))).toBe(1);
});

test('joining and leaving are facts of the log', async () => {
  const { url } = await testHost();
  const ada = await join(url, 'Ada');
  const bo = await join(url, 'Bo');
  await bo.room.leave();
  await until(() => ada.room.window.events.some((event) => event.kind === 'leave' && event.name === 'Bo'));
  expect(ada.room.window.events.map(({ kind, name }) => `${name} ${kind}`)).toEqual([
    'Parley create',
    'Ada join',
    'Bo join',
    'Bo leave',
  ]);
});

test('typing is told to the others, and ends with the message', async () => {
  const { url } = await testHost();
  const ada = await join(url, 'Ada');
  const bo = await join(url, 'Bo');
  bo.session.typing(bo.room.id);
  await until(() => ada.room.typing.some(({ name }) => name === 'Bo'));
  expect(bo.room.typing).toEqual([]);
  await bo.session.send(bo.room.id, 'done');
  await until(() => texts(ada.room).includes('done'));
  expect(ada.room.typing).toEqual([]);
});

test('a host restarted on its folder has its history, and sessions come back by themselves', async () => {
  const first = await testHost();
  const ada = await join(first.url, 'Ada');
  await ada.session.send(ada.room.id, 'before');
  await until(() => ada.session.unsent(ada.room.id).length === 0);
  await first.close();
  await until(() => ada.session.status.state === 'offline');
  await ada.session.send(ada.room.id, 'while it was away');
  const second = await testHost({ dataDir: first.dataDir, port: first.port });
  expect(second.id).toBe(first.id);
  await until(() => texts(ada.room).includes('while it was away'));
  const bo = await join(second.url, 'Bo');
  expect(texts(bo.room)).toEqual(['before', 'while it was away']);
});

test('a message written before the app was closed is sent by its next start', async () => {
  const first = await testHost();
  const identity = newIdentity();
  const outbox = new MemoryOutbox();
  const ada = await join(first.url, 'Ada', { identity, outbox });
  await first.close();
  await until(() => ada.session.status.state === 'offline');
  await ada.session.send(ada.room.id, 'kept');
  ada.session.stop();
  const second = await testHost({ dataDir: first.dataDir, port: first.port });
  const again = await join(second.url, 'Ada', { identity, outbox });
  await until(() => texts(again.room).includes('kept') && outbox.entries.size === 0);
  expect(texts(again.room)).toEqual(['kept']);
});

test('one pages back to the very first event, and forward again', async () => {
  const { url } = await testHost({ limits: { events: { perSecond: Infinity, burst: Infinity } } });
  const ada = await join(url, 'Ada');
  const said = Array.from({ length: 180 }, (_, i) => `line ${String(i)}`);
  for (const text of said) void ada.session.send(ada.room.id, text);
  await until(() => ada.session.unsent(ada.room.id).length === 0);
  const bo = await join(url, 'Bo');
  expect(texts(bo.room)).toEqual(said.slice(-49));
  while (!bo.room.atStart) await bo.room.loadOlder();
  expect(texts(bo.room)).toEqual(said);
  expect(bo.room.window.events.map(({ seq }) => seq)).toEqual(bo.room.window.events.map((_, i) => i + 1));
});

test('rooms are made, renamed, given a topic and archived, and everyone’s list follows', async () => {
  const { url } = await testHost();
  const ada = await join(url, 'Ada');
  const bo = await join(url, 'Bo');
  const made = await ada.session.createRoom('Games', 'Who plays what');
  await until(() => bo.session.rooms.get(made.id)?.info.name === 'Games');
  await ada.session.changeRoom(made.id, { name: 'Board games', topic: 'Chess' });
  await until(() => bo.session.rooms.get(made.id)?.info.topic === 'Chess');
  expect(bo.session.rooms.get(made.id)?.info.name).toBe('Board games');
  await expect(bo.session.createRoom('BOARD  GAMES', '')).rejects.toMatchObject({ code: 'room-name-taken' });
  await ada.session.changeRoom(made.id, { archive: true });
  await until(() => bo.session.rooms.get(made.id)?.info.archived === true);
  await expect(ada.session.changeRoom(made.id, { topic: 'x' })).rejects.toMatchObject({ code: 'room-archived' });
  await bo.session.createRoom('board games', 'a new one of the old name');
});

test('a name that another key has gets a number', async () => {
  const { url } = await testHost();
  await join(url, 'Ada');
  const other = await join(url, 'ＡＤＡ');
  expect(other.session.me?.name).toBe('ＡＤＡ 2');
});
