import { expect, test } from 'vitest';
import { WINDOW_MAX } from '../../../../src-shared/domain/window.ts';
import type { ReceivedEvent } from '../../../../src-shared/protocol/events.ts';
import type { MessageState } from '../../../../src-shared/protocol/message-state.ts';
import type { ReadMark } from '../../../../src-shared/protocol/reads.ts';
import type { ThreadPage } from '../../../../src-shared/protocol/threads.ts';
import { PAGE_DEFAULT, PAGE_MAX, TYPING_MS } from '../../../../src-shared/protocol/limits.ts';
import type { Member } from '../../../../src-shared/protocol/rooms.ts';
import { Room } from '../../../../src-shared/session/room.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { idOf, message, messages, ROOM, roomInfo } from '../../../support/scripted.ts';

const BO: Member = { id: 2, name: 'Bo', role: 'member', key: null };
const CY: Member = { id: 3, name: 'Cy', role: 'guest', key: null };

interface Played {
  size: number;
  online: Member[];
  asked: ({ type: string } & Range)[];
  /** What was told of as new. */
  heard: number[];
  read?: ReadMark;
  thread?: ThreadPage;
  ignores?: (member: number) => boolean;
  /** What became of one of the messages. */
  state?: { id: string; state: MessageState };
}

interface Range {
  before?: number;
  after?: number;
  around?: number;
  limit?: number;
}

/** A room on a host whose log has `size` messages, answering like one. */
function roomOn(size: number, readSeq: number | null = null) {
  const clock = new FakeClock();
  const host: Played = { size, online: [BO], asked: [], heard: [] };
  const page = ({ before, after, around, limit = PAGE_DEFAULT }: Range) => {
    if (around !== undefined) {
      const first = Math.max(1, around - limit / 2);
      return { events: messages(first, Math.min(host.size, first + limit - 1)), lastSeq: host.size };
    }
    const to = after === undefined ? Math.min(host.size, (before ?? Infinity) - 1) : Math.min(host.size, after + limit);
    const from = after === undefined ? Math.max(1, to - limit + 1) : after + 1;
    const events = messages(from, to).map((event) =>
      event.id === host.state?.id ? { ...event, ...host.state } : event,
    );
    return { events, lastSeq: host.size };
  };
  const answer = (type: string, params: Range): unknown => {
    host.asked.push({ type, ...params });
    if (type === 'history') return page(params);
    if (type === 'thread') return host.thread;
    if (type === 'room.join') {
      const limit = params.after === undefined ? PAGE_DEFAULT : PAGE_MAX;
      return {
        room: roomInfo({ lastSeq: host.size }),
        page: page({ ...params, limit }),
        online: host.online,
        read: host.read,
      };
    }
    return {};
  };
  const room = new Room(roomInfo(), readSeq, {
    clock,
    request: (type, params) => Promise.resolve(answer(type, params) as never),
    changed: () => undefined,
    heard: (_room, events) => host.heard.push(...events.map(({ seq }) => seq)),
    me: () => 7,
    ignores: () => host.ignores ?? null,
  });
  const seqs = () => room.window.events.map(({ seq }) => seq);
  return {
    room,
    host,
    clock,
    span: () => [seqs()[0], seqs().at(-1)],
    histories: () => host.asked.filter(({ type }) => type === 'history'),
  };
}

test('joining shows the newest page, who is online, and everything as read', async () => {
  const { room, span } = roomOn(120);
  await room.join();
  expect(span()).toEqual([71, 120]);
  expect([...room.online.values()]).toEqual([BO]);
  expect([room.joined, room.loaded, room.atHead, room.atStart, room.readSeq, room.unread]).toEqual([
    true,
    true,
    true,
    false,
    120,
    0,
  ]);
});

test('a room with nothing in it is whole', async () => {
  const { room } = roomOn(0);
  await room.join();
  expect([room.atStart, room.atHead, room.unread]).toEqual([true, true, 0]);
});

test('coming back asks for exactly what was missed', async () => {
  const { room, host, span } = roomOn(100);
  await room.join();
  room.disconnected();
  expect(room.online.size).toBe(0);
  host.size = 130;
  await room.join();
  expect(host.asked).toEqual([
    { type: 'room.join', room: ROOM },
    { type: 'room.join', room: ROOM, after: 100 },
  ]);
  expect(span()).toEqual([51, 130]);
  expect(room.unread).toBe(30);
  // What was there at first is no news; what was missed is, and what comes live.
  expect(host.heard).toEqual(Array.from({ length: 30 }, (_, i) => 101 + i));
  room.receive(messages(131, 131));
  expect(host.heard.at(-1)).toBe(131);
});

test('missing more than a page is made up page by page', async () => {
  const { room, host, span, histories } = roomOn(10);
  await room.join();
  host.size = 700;
  await room.join();
  expect(span()).toEqual([1, 700]);
  expect(histories().map(({ after }) => after)).toEqual([210, 410, 610]);
});

test('after a very long absence the newest page is shown, and older ones load when wanted', async () => {
  const { room, host, span } = roomOn(10);
  await room.join();
  host.size = 5_000;
  await room.join();
  expect(span()).toEqual([4_951, 5_000]);
  await room.loadOlder();
  expect(span()).toEqual([4_901, 5_000]);
  expect(room.unread).toBe(4_990);
});

test('a host restored from an older copy is believed: the window begins anew', async () => {
  const { room, host, span } = roomOn(100);
  await room.join();
  host.size = 60;
  await room.join();
  expect(span()).toEqual([11, 60]);
  expect([room.atHead, room.readSeq, room.unread]).toEqual([true, 60, 0]);
  room.receive(messages(61, 61));
  expect([span()[1], room.unread]).toEqual([61, 1]);
});

test('a host that claims events it cannot give is not asked for ever', async () => {
  const { room, host, histories } = roomOn(50);
  await room.join();
  room.receive(messages(1_000_000, 1_000_000));
  await room.catchUp();
  expect(histories().length).toBeLessThan(3);
  room.receive(messages(51, 51));
  host.size = 51;
  await room.catchUp();
  expect(histories().length).toBeLessThan(5);
});

test('a gap in live events is filled from the log, once', async () => {
  const { room, host, span, histories } = roomOn(10);
  await room.join();
  host.size = 15;
  room.receive(messages(13, 15));
  expect(room.atHead).toBe(false);
  await Promise.all([room.catchUp(), room.catchUp()]);
  expect(span()).toEqual([1, 15]);
  expect(histories()).toHaveLength(1);
});

test('paging back and forth shares one request between callers, and ends at the ends', async () => {
  const { room, span, histories } = roomOn(120);
  await room.join();
  await Promise.all([room.loadOlder(), room.loadOlder()]);
  expect([span(), histories().length]).toEqual([[21, 120], 1]);
  await room.loadOlder();
  await room.loadOlder();
  await room.loadNewer();
  expect([span(), room.atStart, histories().length]).toEqual([[1, 120], true, 2]);
});

test('far above the newest end the window stays small, and comes back on request', async () => {
  const { room, host, span } = roomOn(3_000);
  await room.join();
  while (!room.atStart) await room.loadOlder();
  expect(span()).toEqual([1, WINDOW_MAX]);
  expect(room.atHead).toBe(false);
  host.size = 3_001;
  room.receive(messages(3_001, 3_001));
  await room.catchUp();
  expect(span()).toEqual([1, WINDOW_MAX]);
  await room.loadNewer();
  expect(span()).toEqual([PAGE_DEFAULT + 1, WINDOW_MAX + PAGE_DEFAULT]);
  await room.showNewest();
  expect(span()).toEqual([2_952, 3_001]);
  room.receive(messages(3_003, 3_003));
  host.size = 3_003;
  await room.catchUp();
  expect(span()).toEqual([2_952, 3_003]);
});

test('a long conversation does not grow the window without end', async () => {
  const { room, span } = roomOn(0);
  await room.join();
  for (let seq = 1; seq <= 2 * WINDOW_MAX; seq += 1) room.receive(messages(seq, seq));
  expect(room.window.events.length).toBeLessThanOrEqual(1.5 * WINDOW_MAX);
  expect([span()[1], room.atHead]).toEqual([2 * WINDOW_MAX, true]);
});

test('what one reads is not dropped by what comes below it', async () => {
  const { room, span } = roomOn(0);
  await room.join();
  room.readingAbove = true;
  for (let seq = 1; seq <= 2 * WINDOW_MAX; seq += 1) room.receive(messages(seq, seq));
  expect(span()[0]).toBe(1);
});

test('messages after the last one looked at are unread, own joins and the like are not', async () => {
  const { room } = roomOn(100, 95);
  await room.join();
  expect(room.unread).toBe(5);
  room.receive([{ kind: 'join', seq: 101, id: ROOM, at: 0, by: 2, name: 'Bo' }]);
  expect(room.unread).toBe(5);
  expect(room.info.lastSeq).toBe(101);
});

test('after leaving, nothing of the room is kept, and joining again follows it as at first', async () => {
  const { room, host, span } = roomOn(3_000);
  await room.join();
  while (!room.atStart) await room.loadOlder();
  room.typed(2, 'Bo');
  await room.leave();
  expect([
    room.joined,
    room.loaded,
    room.window.events.length,
    room.online.size,
    room.typing.length,
    room.unread,
  ]).toEqual([false, false, 0, 0, 0, 0]);
  await room.join();
  host.size = 3_002;
  room.receive(messages(3_002, 3_002));
  await room.catchUp();
  expect(span()).toEqual([2_951, 3_002]);
});

test('people come and go; a whole list replaces what was known', async () => {
  const { room } = roomOn(1);
  await room.join();
  room.presence([CY], [], false);
  expect([...room.online.keys()]).toEqual([2, 3]);
  room.presence([], [2], false);
  expect([...room.online.keys()]).toEqual([3]);
  room.presence([BO], [], true);
  expect([...room.online.keys()]).toEqual([2]);
});

test('typing lasts five seconds after its last sign, and ends with a message or with going', async () => {
  const { room, clock } = roomOn(1);
  await room.join();
  room.typed(2, 'Bo');
  await clock.advance(TYPING_MS - 1);
  room.typed(2, 'Bo');
  await clock.advance(TYPING_MS - 1);
  expect(room.typing).toEqual([{ by: 2, name: 'Bo' }]);
  await clock.advance(1);
  expect(room.typing).toEqual([]);
  room.typed(1, 'Di');
  room.typed(2, 'Bo');
  room.receive(messages(2, 2));
  expect(room.typing).toEqual([{ by: 2, name: 'Bo' }]);
  room.presence([], [2], false);
  expect([room.typing, clock.waiting]).toEqual([[], 0]);
});

test('a jump shows what is around an event; one pages on from there both ways, and comes back', async () => {
  const { room, host, span, histories } = roomOn(3_000);
  await room.join();
  await room.showAround(1_000);
  expect([span(), room.atHead, room.atStart]).toEqual([[950, 1_049], false, false]);
  await room.loadOlder();
  await room.loadNewer();
  expect(span()).toEqual([900, 1_099]);
  const before = histories().length;
  await room.showAround(1_090);
  expect([span(), histories().length]).toEqual([[900, 1_099], before]);
  host.size = 3_001;
  room.receive(messages(3_001, 3_001));
  await room.catchUp();
  expect([span(), room.window.head]).toEqual([[900, 1_099], 3_001]);
  await room.showNewest();
  expect([span(), room.atHead]).toEqual([[2_952, 3_001], true]);
});

test('a jump to the newest event follows the log from there on', async () => {
  const { room, span } = roomOn(3_000);
  await room.join();
  await room.showAround(5);
  await room.showAround(3_000);
  room.receive(messages(3_001, 3_001));
  expect([span()[1], room.atHead]).toEqual([3_001, true]);
});

test('what is being read far above the newest end is kept true, live and over an absence', async () => {
  const { room, host, histories } = roomOn(3_000);
  const target = idOf(1_000);
  const change = { at: 1, by: 1, name: 'Bo', target };
  await room.join();
  await room.showAround(1_000);
  room.receive([{ ...change, seq: 3_001, id: idOf(3_001), kind: 'edit', text: 'live' }]);
  expect(room.window.states.get(target)?.text).toBe('live');
  room.disconnected();
  host.size = 4_000;
  host.state = { id: target, state: { text: 'while away', edited: 1 } };
  const asked = histories().length;
  await room.join();
  expect(room.window.states.get(target)?.text).toBe('while away');
  expect(
    histories()
      .slice(asked)
      .map(({ after }) => after),
  ).toEqual([949]);
  room.receive([{ ...change, seq: 4_001, id: idOf(4_001), kind: 'edit', text: 'live again' }]);
  expect(room.window.states.get(target)?.text).toBe('live again');
});

test('what the host counts as unread is what is unread, and what comes live is added to it', async () => {
  const { room, host } = roomOn(3_000);
  host.read = { seq: 10, unread: 700, mentions: 3 };
  await room.join();
  expect([room.readSeq, room.unread, room.mentions]).toEqual([10, 700, 3]);
  const stored = { at: 1, by: 1, name: 'Bo' };
  room.receive([
    { ...stored, seq: 3_001, id: idOf(3_001), kind: 'message', text: 'x', mentions: [7] },
    { ...stored, seq: 3_002, id: idOf(3_002), kind: 'message', text: 'my own', by: 7 },
    { ...stored, seq: 3_003, id: idOf(3_003), kind: 'react', target: idOf(1), emoji: '👍', on: true },
    { ...stored, seq: 3_004, id: idOf(3_004), kind: 'message', text: 'aside', thread: idOf(1) },
    { ...stored, seq: 3_005, id: idOf(3_005), kind: 'message', text: 'all', everyone: 'room' },
  ]);
  expect([room.unread, room.mentions]).toEqual([702, 5]);
  room.markRead(room.window.head);
  expect([room.unread, room.mentions]).toEqual([0, 0]);
  room.markRead(3_000);
  expect([room.unread, room.mentions]).toEqual([2, 2]);
});

test('a thread is loaded page by page, and kept up by what comes live', async () => {
  const { room, host } = roomOn(10);
  await room.join();
  const root = message(1);
  const reply = (seq: number) => ({ ...message(seq), thread: root.id }) as ReceivedEvent;
  host.thread = { root, events: [reply(5), reply(7)], lastSeq: 10, more: true };
  const thread = room.openThread(root.id);
  await Promise.all([thread.load(), thread.load()]);
  expect(thread.replies.map(({ seq }) => seq)).toEqual([5, 7]);
  host.thread = { root, events: [reply(3)], lastSeq: 10, more: false };
  await thread.loadOlder();
  room.receive([
    reply(11),
    message(12),
    { ...reply(13), kind: 'react', target: reply(5).id, emoji: '👍', on: true } as never,
  ]);
  expect([thread.replies.map(({ seq }) => seq), thread.atStart]).toEqual([[3, 5, 7, 11], true]);
  expect(thread.states.get(reply(5).id)?.reactions).toMatchObject([{ count: 1 }]);
  expect(thread.states.get(root.id)?.thread).toMatchObject({ count: 1 });
  expect(room.openThread(root.id)).toBe(thread);
  room.closeThread(root.id);
  room.receive([reply(14)]);
  expect(thread.replies).toHaveLength(4);
});

test('what calls upon one in a thread is a mention, but not unread in the room', async () => {
  const { room, host } = roomOn(3_000);
  host.read = { seq: 3_000, unread: 0, mentions: 0 };
  await room.join();
  const reply = { ...message(3_001), thread: idOf(1) };
  room.receive([{ ...reply, everyone: 'room' } as ReceivedEvent, { ...reply, seq: 3_002, id: idOf(3_002) }]);
  expect([room.unread, room.mentions]).toEqual([0, 1]);
  room.markRead(3_000);
  expect([room.unread, room.mentions]).toEqual([0, 1]);
});

test('those whom one ignores are not counted, as far as one knows better than the host', async () => {
  const { room, host } = roomOn(60);
  host.ignores = (member) => member === 1;
  host.read = { seq: 40, unread: 20, mentions: 20 };
  await room.join();
  expect([room.unread, room.mentions]).toEqual([0, 0]);
  room.receive([message(61), message(62, { by: 2 })]);
  expect(room.unread).toBe(1);
  delete host.ignores;
  expect(room.unread).toBe(21);
  const far = roomOn(3_000);
  far.host.ignores = () => true;
  far.host.read = { seq: 10, unread: 700, mentions: 3 };
  await far.room.join();
  expect(far.room.unread).toBe(700);
});

test('what was said before one came into a room that one was asked into is told of; what one joins oneself is not', async () => {
  const { room, host } = roomOn(12);
  host.read = { seq: 10, unread: 2, mentions: 0 };
  await room.join(true);
  expect(host.heard).toEqual([11, 12]);
  const own = roomOn(12);
  await own.room.join();
  expect(own.host.heard).toEqual([]);
});
