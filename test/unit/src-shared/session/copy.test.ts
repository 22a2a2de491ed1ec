import { expect, test } from 'vitest';
import type { Room } from '../../../../src-shared/session/room.ts';
import { settled } from '../../../support/fake-clock.ts';
import { MemoryCopy } from '../../../support/memory-copy.ts';
import {
  HOST,
  idOf,
  ME,
  message,
  messages,
  ROOM,
  roomInfo,
  scripted,
  type Scripted,
} from '../../../support/scripted.ts';

const OTHER = ROOM.replace(/1$/, '2');
const GONE = { code: 'host-gone', message: 'Gone.' };

/** A run with the host, in a room of so many messages, after which everything is on disk. */
async function firstRun(copy: MemoryCopy, size = 3): Promise<Scripted> {
  const world = scripted({ copy, hostId: HOST.id });
  await world.transport.link.letIn([roomInfo({ lastSeq: size })], [ROOM]);
  await world.transport.link.letJoin(messages(Math.max(1, size - 49), size), size);
  await world.session.copy?.flush();
  return world;
}

/** A later run whose host is away. */
async function away(copy: MemoryCopy): Promise<Scripted> {
  const world = scripted({ copy, hostId: HOST.id });
  world.transport.link.end(GONE);
  await world.session.copy?.restore();
  return world;
}

function room({ session }: Scripted, id = ROOM): Room {
  const found = session.rooms.get(id);
  if (!found) throw new Error('the room is not known');
  return found;
}

function seqs({ window }: Room): number[] {
  return window.events.map(({ seq }) => seq);
}

test('without its host, a room one has seen opens from the copy, with who one is and when the host was last there', async () => {
  const copy = new MemoryCopy();
  const before = await firstRun(copy);
  const { session, ...later } = await away(copy);
  expect([session.me, session.copy?.seenAt]).toEqual([ME, before.clock.now()]);
  const kept = room({ session, ...later });
  expect([kept.joined, kept.loaded, kept.atStart, seqs(kept)]).toEqual([true, true, true, [1, 2, 3]]);
});

test('of the one room wanted first the messages are there at once, the others are known and follow', async () => {
  const copy = new MemoryCopy();
  const { session: earlier } = await firstRun(copy);
  await copy.put(HOST.id, OTHER, { first: 1, last: 2, events: messages(1, 2) });
  await copy.save(HOST.id, { me: ME, rooms: [roomInfo({ lastSeq: 3 }), roomInfo({ id: OTHER })], seenAt: 1 });
  earlier.stop();
  const world = scripted({ copy, hostId: HOST.id });
  await world.session.copy?.restore(OTHER);
  const known = [ROOM, OTHER].map((id) => room(world, id));
  expect(known.map(({ joined, loaded }) => [joined, loaded])).toEqual([
    [true, false],
    [true, true],
  ]);
  await world.session.copy?.restore();
  expect(known.map(seqs)).toEqual([
    [1, 2, 3],
    [1, 2],
  ]);
});

test('what comes live is kept too, each event once', async () => {
  const copy = new MemoryCopy();
  const { session, transport, clock } = await firstRun(copy);
  transport.link.say({ type: 'events', room: ROOM, events: [message(4)] });
  await clock.advance(1_000);
  await session.copy?.flush();
  expect([...(copy.rooms.get(ROOM)?.keys() ?? [])]).toEqual([1, 2, 3, 4]);
});

test('back with its host, a room asks for what it lacks only', async () => {
  const copy = new MemoryCopy();
  await firstRun(copy);
  const world = scripted({ copy, hostId: HOST.id });
  await world.session.copy?.restore();
  await world.transport.link.letIn([roomInfo({ lastSeq: 4 })], [ROOM]);
  expect(await world.transport.link.letJoin([message(4)], 4)).toMatchObject({ after: 3 });
  expect(seqs(room(world))).toEqual([1, 2, 3, 4]);
});

test('earlier pages come from the copy, and what is not in it is refused, not passed over', async () => {
  const copy = new MemoryCopy();
  await firstRun(copy, 500);
  // An earlier run had read further up.
  for (const event of messages(301, 450)) copy.rooms.get(ROOM)?.set(event.seq, event);
  const world = await away(copy);
  const kept = room(world);
  expect(seqs(kept)[0]).toBe(441);
  while (seqs(kept)[0] !== 301) await kept.loadOlder();
  expect(kept.atStart).toBe(false);
  await expect(kept.loadOlder()).rejects.toMatchObject({ code: 'not-copied' });
  await expect(kept.showAround(20)).rejects.toMatchObject({ code: 'not-copied' });
  await kept.showAround(400);
  expect(seqs(kept)).toContain(400);
});

test('that there is more than the copy has is not hidden', async () => {
  const copy = new MemoryCopy();
  await firstRun(copy);
  const [info] = copy.hosts.get(HOST.id)?.rooms ?? [];
  copy.hosts.get(HOST.id)?.rooms.splice(0, 1, { ...roomInfo(info), lastSeq: 9 });
  const kept = room(await away(copy));
  expect([kept.atHead, kept.window.head]).toEqual([false, 9]);
});

test('a room one was removed from is dropped, whether one is told now or at the next log-in', async () => {
  const copy = new MemoryCopy();
  const { session } = await firstRun(copy);
  session.rooms.get(ROOM)?.left();
  session.changed(ROOM);
  await session.copy?.flush();
  expect(copy.rooms.has(ROOM)).toBe(false);

  await firstRun(copy);
  const world = scripted({ copy, hostId: HOST.id });
  await world.session.copy?.restore();
  expect([...world.session.rooms.keys()]).toEqual([ROOM]);
  await world.transport.link.letIn([roomInfo({ id: OTHER })], []);
  expect([...world.session.rooms.keys()]).toEqual([OTHER]);
  await world.session.copy?.flush();
  expect(copy.rooms.has(ROOM)).toBe(false);
});

test('a host that is quicker than the disk is believed', async () => {
  const copy = new MemoryCopy();
  await firstRun(copy);
  const world = scripted({ copy, hostId: HOST.id });
  await world.transport.link.letIn([roomInfo({ id: OTHER })], []);
  await world.session.copy?.restore();
  expect([...world.session.rooms.keys()]).toEqual([OTHER]);
});

test('the copy is searched by the same rules, the newest first, page by page', async () => {
  const copy = new MemoryCopy();
  const world = await firstRun(copy, 2);
  const said = [
    message(3, { text: 'the *kettle* is on', by: ME.id, name: 'Ada' }),
    message(4, { text: 'kettles: https://example.org' }),
    { ...message(5, { text: 'no kettle here' }), erased: true as const },
  ];
  world.transport.link.say({ type: 'events', room: ROOM, events: said });
  await world.session.copy?.flush();
  const { session } = await away(copy);
  const find = async (query: string) => {
    const { results, next } = await session.talk.search(query, { limit: 1 });
    return [results.map(({ event }) => event.seq), next];
  };
  expect(await find('kettle ')).toEqual([[3], null]);
  expect(await find('kett')).toEqual([[4], 2]);
  expect((await session.talk.search('kett', { limit: 1, before: 2 })).results).toMatchObject([{ event: { seq: 3 } }]);
  expect(await find('"kettle is on" from:me in:general')).toEqual([[3], null]);
  expect(await find('has:link kett')).toEqual([[4], null]);
  expect(await find('mentions:me kett')).toEqual([[], null]);
  await expect(find('from:Bo')).rejects.toMatchObject({ code: 'search-empty' });
  await expect(find('x in:nowhere')).rejects.toMatchObject({ code: 'no-such-room' });
});

test('what waits to be sent is shown waiting in a room that was opened from the copy', async () => {
  const copy = new MemoryCopy();
  await firstRun(copy);
  const { session } = await away(copy);
  await session.send(ROOM, 'later');
  await settled();
  expect(session.unsent(ROOM)).toMatchObject([{ text: 'later', failure: null }]);
});

test('a host that is forgotten leaves nothing behind', async () => {
  const copy = new MemoryCopy();
  const { session } = await firstRun(copy);
  session.copy?.forget();
  await session.copy?.flush();
  expect([copy.hosts.size, copy.rooms.size]).toEqual([0, 0]);
});

test('what was cleared is kept anew, whole', async () => {
  const copy = new MemoryCopy();
  const { session, transport } = await firstRun(copy);
  await session.copy?.clear();
  expect(copy.rooms.size).toBe(0);
  transport.link.say({ type: 'events', room: ROOM, events: [message(4)] });
  await session.copy?.flush();
  expect([...(copy.rooms.get(ROOM)?.keys() ?? [])]).toEqual([1, 2, 3, 4]);
});

test('a disk that refuses does not disturb the talk', async () => {
  const copy = new MemoryCopy();
  copy.put = () => Promise.reject(new Error('full'));
  const world = await firstRun(copy);
  expect([world.session.status.state, idOf(3) === room(world).window.events.at(-1)?.id]).toEqual(['connected', true]);
});
