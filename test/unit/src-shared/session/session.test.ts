import { expect, test, vi } from 'vitest';
import { FIRST_WAIT, LONGEST_WAIT } from '../../../../src-shared/session/backoff.ts';
import { ANSWER_MS } from '../../../../src-shared/session/pending.ts';
import { settled } from '../../../support/fake-clock.ts';
import { MemoryOutbox } from '../../../support/people.ts';
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

/** A session that is logged in and in the room, whose log has `size` messages. */
async function inRoom(size = 3, options: Parameters<typeof scripted>[0] = {}): Promise<Scripted> {
  const world = scripted(options);
  await world.transport.link.letIn([roomInfo({ lastSeq: size })], [ROOM]);
  await world.transport.link.letJoin(messages(Math.max(1, size - 49), size), size);
  return world;
}

function room({ session }: Scripted) {
  const found = session.rooms.get(ROOM);
  if (!found) throw new Error('the room is not known');
  return found;
}

test('it logs in with a signature over the host’s challenge, and joins its rooms', async () => {
  const { session, transport } = scripted();
  expect(session.status).toEqual({ state: 'connecting' });
  transport.link.challenge();
  await settled();
  const login = transport.link.answer('login', {
    me: ME,
    rooms: [roomInfo(), roomInfo({ id: OTHER })],
    joined: [ROOM],
  });
  expect(login).toMatchObject({ key: 'A'.repeat(43), name: 'Ada', signature: 'S'.repeat(86) });
  await settled();
  expect(session.status).toEqual({ state: 'connected' });
  expect([session.host, session.me, [...session.rooms.keys()]]).toEqual([HOST, ME, [ROOM, OTHER]]);
  expect(transport.link.requests('room.join').map((asked) => asked.room)).toEqual([ROOM]);
});

test.each(['wrong-version', 'not-parley', 'guests-off', 'name-invalid', 'bad-signature', 'address-invalid'])(
  'a failure that trying again does not mend (%s) is final until one says otherwise',
  async (code) => {
    const { session, transport, clock } = scripted();
    transport.link.end({ code, message: 'No.' });
    expect(session.status).toEqual({ state: 'refused', failure: { code, message: 'No.' } });
    await clock.advance(10 * LONGEST_WAIT);
    session.networkUp();
    expect(transport.links).toHaveLength(1);
    session.retryNow();
    expect([transport.links.length, session.status.state]).toEqual([2, 'connecting']);
  },
);

test('a host of another version is refused', async () => {
  const { session, transport } = scripted();
  transport.link.challenge({ version: 2 });
  await settled();
  expect(session.status).toMatchObject({ state: 'refused', failure: { code: 'wrong-version' } });
  expect(transport.link.open).toBe(false);
});

test('another host at the address is refused, whether it is told which to expect or has met one', async () => {
  const told = scripted({ hostId: 'host-0' });
  told.transport.link.challenge();
  await settled();
  expect(told.session.status).toMatchObject({
    state: 'refused',
    failure: { code: 'not-parley', message: expect.stringContaining('Another host') as string },
  });
  expect(told.transport.link.requests('login')).toEqual([]);

  const { session, transport, clock } = await inRoom();
  transport.link.end(GONE);
  await clock.advance(FIRST_WAIT);
  transport.link.challenge({ host: { ...HOST, id: 'host-2' } });
  await settled();
  expect(session.status).toMatchObject({ state: 'refused', failure: { code: 'not-parley' } });
});

test('a log-in that the host refuses tells why', async () => {
  const { session, transport } = scripted();
  transport.link.challenge();
  await settled();
  transport.link.refuse('login', 'name-invalid');
  await settled();
  expect(session.status).toMatchObject({ state: 'refused', failure: { code: 'name-invalid' } });
});

test('a host that is away is tried again, in growing intervals', async () => {
  const { session, transport, clock } = scripted();
  const waits: number[] = [];
  for (let i = 0; i < 9; i += 1) {
    transport.link.end({ code: 'refused', message: 'No.' });
    const { status } = session;
    if (status.state !== 'offline') throw new Error(status.state);
    const wait = status.retryAt - clock.now();
    waits.push(wait);
    await clock.advance(wait - 1);
    expect(transport.links).toHaveLength(i + 1);
    await clock.advance(1);
    expect(transport.links).toHaveLength(i + 2);
  }
  expect(waits.slice(0, 3)).toEqual([188, 281, 422]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(LONGEST_WAIT);
  await transport.link.letIn();
  transport.link.end(GONE);
  expect(session.status).toMatchObject({ state: 'offline', retryAt: clock.now() + 188, failure: GONE });
});

test('a host that says how long to wait is not asked before', async () => {
  const { session, transport, clock } = scripted();
  transport.link.end({ code: 'password-wait', message: 'Wait.', detail: { wait: 60_000 } });
  expect(session.status).toMatchObject({ state: 'offline', retryAt: clock.now() + 60_000 });
  await clock.advance(59_999);
  expect(transport.links).toHaveLength(1);
  await clock.advance(1);
  expect(transport.links).toHaveLength(2);
});

test('when the network comes back a waiting session connects at once, and one that waits no more is left alone', async () => {
  const { session, transport } = scripted();
  transport.link.end({ code: 'unreachable', message: 'No.' });
  session.networkUp();
  expect(session.status.state).toBe('connecting');
  session.networkUp();
  expect(transport.links).toHaveLength(2);
  transport.link.end({ code: 'unreachable', message: 'No.' });
  session.retryNow();
  expect(transport.links).toHaveLength(3);
  session.stop();
  session.networkUp();
  session.retryNow();
  expect(transport.links).toHaveLength(3);
});

test('when the network comes back an open session proves itself; a dead one is dropped and tried anew', async () => {
  const { session, transport, clock } = await inRoom();
  session.networkUp();
  transport.link.answer('ping', { time: 1 });
  await clock.advance(1);
  expect(session.status.state).toBe('connected');
  session.networkUp();
  await clock.advance(ANSWER_MS);
  expect(transport.link.open).toBe(false);
  expect(session.status).toMatchObject({
    state: 'offline',
    failure: { code: 'timed-out' },
    retryAt: clock.now() + 188,
  });
});

test('a quiet connection is asked for a sign of life, a busy one is not', async () => {
  const { transport, clock } = await inRoom();
  for (let i = 0; i < 4; i += 1) {
    await clock.advance(15_000);
    transport.link.say({ type: 'rooms', rooms: [] });
  }
  expect(transport.link.requests('ping')).toHaveLength(0);
  await clock.advance(20_000);
  expect(transport.link.requests('ping')).toHaveLength(1);
});

test('a host that has lost track of one is connected to anew', async () => {
  const { session, transport, clock } = await inRoom();
  await clock.advance(20_000);
  transport.link.refuse('ping', 'not-logged-in');
  await settled();
  expect(session.status).toMatchObject({ state: 'offline', failure: { code: 'not-logged-in' } });
});

test('a host whose key has changed is refused: against the pin, against the host met before, against the certificate seen', async () => {
  const other = { ...HOST, fingerprint: 'other' };
  const pinned = scripted({ pin: 'other' });
  expect(pinned.transport.link.pin).toBe('other');
  pinned.transport.link.challenge();
  const met = await inRoom();
  met.transport.link.end(GONE);
  await met.clock.advance(FIRST_WAIT);
  met.transport.link.challenge({ host: other });
  const seen = scripted();
  seen.transport.link.opened('other');
  seen.transport.link.challenge();
  await settled();
  for (const { session, transport } of [pinned, met, seen]) {
    expect(session.status).toMatchObject({ state: 'refused', failure: { code: 'key-changed' } });
    expect(transport.link.requests('login')).toEqual([]);
  }
  met.session.change({ pin: 'other' });
  met.transport.link.challenge({ host: other });
  await settled();
  expect(met.transport.link.requests('login')).toHaveLength(1);
});

test('an overdue answer drops the connection', async () => {
  const { session, transport, clock } = await inRoom();
  const asked = session.request('room.leave', { room: ROOM });
  const refused = expect(asked).rejects.toMatchObject({ code: 'host-gone' });
  await clock.advance(ANSWER_MS);
  await refused;
  expect(session.status).toMatchObject({ state: 'offline', failure: { code: 'timed-out' } });
  expect(transport.link.open).toBe(false);
});

test('what is asked before the log-in is refused at once, and does not cost the connection', async () => {
  const { session, transport, clock } = scripted();
  await expect(session.request('room.leave', { room: ROOM })).rejects.toMatchObject({ code: 'host-gone' });
  await transport.link.letIn([roomInfo()], []);
  await clock.advance(ANSWER_MS);
  expect(session.status).toEqual({ state: 'connected' });
  expect(transport.links).toHaveLength(1);
});

test('who accepts a connection and says nothing is given up', async () => {
  const { session, transport, clock } = scripted();
  await clock.advance(ANSWER_MS);
  expect(session.status).toMatchObject({ state: 'offline', failure: { code: 'timed-out' } });
  expect(transport.link.open).toBe(false);
});

test('a connection that ends while it is being probed counts as one failure', async () => {
  const { session, transport, clock } = await inRoom();
  session.networkUp();
  transport.link.end({ code: 'unreachable', message: 'Away.' });
  await settled();
  expect(session.status).toMatchObject({
    state: 'offline',
    failure: { code: 'unreachable' },
    retryAt: clock.now() + 188,
  });
  await clock.advance(188);
  expect(transport.links).toHaveLength(2);
});

test('a change of address while it is being probed leaves the new connection alone', async () => {
  const { session, transport } = await inRoom();
  session.networkUp();
  session.change({ url: 'ws://moved/session' });
  await settled();
  expect([transport.link.url, transport.link.open, session.status.state]).toEqual([
    'ws://moved/session',
    true,
    'connecting',
  ]);
});

test('a new name connects anew under it; what is known of the rooms stays', async () => {
  const world = await inRoom();
  world.session.change({ name: 'Ada L.' });
  world.transport.link.challenge();
  await settled();
  expect(world.transport.link.take('login')).toMatchObject({ name: 'Ada L.' });
  expect(room(world).window.events).toHaveLength(3);
});

test.each([
  '',
  'garbage',
  '[]',
  '\u0000',
  '{"id":1}',
  '{"type":"events","room":"x","events":[]}',
  '{"type":"challenge"}',
  '{"id":1,"error":{}}',
])('garbage from a host (%j) drops the connection and nothing else', async (frame) => {
  const world = await inRoom();
  world.transport.link.say(frame);
  await settled();
  expect(['offline', 'refused']).toContain(world.session.status.state);
  expect(world.transport.link.open).toBe(false);
  expect(room(world).window.events).toHaveLength(3);
  world.transport.link.say('more of it');
  world.session.retryNow();
  await world.transport.link.letIn();
  expect(world.session.status.state).toBe('connected');
});

test('frames of later versions, and about rooms it does not know, are passed over', async () => {
  const world = await inRoom();
  world.transport.link.say({ type: 'reaction', room: ROOM });
  world.transport.link.say({ type: 'events', room: OTHER, events: [message(1)] });
  world.transport.link.say({ id: 999, result: {} });
  await settled();
  expect([world.session.status.state, world.session.notice]).toEqual(['connected', null]);
});

test('live events are shown as they come; a gap in them is filled', async () => {
  const world = await inRoom(3);
  const { link } = world.transport;
  link.say({ type: 'events', room: ROOM, events: messages(4, 5) });
  link.say({ type: 'events', room: ROOM, events: messages(8, 9) });
  expect(room(world).window.events.at(-1)?.seq).toBe(5);
  expect(link.answer('history', { events: messages(6, 9), lastSeq: 9 })).toMatchObject({ after: 5 });
  await settled();
  expect(room(world).window.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('after a reconnect each room resumes after its last event', async () => {
  const world = await inRoom(3);
  world.transport.link.end(GONE);
  await world.clock.advance(FIRST_WAIT);
  await world.transport.link.letIn([roomInfo({ lastSeq: 5 })], [ROOM]);
  expect(await world.transport.link.letJoin(messages(4, 5))).toMatchObject({ after: 3 });
  expect(room(world).window.events).toHaveLength(5);
});

test('a message is shown as pending at once, sent, and gone from the outbox with its acknowledgement', async () => {
  const { session, transport, outbox } = await inRoom();
  await session.send(ROOM, 'hello');
  expect(session.unsent(ROOM)).toMatchObject([{ text: 'hello', failure: null }]);
  const asked = transport.link.answer('message.send', { seq: 4, at: 1 });
  expect(asked).toMatchObject({ room: ROOM, text: 'hello', event: session.unsent(ROOM)[0]?.id });
  await settled();
  expect([session.unsent(ROOM), outbox.entries.size]).toEqual([[], 0]);
});

test('a message that comes back in the log is acknowledged, even if its answer was lost', async () => {
  const { session, transport, outbox } = await inRoom();
  await session.send(ROOM, 'hello');
  const { event } = transport.link.take('message.send');
  transport.link.say({ type: 'events', room: ROOM, events: [message(4, { id: String(event), by: ME.id })] });
  await settled();
  expect([session.unsent(ROOM), outbox.entries.size]).toEqual([[], 0]);
});

test('what was not acknowledged is sent again after a reconnect, under the same id', async () => {
  const { session, transport, clock } = await inRoom();
  await session.send(ROOM, 'hello');
  const { event } = transport.link.take('message.send');
  transport.link.end(GONE);
  await clock.advance(FIRST_WAIT);
  await transport.link.letIn();
  expect(transport.link.take('message.send').event).toBe(event);
});

test('what an earlier run wrote is sent by this one', async () => {
  const outbox = new MemoryOutbox();
  await outbox.put(HOST.id, { id: idOf(99), room: ROOM, text: 'kept', at: 1, failure: null });
  const { transport } = scripted({ outbox });
  await transport.link.letIn();
  expect(transport.link.take('message.send')).toMatchObject({ event: idOf(99), text: 'kept' });
});

test('a message refused for good is marked, and sent again or discarded as one likes', async () => {
  const { session, transport } = await inRoom();
  await session.send(ROOM, 'one');
  transport.link.refuse('message.send', 'room-archived');
  await settled();
  const [failed] = session.unsent(ROOM);
  expect(failed?.failure).toMatchObject({ code: 'room-archived' });
  await session.retry(failed?.id ?? '');
  expect(transport.link.take('message.send').event).toBe(failed?.id);
  await session.discard(failed?.id ?? '');
  expect(session.unsent(ROOM)).toEqual([]);
});

test('a text that is not fit is refused before anything is shown', async () => {
  const { session } = await inRoom();
  await expect(session.send(ROOM, '  ')).rejects.toMatchObject({ code: 'text-empty' });
  await expect(session.send(ROOM, 'x'.repeat(8_001))).rejects.toMatchObject({ code: 'text-too-long' });
  expect(session.unsent(ROOM)).toEqual([]);
});

test('one’s typing is told at most every three seconds, anew after a message, and not while offline', async () => {
  const { session, transport, clock } = await inRoom();
  const told = () => transport.link.sent.filter(({ type }) => type === 'typing').length;
  session.typing(ROOM);
  session.typing(ROOM);
  await clock.advance(2_999);
  session.typing(ROOM);
  expect(told()).toBe(1);
  await clock.advance(1);
  session.typing(ROOM);
  expect(told()).toBe(2);
  await session.send(ROOM, 'x');
  session.typing(ROOM);
  expect(told()).toBe(3);
  transport.link.end(GONE);
  await clock.advance(5_000);
  session.typing(ROOM);
  expect(transport.link.sent.filter(({ type }) => type === 'typing')).toEqual([]);
});

test('others’ typing is shown, one’s own from another device is not', async () => {
  const world = await inRoom();
  world.transport.link.say({ type: 'typing', room: ROOM, by: 1, name: 'Bo' });
  world.transport.link.say({ type: 'typing', room: ROOM, by: ME.id, name: 'Ada' });
  expect(room(world).typing).toEqual([{ by: 1, name: 'Bo' }]);
  world.transport.link.end(GONE);
  expect(room(world).typing).toEqual([]);
});

test('what was read is kept, and what is new counts as unread in the next run', async () => {
  const world = await inRoom(3);
  world.transport.link.say({ type: 'events', room: ROOM, events: messages(4, 5) });
  expect(room(world).unread).toBe(2);
  world.session.markRead(ROOM);
  expect([room(world).unread, world.marks.get(ROOM)]).toEqual([0, 5]);
  const marks = new Map([[ROOM, 4]]);
  const next = await inRoom(6, { readMarks: { get: (_host, id) => marks.get(id) ?? null, set: () => undefined } });
  expect(room(next).unread).toBe(2);
});

test('read marks hold even if a list of rooms comes right behind the log-in', async () => {
  const { session, transport } = scripted({ readMarks: { get: () => 4, set: () => undefined } });
  transport.link.challenge();
  await settled();
  transport.link.answer('login', { me: ME, rooms: [roomInfo()], joined: [] });
  transport.link.say({ type: 'rooms', rooms: [roomInfo({ topic: 'new' })] });
  await settled();
  expect(session.rooms.get(ROOM)).toMatchObject({ readSeq: 4 });
});

test('rooms are listed, made and changed', async () => {
  const { session, transport } = await inRoom();
  transport.link.say({ type: 'rooms', rooms: [roomInfo({ name: 'renamed' })] });
  expect(session.rooms.get(ROOM)?.info.name).toBe('renamed');
  const made = session.createRoom('games', 'chess');
  const { room: id } = transport.link.requests('room.create')[0] ?? {};
  transport.link.answer('room.create', { room: roomInfo({ id: String(id), name: 'games' }) });
  await settled();
  await transport.link.letJoin([]);
  expect((await made).info.id).toBe(id);
  const changed = session.changeRoom(ROOM, { name: 'a', topic: 'b', archive: true });
  for (const type of ['room.rename', 'room.topic', 'room.archive'] as const) {
    expect(transport.link.answer(type, { seq: 1, at: 1 })).toMatchObject({ room: ROOM });
    await settled();
  }
  await changed;
});

test('what the host refuses without being asked is a notice until it is dismissed', async () => {
  const { session, transport } = await inRoom();
  transport.link.say({ type: 'error', code: 'rate-limited', message: 'Slowly.' });
  expect(session.notice).toEqual({ code: 'rate-limited', message: 'Slowly.' });
  session.dismissNotice();
  expect(session.notice).toBeNull();
});

test('a room that cannot be joined is a notice; the session goes on', async () => {
  const { session, transport } = scripted();
  await transport.link.letIn([roomInfo()], [ROOM]);
  transport.link.refuse('room.join', 'no-such-room');
  await settled();
  expect([session.status.state, session.notice?.code]).toEqual(['connected', 'no-such-room']);
});

test('a room that cannot be joined just now is joined a little later', async () => {
  const { session, transport, clock } = scripted();
  await transport.link.letIn([roomInfo()], [ROOM]);
  transport.link.refuse('room.join', 'rate-limited');
  await clock.advance(FIRST_WAIT);
  await transport.link.letJoin(messages(1, 3));
  expect([session.rooms.get(ROOM)?.joined, session.notice]).toEqual([true, null]);
});

test('a stopped session is quiet, and can be started again', async () => {
  const { session, transport, clock } = await inRoom();
  session.stop();
  expect([session.status.state, transport.link.open]).toEqual(['stopped', false]);
  await expect(session.request('ping', {})).rejects.toMatchObject({ code: 'host-gone' });
  await clock.advance(60_000);
  expect([transport.links.length, clock.waiting]).toEqual([1, 0]);
  session.start();
  session.start();
  expect([transport.links.length, session.status.state]).toEqual([2, 'connecting']);
});

test('listeners hear of every change until they stop listening', async () => {
  const { session, transport } = scripted();
  const heard = vi.fn();
  const stop = session.onChange(heard);
  await transport.link.letIn();
  expect(heard).toHaveBeenCalledWith(null);
  stop();
  heard.mockClear();
  session.stop();
  expect(heard).not.toHaveBeenCalled();
});
