import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../src-main/host/limits.ts';
import { WINDOW_MAX } from '../../src-shared/domain/window.ts';
import type { Transport } from '../../src-shared/session/ports.ts';
import type { Room } from '../../src-shared/session/room.ts';
import { RawSession } from '../support/chaos-raw.ts';
import { newId } from '../support/talk.ts';
import { settled } from '../support/fake-clock.ts';
import { join, testHost, texts } from '../support/host.ts';
import { wsTransport } from '../support/people.ts';
import { message, messages, roomInfo, ROOM, scripted } from '../support/scripted.ts';
import { until } from '../support/wait.ts';

const NUMBERS = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `message ${String(from + i)}`);

/** Someone who says `message 1`, `message 2` and so on in the first room, as fast as it goes. */
async function speaker(url: string): Promise<(upTo: number) => Promise<void>> {
  const raw = await RawSession.open(url, 'Speaker');
  const room = raw.rooms[0] ?? '';
  await raw.request('room.join', { room });
  let said = 0;
  return async (upTo) => {
    const all = NUMBERS(said + 1, upTo).map((text) => raw.request('message.send', { room, event: newId(), text }));
    said = upTo;
    for (const answer of await Promise.all(all)) expect(answer.result).toBeDefined();
  };
}

/** A transport that counts the messages that came over it. */
function counting(): { transport: Transport; count: () => number; reset: () => void } {
  let count = 0;
  const transport: Transport = {
    open: (url, handlers, pin) =>
      wsTransport.open(
        url,
        {
          ...handlers,
          frame: (text) => {
            count += text.split('"kind":"message"').length - 1;
            handlers.frame(text);
          },
        },
        pin,
      ),
  };
  return {
    transport,
    count: () => count,
    reset: () => {
      count = 0;
    },
  };
}

function expectContiguous({ window }: Room): void {
  const first = window.events[0]?.seq ?? 0;
  expect(window.events.map(({ seq }) => seq)).toEqual(window.events.map((_, i) => first + i));
}

test.each([1, 49, 50, 51, 200, 201, 1_999])(
  'who missed %i events gets those, each once, and nothing else',
  async (missed) => {
    const { url } = await testHost({ limits: NO_RATE_LIMITS });
    const speak = await speaker(url);
    await speak(20);
    const { transport, count, reset } = counting();
    const { session, room } = await join(url, 'Ada', { transport });
    expect(texts(room)).toEqual(NUMBERS(1, 20));
    session.stop();
    await speak(20 + missed);
    reset();
    session.onChange(() => {
      expectContiguous(room);
    });
    session.start();
    await until(
      () =>
        session.status.state === 'connected' &&
        room.atHead &&
        texts(room).at(-1) === NUMBERS(20 + missed, 20 + missed)[0],
    );
    expect(texts(room)).toEqual(NUMBERS(1, 20 + missed));
    expect(count()).toBe(missed);
  },
);

test('who missed more than is worth loading sees the newest, and what lies before it as not loaded', async () => {
  const { url } = await testHost({ limits: NO_RATE_LIMITS });
  const speak = await speaker(url);
  await speak(20);
  const { session, room } = await join(url, 'Ada');
  session.stop();
  await speak(2_520);
  session.start();
  await until(() => room.atHead && texts(room).at(-1) === 'message 2520');
  expectContiguous(room);
  expect(room.window.events.length).toBeLessThan(500);
  expect(room.atStart).toBe(false);
  // Each page back connects to what is there; the gap is nowhere jumped.
  for (let i = 0; i < 5; i += 1) {
    await room.loadOlder();
    expectContiguous(room);
  }
  const held = texts(room);
  expect(held).toEqual(NUMBERS(2_520 - held.length + 1, 2_520));
});

test.each([1, 201, 2_500])(
  'who reads old history while %i events are missed goes on reading it, and finds the way down',
  async (missed) => {
    const { url } = await testHost({ limits: NO_RATE_LIMITS });
    const speak = await speaker(url);
    const before = WINDOW_MAX + 300;
    await speak(before);
    const { session, room } = await join(url, 'Ada');
    while (!room.atStart) await room.loadOlder();
    expect(room.atHead).toBe(false);
    const reading = [...room.window.events];
    session.stop();
    await speak(before + missed);
    const logEnd = reading.length;
    session.start();
    await until(
      () =>
        session.status.state === 'connected' &&
        room.info.lastSeq === room.window.head &&
        room.window.head > before + missed,
    );
    expect(room.window.events.slice(0, logEnd)).toEqual(reading);
    expect(room.atHead).toBe(false);
    while (!room.atHead) {
      await room.loadNewer();
      expectContiguous(room);
    }
    expect(texts(room).at(-1)).toBe(`message ${String(before + missed)}`);
  },
);

test('someone in two hundred rooms who comes back is brought up in all of them', async () => {
  // The limits on how much is asked at once are those of every host; only how often is not limited.
  const { connections: _c, pendingRequests: _p, ...rates } = NO_RATE_LIMITS;
  const { url } = await testHost({ limits: rates });
  const { session } = await join(url, 'Ada');
  const other = await join(url, 'Bo');
  const rooms: Room[] = [];
  for (let i = 0; i < 200; i += 1) rooms.push(await session.createRoom(`room ${String(i)}`, ''));
  for (const { id } of rooms) await (await until(() => other.session.rooms.get(id))).join();
  session.stop();
  for (const { id } of rooms) await other.session.send(id, 'while you were away');
  await until(() => rooms.every(({ id }) => other.session.unsent(id).length === 0));
  session.start();
  await until(
    () => rooms.every((room) => texts(room).includes('while you were away')),
    10_000,
    'all rooms are up to date',
  );
  await other.session.send(rooms[199]?.id ?? '', 'and now');
  await until(() => rooms[199] && texts(rooms[199]).includes('and now'));
});

test('a host that leaves events out is asked for them, and the gap is never shown as whole', async () => {
  const { session, transport } = scripted();
  await transport.link.letIn([roomInfo({ lastSeq: 3 })], [ROOM]);
  await transport.link.letJoin(messages(1, 3));
  const room = await until(() => session.rooms.get(ROOM));
  expect(room.atHead).toBe(true);
  transport.link.say({ type: 'events', room: ROOM, events: [message(6)] });
  await settled();
  expect(room.window.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(room.atHead).toBe(false);
  // It is asked, and gives half of it.
  expect(transport.link.answer('history', { events: [message(5), message(6)], lastSeq: 6 })).toMatchObject({
    after: 3,
  });
  await settled();
  expect(room.window.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(room.atHead).toBe(false);
  // With whatever it says next it is asked again.
  transport.link.say({ type: 'events', room: ROOM, events: [message(9), message(8), message(7)] });
  await settled();
  expect(transport.link.answer('history', { events: messages(4, 9), lastSeq: 9 })).toMatchObject({ after: 3 });
  await settled();
  expect(room.window.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(room.atHead).toBe(true);
});

test('a host too busy to give what is missing is asked again', async () => {
  const { session, transport, clock } = scripted();
  await transport.link.letIn([roomInfo({ lastSeq: 1 })], [ROOM]);
  const link = transport.link;
  link.refuse('room.join', 'too-many-requests');
  await clock.advance(1_000);
  await link.letJoin(messages(1, 1));
  const room = await until(() => session.rooms.get(ROOM));
  expect(room.loaded).toBe(true);
  link.say({ type: 'events', room: ROOM, events: [message(3)] });
  await settled();
  link.refuse('history', 'rate-limited');
  await clock.advance(1_000);
  link.answer('history', { events: messages(2, 3), lastSeq: 3 });
  await settled();
  expect(room.window.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});
