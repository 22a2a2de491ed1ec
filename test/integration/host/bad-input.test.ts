import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../../src-main/host/limits.ts';
import { CLIENT_FRAME_MAX } from '../../../src-shared/protocol/limits.ts';
import { SUBPROTOCOL } from '../../../src-shared/protocol/version.ts';
import { join, testHost, texts } from '../../support/host.ts';
import { newIdentity } from '../../support/people.ts';
import { idOf } from '../../support/scripted.ts';
import { until } from '../../support/wait.ts';
import {
  chatWire,
  loginFields,
  personWire,
  rawHttp,
  sessionWire,
  tryWire,
  type Frame,
  type Wire,
} from '../../support/wire.ts';

const NOWHERE = idOf(1);

/** The host still does its work for somebody new. */
async function stillServes(url: string): Promise<void> {
  const { session, room } = await join(url, 'Cy');
  await session.send(room.id, 'all is well');
  await until(() => texts(room).includes('all is well') && session.unsent(room.id).length === 0);
}

/** Asks several things in one go, without waiting between them, and gives the answers in that order. */
async function askAtOnce(wire: Wire, frames: Frame[]): Promise<Frame[]> {
  wire.send(...frames.map((frame, i) => ({ id: 1_000 + i, ...frame })));
  const answers = [];
  for (let i = 0; i < frames.length; i += 1) answers.push(await wire.next({ id: 1_000 + i }));
  return answers;
}

const codes = (answers: Frame[]): unknown[] => answers.map(({ error }) => (error as Frame | undefined)?.code ?? 'ok');

test.each([
  ['text that is not JSON', 'hello'],
  ['half of an object', '{"id":1'],
  ['a list', '[]'],
  ['nothing', ''],
  ['null', 'null'],
  ['very deep brackets', '['.repeat(60_000)],
])('%s is refused as bad-json, and the connection kept', async (_what, frame) => {
  const { base } = await testHost();
  const { wire } = await personWire(base, 'Ada');
  wire.send(frame);
  expect(await wire.next({ type: 'error' })).toMatchObject({ code: 'bad-json', message: expect.any(String) as string });
  expect(await wire.ask('ping')).toHaveProperty('time');
});

test('a binary frame is refused as bad-json, even if there is JSON in it', async () => {
  const { base } = await testHost();
  const { wire } = await personWire(base, 'Ada');
  wire.send(Buffer.from('{"id":1,"type":"ping"}'));
  expect(await wire.next({ type: 'error' })).toMatchObject({ code: 'bad-json' });
  expect(await wire.ask('ping')).toHaveProperty('time');
});

test.each<[string, Frame, string]>([
  ['an unknown type', { type: 'dance' }, 'unknown-type'],
  ['no type', {}, 'unknown-type'],
  ['a push', { type: 'events', room: NOWHERE, events: [] }, 'unknown-type'],
  ['a field of the wrong kind', { type: 'history', room: 7 }, 'bad-frame'],
  ['a room that is no id', { type: 'room.join', room: 'general' }, 'bad-frame'],
  ['a missing field', { type: 'message.send', room: NOWHERE, event: NOWHERE }, 'bad-frame'],
  ['two ends at once', { type: 'history', room: 'ROOM', before: 1, after: 1 }, 'bad-frame'],
  ['too long a page', { type: 'history', room: 'ROOM', limit: 201 }, 'bad-frame'],
  ['joining a room there is not', { type: 'room.join', room: NOWHERE }, 'no-such-room'],
  ['the history of a room there is not', { type: 'history', room: NOWHERE }, 'no-such-room'],
  [
    'a message to a room there is not',
    { type: 'message.send', room: NOWHERE, event: NOWHERE, text: 'x' },
    'no-such-room',
  ],
  ['renaming a room there is not', { type: 'room.rename', room: NOWHERE, event: NOWHERE, name: 'x' }, 'no-such-room'],
  ['leaving a room there is not', { type: 'room.leave', room: NOWHERE }, 'no-such-room'],
  ['an empty message', { type: 'message.send', room: 'ROOM', event: NOWHERE, text: ' \n' }, 'text-empty'],
  [
    'too long a message',
    { type: 'message.send', room: 'ROOM', event: NOWHERE, text: 'x'.repeat(8_001) },
    'text-too-long',
  ],
  ['an empty name', { type: 'room.create', room: NOWHERE, name: '', topic: '' }, 'name-invalid'],
  ['too long a name', { type: 'room.create', room: NOWHERE, name: 'x'.repeat(65), topic: '' }, 'name-invalid'],
  [
    'a name with a hidden character',
    { type: 'room.create', room: NOWHERE, name: 'a\u202eb', topic: '' },
    'name-invalid',
  ],
  ['too long a topic', { type: 'room.topic', room: 'ROOM', event: NOWHERE, topic: 'x'.repeat(257) }, 'topic-invalid'],
  ['a name that is taken', { type: 'room.create', room: NOWHERE, name: 'General', topic: '' }, 'room-name-taken'],
  ['renaming the first room', { type: 'room.rename', room: 'ROOM', event: NOWHERE, name: 'x' }, 'room-protected'],
  ['archiving the first room', { type: 'room.archive', room: 'ROOM', event: NOWHERE }, 'room-protected'],
])('%s is refused with its code and the number of the request', async (_what, frame, code) => {
  const { base } = await testHost();
  const { wire, room } = await personWire(base, 'Ada');
  const id = 4_711;
  wire.send({ ...frame, id, ...(frame.room === 'ROOM' ? { room } : {}) });
  expect(await wire.next({ id })).toEqual({ id, error: { code, message: expect.any(String) as string } });
  expect(await wire.ask('ping')).toHaveProperty('time');
});

test('fields the host does not know are passed over', async () => {
  const { base } = await testHost();
  const { wire, room } = await personWire(base, 'Ada');
  const sent = await wire.ask('message.send', {
    room,
    event: randomUUID(),
    text: 'x',
    ofALaterVersion: { later: true },
    by: 99,
  });
  expect(sent).toHaveProperty('seq');
  expect(await wire.next({ type: 'events' })).toMatchObject({ events: [{ name: 'Ada', text: 'x' }] });
});

test('only members change a room or speak in it', async () => {
  const { base } = await testHost();
  const { wire, room } = await personWire(base, 'Ada');
  await wire.ask('room.leave', { room });
  const event = NOWHERE;
  const answers = await askAtOnce(wire, [
    { type: 'message.send', room, event, text: 'x' },
    { type: 'room.topic', room, event, topic: 'x' },
    { type: 'room.leave', room },
  ]);
  expect(codes(answers)).toEqual(['not-in-room', 'not-in-room', 'not-in-room']);
  wire.send({ type: 'typing', room });
  expect(await wire.next({ type: 'error' })).toMatchObject({ code: 'not-in-room' });
});

test('an id that another has used is refused; a retry is answered with the first result', async () => {
  const { base } = await testHost();
  const ada = await personWire(base, 'Ada');
  const bo = await personWire(base, 'Bo');
  const params = { room: ada.room, event: randomUUID(), text: 'first' };
  const first = await ada.wire.ask('message.send', params);
  expect(await ada.wire.ask('message.send', { ...params, text: 'changed' })).toEqual(first);
  expect(await bo.wire.ask('message.send', params)).toMatchObject({ code: 'id-taken' });
  const room = randomUUID();
  const made = await ada.wire.ask('room.create', { room, name: 'games', topic: '' });
  expect(await ada.wire.ask('room.create', { room, name: 'games', topic: '' })).toMatchObject({
    room: { id: room, name: 'games' },
  });
  expect(made).toMatchObject({ room: { id: room } });
  expect(await bo.wire.ask('room.create', { room, name: 'other', topic: '' })).toMatchObject({ code: 'id-taken' });
});

test('no page, however it is asked for, shows another room', async () => {
  const { base } = await testHost();
  const { wire, room } = await personWire(base, 'Ada');
  const other = randomUUID();
  await wire.ask('room.create', { room: other, name: 'secret', topic: '' });
  const { events } = await wire.ask('history', { room, before: Number.MAX_SAFE_INTEGER });
  expect((events as Frame[]).map(({ kind, title }) => title ?? kind)).toEqual(['general', 'join']);
});

test('nothing but a log-in is answered before one', async () => {
  const { base, url } = await testHost();
  const wire = await sessionWire(base);
  const room = (await join(url, 'Bo')).room.id;
  const event = NOWHERE;
  const answers = await askAtOnce(wire, [
    { type: 'ping' },
    { type: 'room.join', room },
    { type: 'history', room },
    { type: 'message.send', room, event, text: 'x' },
    { type: 'room.create', room: NOWHERE, name: 'x', topic: '' },
  ]);
  expect(codes(answers)).toEqual(Array(5).fill('not-logged-in'));
  wire.send({ type: 'typing', room });
  expect(await wire.next({ type: 'error' })).toMatchObject({ code: 'not-logged-in' });
});

test('a log-in signed with another key, for another connection, or with none, is refused', async () => {
  const { base } = await testHost();
  const wire = await sessionWire(base);
  const fields = await loginFields(wire, 'Ada', newIdentity());
  const elsewhere = await loginFields(await sessionWire(base), 'Ada', newIdentity());
  const bad = [
    { ...fields, key: newIdentity().key },
    elsewhere,
    { ...fields, signature: 'A'.repeat(86) },
    { ...fields, key: 'A'.repeat(43) },
    { ...fields, key: `${'_'.repeat(42)}8` },
  ];
  expect(
    codes(
      await askAtOnce(
        wire,
        bad.map((params) => ({ type: 'login', ...params })),
      ),
    ),
  ).toEqual(Array(5).fill('bad-signature'));
  expect(await wire.ask('login', { ...fields, name: ' ' })).toMatchObject({ code: 'name-invalid' });
  expect(await wire.ask('login', fields)).toMatchObject({ me: { name: 'Ada' } });
});

test('a connection is logged in once', async () => {
  const { base } = await testHost();
  const wire = await sessionWire(base);
  const login = { type: 'login', ...(await loginFields(wire, 'Ada', newIdentity())) };
  expect(codes(await askAtOnce(wire, [login, login]))).toEqual(['ok', 'already-logged-in']);
  expect(await wire.ask('login', login)).toMatchObject({ code: 'already-logged-in' });
});

test('who does not log in is shown out, and told why', async () => {
  const { base } = await testHost({ limits: { loginMs: 50 } });
  expect(await (await sessionWire(base)).ended()).toEqual({ code: 1008, reason: 'login-timeout' });
});

test('a frame of 10 MB ends its connection as too large, and nothing else', async () => {
  const { base, url } = await testHost();
  const { wire } = await personWire(base, 'Ada');
  wire.send('x'.repeat(10_000_000));
  expect(await wire.ended()).toMatchObject({ code: 1009 });
  const chat = await chatWire(base);
  chat.send('x'.repeat(CLIENT_FRAME_MAX + 1));
  expect(await chat.ended()).toMatchObject({ code: 1009 });
  await stillServes(url);
});

test('a message in a thousand fragments ends its connection', async () => {
  const { base, url } = await testHost();
  const { wire } = await personWire(base, 'Ada');
  for (let i = 0; i < 1_000; i += 1) wire.ws.send(' ', { fin: false });
  expect((await wire.ended()).code).toBeGreaterThan(1_000);
  await stillServes(url);
});

test('bytes that are not UTF-8 in a text frame end the connection', async () => {
  const { base, url } = await testHost();
  const { wire } = await personWire(base, 'Ada');
  wire.ws.send(Buffer.from([0xff, 0xfe]), { binary: false });
  expect(await wire.ended()).toMatchObject({ code: 1007 });
  await stillServes(url);
});

test.each([
  ['none', []],
  ['of another version', ['parley.99']],
  ['of another program', ['chat', 'mqtt']],
])('a subprotocol that is %s is refused as wrong-version', async (_what, protocols) => {
  const { url } = await testHost();
  expect(await tryWire(url, protocols)).toEqual({ status: 426, code: 'wrong-version' });
});

test('the right subprotocol is found among others', async () => {
  const { url } = await testHost();
  const wire = await tryWire(url, ['parley.99', SUBPROTOCOL]);
  expect(wire).toMatchObject({ ws: { protocol: SUBPROTOCOL } });
});

test('there is no WebSocket at other addresses, nor for pages from elsewhere', async () => {
  const { base, url } = await testHost();
  expect(await tryWire(`ws://${base}/`)).toEqual({ status: 404, code: 'no-such-path' });
  expect(await tryWire(`ws://${base}/sessions`, [SUBPROTOCOL])).toEqual({ status: 404, code: 'no-such-path' });
  expect(await tryWire(url, [SUBPROTOCOL], { origin: 'http://evil.example' })).toEqual({
    status: 403,
    code: 'foreign-origin',
  });
  expect(await tryWire(`ws://${base}/chat`, [], { origin: 'null' })).toEqual({ status: 403, code: 'foreign-origin' });
  expect(await tryWire(url, [SUBPROTOCOL], { headers: { host: 'evil.example' } })).toEqual({
    status: 421,
    code: 'misdirected',
  });
});

test.each([
  ['not HTTP', 'HELO parley\r\n\r\n'],
  ['a header without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`],
  [
    'an upgrade without a key',
    'GET /session HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: parley.1\r\n\r\n',
  ],
])('%s is answered with an error, and the host goes on', async (_what, bytes) => {
  const { base, url } = await testHost();
  expect(await rawHttp(base, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
  await stillServes(url);
});

test('who sends the start of a request and then nothing is shown out', async () => {
  const { base, url } = await testHost({ limits: { loginMs: 100 } });
  expect(await rawHttp(base, '')).toBe('');
  expect(await rawHttp(base, 'GET / HT')).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  expect(await rawHttp(base, `GET /health HTTP/1.1\r\nHost: ${base}\r\nX-Slow: `)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  await stillServes(url);
});

test('a connection that is cut in the middle of a frame harms nobody', async () => {
  const { base, url } = await testHost();
  const handshake =
    `GET /session HTTP/1.1\r\nHost: ${base}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
    `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`;
  for (let i = 0; i < 20; i += 1) {
    const socket = connect(Number(base.split(':')[1]), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(Buffer.concat([Buffer.from(handshake), Buffer.from([0x81, 0xfe, 0xff])]));
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resetAndDestroy();
  }
  await stillServes(url);
});

test('requests beyond what may wait for an answer are refused, each with its number, and the others answered', async () => {
  const { base } = await testHost({ limits: { pendingRequests: 3 } });
  const { wire, room } = await personWire(base, 'Ada');
  const frames = Array.from({ length: 6 }, (_, i) => ({
    type: 'message.send',
    room,
    event: randomUUID(),
    text: `line ${String(i)}`,
  }));
  expect(codes(await askAtOnce(wire, frames)).sort()).toEqual([
    'ok',
    'ok',
    'ok',
    ...Array<string>(3).fill('too-many-requests'),
  ]);
  expect(await wire.ask('ping')).toHaveProperty('time');
});

test('frames beyond the rate are refused with their numbers, and the connection kept', async () => {
  const { base } = await testHost({ limits: { frames: { perSecond: 0, burst: 10 } } });
  const wire = await sessionWire(base);
  const answers = await askAtOnce(
    wire,
    Array.from({ length: 15 }, () => ({ type: 'ping' })),
  );
  expect(codes(answers)).toEqual([
    ...Array<string>(10).fill('not-logged-in'),
    ...Array<string>(5).fill('rate-limited'),
  ]);
  const chat = await chatWire(base);
  for (let i = 0; i < 11; i += 1) chat.send({ type: 'leave', room: 'general' });
  expect(await chat.next({ code: 'rate-limited' })).toMatchObject({ type: 'error' });
  expect([wire.closed, chat.closed]).toEqual([null, null]);
});

test.each([0, 50])(
  'who floods on all the same is shown out, even if %i frames a second may pass',
  async (perSecond) => {
    const { base, url } = await testHost({ limits: { frames: { perSecond, burst: 100 } } });
    const { wire } = await personWire(base, 'Ada');
    let sent = 0;
    await until(() => {
      for (let i = 0; i < 20 && !wire.closed; i += 1) wire.send({ id: (sent += 1), type: 'ping' });
      return wire.closed;
    });
    expect(wire.closed).toEqual({ code: 1008, reason: 'rate-limited' });
    await stillServes(url);
  },
);

test('what one person may say is counted over all their connections, and nobody else’s', async () => {
  const { base } = await testHost({ limits: { events: { perSecond: 0, burst: 5 } } });
  const identity = newIdentity();
  const first = await personWire(base, 'Ada', identity);
  const second = await personWire(base, 'Ada', identity);
  const say = ({ wire, room }: { wire: Wire; room: string }) =>
    wire.ask('message.send', { room, event: randomUUID(), text: 'x' });
  for (const from of [first, second, first, second]) expect(await say(from)).toHaveProperty('seq');
  expect(await say(first)).toMatchObject({ code: 'rate-limited' });
  expect(await say(second)).toMatchObject({ code: 'rate-limited' });
  expect(await second.wire.ask('room.topic', { room: second.room, event: randomUUID(), topic: 'x' })).toMatchObject({
    code: 'rate-limited',
  });
  expect(await say(await personWire(base, 'Bo'))).toHaveProperty('seq');
});

test('a flood of typing signals is refused and not passed on', async () => {
  const { base } = await testHost({ limits: { signals: { perSecond: 0, burst: 3 } } });
  const ada = await personWire(base, 'Ada');
  const bo = await personWire(base, 'Bo');
  for (let i = 0; i < 10; i += 1) ada.wire.send({ type: 'typing', room: ada.room });
  for (let i = 0; i < 7; i += 1) expect(await ada.wire.next({ type: 'error' })).toMatchObject({ code: 'rate-limited' });
  await ada.wire.ask('message.send', { room: ada.room, event: randomUUID(), text: 'end' });
  await bo.wire.next({ type: 'events' });
  expect(bo.wire.frames.filter(({ type }) => type === 'typing')).toHaveLength(3);
});

test('a flood of messages from a script is refused and not stored', async () => {
  const { base } = await testHost({ limits: { events: { perSecond: 0, burst: 3 } } });
  const wire = await chatWire(base);
  wire.send({ type: 'join', room: 'general', username: 'Bot' });
  for (let i = 0; i < 5; i += 1) wire.send({ type: 'message', room: 'general', content: String(i) });
  for (const _ of [1, 2]) expect(await wire.next({ type: 'error' })).toMatchObject({ code: 'rate-limited' });
  for (const content of ['0', '1', '2'])
    expect(await wire.next({ type: 'message' })).toMatchObject({ data: { content } });
});

test('connections beyond what one address may have, or what may be open without a log-in, are refused', async () => {
  const few = await testHost({ limits: { connectionsPerAddress: 2 } });
  const open = [await sessionWire(few.base), await sessionWire(few.base)];
  expect(await tryWire(few.url, [SUBPROTOCOL])).toEqual({ status: 503, code: 'too-many-connections' });
  open[0]?.ws.terminate();
  await until(async () => 'ws' in (await tryWire(few.url, [SUBPROTOCOL])));

  const shy = await testHost({ limits: { unauthenticated: 1 } });
  const { wire } = await personWire(shy.base, 'Ada');
  await sessionWire(shy.base);
  expect(await tryWire(shy.url, [SUBPROTOCOL])).toEqual({ status: 503, code: 'too-many-connections' });
  expect(await wire.ask('ping')).toHaveProperty('time');

  const full = await testHost({ limits: { connections: 1 } });
  await personWire(full.base, 'Ada');
  expect(await tryWire(full.url, [SUBPROTOCOL])).toEqual({ status: 503, code: 'too-many-connections' });
});

test('a host that knows as many people as it can takes no new ones', async () => {
  const { base } = await testHost({ limits: { members: 2 } });
  const identity = newIdentity();
  const { wire } = await personWire(base, 'Ada', identity);
  const late = await sessionWire(base);
  expect(await late.ask('login', await loginFields(late, 'Bo', newIdentity()))).toMatchObject({
    code: 'too-many-members',
  });
  wire.close();
  expect((await personWire(base, 'Ada', identity)).me).toMatchObject({ name: 'Ada' });
});

test('who does not answer a ping is taken for gone', async () => {
  const { base, url } = await testHost({ limits: { pingMs: 50 } });
  const { room } = await join(url, 'Ada');
  const silent = await chatWire(base, { autoPong: false });
  silent.send({ type: 'join', room: 'general', username: 'Silent' });
  await until(() => room.online.size === 2);
  await silent.ended();
  await until(() => room.online.size === 1);
});

test('who reads nothing costs the others nothing, and gets all of it later', async () => {
  const { base, url } = await testHost({ limits: { ...NO_RATE_LIMITS, readerBytes: 64 * 1024 } });
  const slow = await personWire(base, 'Slow');
  const { session, room } = await join(url, 'Ada');
  slow.wire.ws.pause();
  const text = 'x'.repeat(8_000);
  for (let i = 0; i < 1_500; i += 1) void session.send(room.id, text);
  await until(() => session.unsent(room.id).length === 0, 20_000);
  slow.wire.ws.resume();
  const seen = new Set<unknown>();
  await until(() => {
    for (const { type, events } of slow.wire.frames.splice(0)) {
      if (type === 'events') for (const event of events as Frame[]) if (event.kind === 'message') seen.add(event.seq);
    }
    return seen.size === 1_500;
  }, 20_000);
});

test('everyone is told when the host is switched off', async () => {
  const host = await testHost();
  const { wire } = await personWire(host.base, 'Ada');
  const chat = await chatWire(host.base);
  await host.close();
  expect([await wire.ended(), await chat.ended()]).toEqual(Array(2).fill({ code: 1001, reason: 'host-closing' }));
});
