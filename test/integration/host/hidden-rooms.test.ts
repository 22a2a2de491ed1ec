import { expect, test } from 'vitest';
import type { Room } from '../../../src-shared/session/room.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { join, testHost, texts } from '../../support/host.ts';
import { until } from '../../support/wait.ts';

const NOBODY = '01890000-0000-7000-8000-000000000999';

function idOf(session: Session): number {
  return session.me?.id ?? 0;
}

async function threePeople() {
  const host = await testHost();
  return { host, ada: await join(host.url, 'Ada'), bo: await join(host.url, 'Bo'), eve: await join(host.url, 'Eve') };
}

function roomOf(session: Session, id: string): Promise<Room> {
  return until(() => {
    const room = session.rooms.get(id);
    return room?.joined ? room : null;
  });
}

test('two people have one room for themselves, whoever opens it', async () => {
  const { ada, bo } = await threePeople();
  const [mine, theirs] = await Promise.all([
    ada.session.openDirect(idOf(bo.session)),
    bo.session.openDirect(idOf(ada.session)),
  ]);
  expect(theirs.id).toBe(mine.id);
  expect(mine.info.people.map(({ name }) => name).sort()).toEqual(['Ada', 'Bo']);
  await ada.session.send(mine.id, 'between us');
  await until(() => texts(theirs).includes('between us'));
});

test('the other of a new direct room hears what is said in it without doing anything', async () => {
  const { ada, bo } = await threePeople();
  const { id } = await ada.session.openDirect(idOf(bo.session));
  await ada.session.send(id, 'psst');
  const theirs = await roomOf(bo.session, id);
  await until(() => texts(theirs).includes('psst'));
});

test('nobody else can know of a direct room, by any request, list, count or the web', async () => {
  const { host, ada, bo, eve } = await threePeople();
  const { id } = await ada.session.openDirect(idOf(bo.session));
  await ada.session.send(id, 'secret');
  await until(() => ada.session.unsent(id).length === 0);
  const marker = await ada.session.createRoom('Marker', '');
  await until(() => eve.session.rooms.has(marker.id));
  expect(eve.session.rooms.has(id)).toBe(false);
  const event = '01890000-0000-7000-8000-000000000001';
  const asked = [
    (room: string) => eve.session.request('room.join', { room }),
    (room: string) => eve.session.request('room.leave', { room }),
    (room: string) => eve.session.request('history', { room }),
    (room: string) => eve.session.request('message.send', { room, event, text: 'hello?' }),
    (room: string) => eve.session.request('room.rename', { room, event, name: 'mine' }),
    (room: string) => eve.session.request('room.topic', { room, event, topic: 'mine' }),
    (room: string) => eve.session.request('room.archive', { room, event }),
    (room: string) => eve.session.request('room.invite', { room, event, member: idOf(eve.session) }),
  ];
  for (const ask of asked) {
    const hidden = await ask(id).catch((thrown: unknown) => thrown);
    const absent = await ask(NOBODY).catch((thrown: unknown) => thrown);
    expect(hidden).toEqual(absent);
    expect(hidden).toMatchObject({ code: 'no-such-room' });
  }
  for (const path of [`/api/rooms/${id}/messages`, `/api/rooms/${id}/users`]) {
    expect((await fetch(`http://${host.base}${path}`)).status).toBe(404);
  }
  expect(JSON.stringify(await (await fetch(`http://${host.base}/api/rooms`)).json())).not.toContain(id);
  const written = async (): Promise<string[]> => {
    const text = await (await fetch(`http://${host.base}/metrics`)).text();
    return text.split('\n').filter((line) => /^parley_(events_total|commit_seconds_count|rooms) /.test(line));
  };
  const before = await written();
  await ada.session.send(id, 'nobody counts this');
  await until(() => ada.session.unsent(id).length === 0);
  expect([before.length, await written()]).toEqual([3, before]);
  await ada.session.send(ada.room.id, 'but this');
  await until(async () => (await written()).join() !== before.join());
  const again = await join(host.url, 'Frank');
  expect(again.session.rooms.has(id)).toBe(false);
});

test('a private room is seen by its members alone; one whom they invite is in it', async () => {
  const { ada, bo, eve } = await threePeople();
  const made = await ada.session.createRoom('Surprise', 'for Eve', 'private');
  await expect(bo.session.request('room.join', { room: made.id })).rejects.toMatchObject({ code: 'no-such-room' });
  await ada.session.invite(made.id, idOf(bo.session));
  const theirs = await roomOf(bo.session, made.id);
  await bo.session.send(made.id, 'I am in');
  await until(() => texts(made).includes('I am in'));
  expect(theirs.info).toMatchObject({ kind: 'private', name: 'Surprise' });
  expect(eve.session.rooms.has(made.id)).toBe(false);
});

test('one who leaves a private room does not see it any more', async () => {
  const { ada, bo } = await threePeople();
  const made = await ada.session.createRoom('Surprise', '', 'private');
  await ada.session.invite(made.id, idOf(bo.session));
  await roomOf(bo.session, made.id);
  await bo.session.leave(made.id);
  expect(bo.session.rooms.has(made.id)).toBe(false);
  await expect(bo.session.request('history', { room: made.id })).rejects.toMatchObject({ code: 'no-such-room' });
});

test('hidden rooms are as hidden, and as much there, after the host was restarted', async () => {
  const { host, ada, bo, eve } = await threePeople();
  const direct = await ada.session.openDirect(idOf(bo.session));
  const secret = await ada.session.createRoom('Secret', '', 'private');
  await host.close();
  await testHost({ dataDir: host.dataDir, port: host.port });
  for (const { session } of [ada, bo, eve]) {
    await until(() => session.status.state !== 'connected');
    session.retryNow();
    await until(() => session.status.state === 'connected');
  }
  expect((await ada.session.openDirect(idOf(bo.session))).id).toBe(direct.id);
  await expect(eve.session.request('history', { room: direct.id })).rejects.toMatchObject({ code: 'no-such-room' });
  await expect(bo.session.request('history', { room: secret.id })).rejects.toMatchObject({ code: 'no-such-room' });
  // That the name is in use would tell of the room.
  expect((await bo.session.createRoom('secret', '')).info.name).toBe('secret');
  await expect(ada.session.createRoom('Secret', '')).rejects.toMatchObject({ code: 'room-name-taken' });
});

test('a direct room takes no third person, no name, and nobody talks with himself there', async () => {
  const { ada, bo, eve } = await threePeople();
  const { id } = await ada.session.openDirect(idOf(bo.session));
  await expect(ada.session.invite(id, idOf(eve.session))).rejects.toMatchObject({ code: 'room-direct' });
  await expect(ada.session.changeRoom(id, { name: 'Us' })).rejects.toMatchObject({ code: 'room-direct' });
  await expect(ada.session.openDirect(idOf(ada.session))).rejects.toMatchObject({ code: 'direct-self' });
  await expect(ada.session.openDirect(4_711)).rejects.toMatchObject({ code: 'no-such-member' });
  await expect(ada.session.invite(ada.room.id, idOf(bo.session))).rejects.toMatchObject({ code: 'room-open' });
});

test('one who left a conversation of two comes back to it, by opening it or by being written to', async () => {
  const { host, ada, bo, eve } = await threePeople();
  const { id } = await ada.session.openDirect(idOf(bo.session));
  await ada.session.send(id, 'first');
  await roomOf(bo.session, id);
  await ada.session.leave(id);
  expect(ada.session.rooms.has(id)).toBe(false);
  expect(
    bo.session.rooms
      .get(id)
      ?.info.people.map(({ name }) => name)
      .sort(),
  ).toEqual(['Ada', 'Bo']);
  const again = await ada.session.openDirect(idOf(bo.session));
  expect(again.id).toBe(id);
  expect(again.joined).toBe(true);
  await bo.session.leave(id);
  await ada.session.send(id, 'second');
  const theirs = await roomOf(bo.session, id);
  await until(() => texts(theirs).includes('second') && texts(theirs).includes('first'));
  await bo.session.leave(id);
  await host.close();
  await testHost({ dataDir: host.dataDir, port: host.port });
  for (const { session } of [ada, bo, eve]) {
    await until(() => session.status.state !== 'connected');
    session.retryNow();
    await until(() => session.status.state === 'connected');
  }
  expect((await bo.session.openDirect(idOf(ada.session))).id).toBe(id);
  expect(eve.session.rooms.has(id)).toBe(false);
});

test('who left a private room does not come back into it by making it once more, and nobody is asked in twice', async () => {
  const { ada, bo, eve } = await threePeople();
  const plans = await ada.session.createRoom('Plans', '', 'private');
  const wish = { room: plans.id, name: 'Plans', topic: '', kind: 'private' } as const;
  expect((await ada.session.request('room.create', wish)).room.id).toBe(plans.id);
  await ada.session.invite(plans.id, idOf(bo.session));
  await expect(ada.session.invite(plans.id, idOf(bo.session))).rejects.toMatchObject({ code: 'in-room-already' });
  await ada.session.leave(plans.id);
  for (const { session } of [ada, eve])
    await expect(session.request('room.create', wish)).rejects.toMatchObject({ code: 'id-taken' });
  const theirs = await roomOf(bo.session, plans.id);
  expect(theirs.info.people.map(({ name }) => name)).toEqual(['Bo']);
});
