import { expect, test } from 'vitest';
import { join, testHost } from '../../support/host.ts';
import { memoryTold, newIdentity } from '../../support/people.ts';
import { until } from '../../support/wait.ts';
import { chatWire, type Wire } from '../../support/wire.ts';

/** A script in the first room, under the name it got. */
async function script(base: string, username: string): Promise<{ wire: Wire; name: string }> {
  const wire = await chatWire(base);
  wire.send({ type: 'join', room: 'general', username });
  const { users } = (await wire.next({ type: 'user_list' })) as { users: string[] };
  return { wire, name: users.at(-1) ?? '' };
}

test('a name belongs to the first key that used it; what looks like it gets a number, also after a restart', async () => {
  const host = await testHost();
  const identity = newIdentity();
  const ada = await join(host.url, 'Ada', { identity });
  const others = [];
  for (const name of ['ada', 'Аda', ' A da']) others.push((await join(host.url, name)).session.me?.name);
  expect(others).toEqual(['ada 2', 'Аda 3', 'A da 4']);
  ada.session.stop();
  await host.close();
  const again = await testHost({ dataDir: host.dataDir, port: host.port });
  expect((await join(again.url, 'AdA')).session.me?.name).toBe('AdA 5');
  expect((await join(again.url, 'Ada', { identity })).session.me?.name).toBe('Ada');
  expect((await script(again.base, 'Adа')).name).toBe('Adа 6');
});

test('a name taken on one device is heard on the other and by everyone, and not taken back when that comes again', async () => {
  const host = await testHost();
  const identity = newIdentity();
  const laptop = await join(host.url, 'Ada', { identity });
  const told = memoryTold();
  const phone = await join(host.url, 'Ada', { identity, told });
  const bo = await join(host.url, 'Bo');
  laptop.session.change({ name: 'Ada Lovelace' });
  await until(() => phone.session.me?.name === 'Ada Lovelace');
  await until(() => [...bo.room.online.values()].some(({ name }) => name === 'Ada Lovelace'));
  phone.session.stop();
  const again = await join(host.url, 'Ada', { identity, told });
  expect(again.session.me?.name).toBe('Ada Lovelace');
  // What one asks for anew counts, wherever one does.
  again.session.change({ name: 'Countess' });
  await until(() => laptop.session.me?.name === 'Countess');
});

test('a script’s name is its own only while it is there; what it said stays told apart', async () => {
  const host = await testHost();
  const bot = await script(host.base, 'Bot');
  const early = await join(host.url, 'Bot');
  expect(early.session.me?.name).toBe('Bot 2');
  bot.wire.send({ type: 'message', room: 'general', content: 'beep' });
  await bot.wire.next({ type: 'message' });
  bot.wire.close();
  await until(() => ![...early.room.online.values()].some(({ name }) => name === 'Bot'));
  const bo = await join(host.url, 'Bot');
  expect(bo.session.me?.name).toBe('Bot');
  const said = bo.room.window.events.find(({ kind }) => kind === 'message');
  expect(said?.name).toBe('Bot (guest)');
  expect((await script(host.base, 'Bot')).name).toBe('Bot 3');
});

test('nobody is called what the host calls itself, or what calls upon many', async () => {
  const host = await testHost();
  const response = await fetch(`http://${host.base}/api/rooms`, { method: 'POST', body: '{"name":"Made"}' });
  expect(response.status).toBe(201);
  const got = [];
  for (const name of ['Parley', 'guest', 'Pаrley', 'ROOM']) got.push((await script(host.base, name)).name);
  expect(got).toEqual(['Parley 2', 'guest 2', 'Pаrley 3', 'ROOM 2']);
  expect((await join(host.url, 'Parley')).session.me?.name).toBe('Parley 4');
});

test('rooms are not made or named so that one could be taken for another', async () => {
  const host = await testHost();
  const { session } = await join(host.url, 'Ada');
  const lobby = await session.createRoom('Lobby', '');
  const refused = { code: 'room-name-taken' };
  await expect(session.createRoom('lobby', '')).rejects.toMatchObject(refused);
  await expect(session.createRoom('Lоbby', '')).rejects.toMatchObject({
    ...refused,
    message: 'That looks too much like “Lobby”. Choose another name.',
  });
  await expect(session.changeRoom(lobby.id, { name: 'gеneral' })).rejects.toMatchObject(refused);
  await session.changeRoom(lobby.id, { name: 'LOBBY' });
  await session.changeRoom(lobby.id, { archive: true });
  expect((await session.createRoom('Lоbby', '')).info.name).toBe('Lоbby');
});
