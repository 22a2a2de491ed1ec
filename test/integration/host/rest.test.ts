import { mkdirSync, writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { expect, test } from 'vitest';
import { CONTENT_POLICY } from '../../../src-shared/protocol/content-policy.ts';
import type { HostOptions } from '../../../src-main/host/host.ts';
import { join, tempDir, testHost } from '../../support/host.ts';
import { until } from '../../support/wait.ts';
import { chatWire, rawHttp } from '../../support/wire.ts';

interface Reply {
  status: number;
  body: unknown;
  headers: Headers;
}

/** A host, and calls to it. */
async function rest(options: Partial<HostOptions> = {}) {
  const host = await testHost(options);
  const call = async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const response = await fetch(`http://${host.base}${path}`, init);
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
    return { status: response.status, headers: response.headers, body: json ? (JSON.parse(text) as unknown) : text };
  };
  const post = (body: unknown): Promise<Reply> =>
    call('/api/rooms', { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { ...host, call, post };
}

/** A folder as the build leaves it. */
function webClient(): string {
  const dir = tempDir();
  mkdirSync(joinPath(dir, 'ui', 'assets'), { recursive: true });
  writeFileSync(joinPath(dir, 'secret.txt'), 'secret');
  writeFileSync(joinPath(dir, 'ui', 'index.html'), '<!doctype html><title>Parley</title>');
  writeFileSync(joinPath(dir, 'ui', 'assets', 'main-abc.js'), 'export {}');
  return joinPath(dir, 'ui');
}

test('rooms are listed with what a list shows', async () => {
  const { call, url } = await rest();
  await join(url, 'Ada');
  const { status, body, headers } = await call('/api/rooms');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(body).toEqual([
    {
      id: expect.any(String) as string,
      name: 'general',
      description: 'Everyone on this network',
      online: 1,
      lastSeq: 2,
      lastAt: expect.any(Number) as number,
      archived: false,
    },
  ]);
});

test('a room is made, and everyone sees it', async () => {
  const { post, call, url } = await rest();
  const { session } = await join(url, 'Ada');
  const made = await post({ name: '  Board   games ', description: 'Chess' });
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Board games', description: 'Chess', online: 0, lastSeq: 1 },
  });
  await until(() => [...session.rooms.values()].some(({ info }) => info.name === 'Board games'));
  expect((await post({ name: 'bare' })).body).toMatchObject({ description: '' });
  expect((await call('/api/rooms')).body).toHaveLength(3);
});

test.each<[string, unknown, number, string]>([
  ['no JSON', 'name=x', 400, 'bad-json'],
  ['a list', [], 400, 'bad-json'],
  ['nothing', '', 400, 'bad-json'],
  ['no name', {}, 400, 'bad-frame'],
  ['a name that is a number', { name: 1 }, 400, 'bad-frame'],
  ['an empty name', { name: ' ' }, 400, 'name-invalid'],
  ['too long a name', { name: 'x'.repeat(65) }, 400, 'name-invalid'],
  ['a hidden character', { name: 'a\u202eb' }, 400, 'name-invalid'],
  ['too long a description', { name: 'x', description: 'x'.repeat(257) }, 400, 'topic-invalid'],
  ['a name that is taken', { name: 'GENERAL' }, 409, 'room-name-taken'],
])('a room is not made of %s', async (_what, body, status, code) => {
  const { post, call } = await rest();
  expect(await post(body)).toMatchObject({ status, body: { code, message: expect.any(String) as string } });
  expect((await call('/api/rooms')).body).toHaveLength(1);
});

test('a body that is too large is refused while it still comes', async () => {
  const { post, call } = await rest();
  for (const size of [17_000, 1_000_000, 10_000_000]) {
    expect(await post({ name: 'x', description: 'x'.repeat(size) })).toMatchObject({
      status: 413,
      body: { code: 'too-large' },
    });
  }
  expect((await call('/api/rooms')).status).toBe(200);
});

test('who is online in a room is listed by its id and by its name', async () => {
  const { call, url, base } = await rest();
  const { session, room } = await join(url, 'Ada');
  await session.createRoom('Café & Kuchen?', '');
  const bot = await chatWire(base);
  bot.send({ type: 'join', room: 'general', username: 'Bot' });
  await bot.next({ type: 'user_list' });
  expect(await call(`/api/rooms/${room.id}/users`)).toMatchObject({ status: 200, body: ['Ada', 'Bot'] });
  expect((await call('/api/rooms/General/users')).body).toEqual(['Ada', 'Bot']);
  expect((await call(`/api/rooms/${encodeURIComponent('café & kuchen?')}/users`)).body).toEqual(['Ada']);
});

test('messages are paged back, oldest first, without what is not a message', async () => {
  const { call, base } = await rest({ limits: { events: { perSecond: 0, burst: 1_000 } } });
  const bot = await chatWire(base);
  bot.send({ type: 'join', room: 'general', username: 'Bot' });
  for (let i = 0; i < 60; i += 1) bot.send({ type: 'message', room: 'general', content: `line ${String(i)}` });
  const heard = [];
  for (let i = 0; i < 60; i += 1) heard.push((await bot.next({ type: 'message' })).data);
  expect((await call('/api/rooms/general/messages')).body).toEqual(heard.slice(-50));
  expect((await call('/api/rooms/general/messages?limit=2')).body).toEqual(heard.slice(-2));
  expect((await call('/api/rooms/general/messages?limit=2&before=61')).body).toEqual(heard.slice(-3, -1));
  expect((await call('/api/rooms/general/messages?before=3')).body).toEqual(heard.slice(0, 1));
  expect((await call('/api/rooms/general/messages?before=1')).body).toEqual([]);
  expect((await call('/api/rooms/general/messages?limit=200')).body).toEqual(heard);
});

test('messages far apart in the log are found', async () => {
  const { call, url } = await rest({ limits: { events: { perSecond: 0, burst: 10_000 } } });
  const { session, room } = await join(url, 'Ada');
  await session.send(room.id, 'first');
  await until(() => session.unsent(room.id).length === 0);
  await Promise.all(Array.from({ length: 60 }, (_, i) => session.changeRoom(room.id, { topic: String(i) })));
  for (let i = 0; i < 80; i += 1) {
    await room.leave();
    await room.join();
  }
  await session.send(room.id, 'last');
  await until(() => session.unsent(room.id).length === 0);
  const { body } = await call('/api/rooms/general/messages');
  expect((body as { content: string }[]).map(({ content }) => content)).toEqual(['first', 'last']);
});

test.each([
  'limit=0',
  'limit=201',
  'limit=x',
  'limit=',
  'limit=1.5',
  'limit=-1',
  'before=0',
  'before=x',
  'before=99999999999999999999',
])('a range that is none (%s) is refused', async (query) => {
  const { call } = await rest();
  expect(await call(`/api/rooms/general/messages?${query}`)).toMatchObject({
    status: 400,
    body: { code: 'bad-frame' },
  });
});

test.each([
  ['GET', '/api/rooms/nowhere/users', 404, 'no-such-room'],
  ['GET', '/api/rooms/nowhere/messages', 404, 'no-such-room'],
  ['GET', '/api/rooms/%00/messages', 404, 'no-such-room'],
  ['GET', '/api/rooms/%E0%A4%A/users', 404, 'no-such-path'],
  ['GET', '/api/rooms/general', 404, 'no-such-path'],
  ['GET', '/api/rooms/general/', 404, 'no-such-path'],
  ['GET', '/api/rooms/general/secrets', 404, 'no-such-path'],
  ['GET', '/api/rooms/general/users/1', 404, 'no-such-path'],
  ['GET', '/api/', 404, 'no-such-path'],
  ['GET', '/api/other', 404, 'no-such-path'],
  ['GET', '/nothing', 404, 'no-such-path'],
  ['DELETE', '/api/rooms', 405, 'method-not-allowed'],
  ['POST', '/api/rooms/general/messages', 405, 'method-not-allowed'],
  ['POST', '/', 405, 'method-not-allowed'],
])('%s %s is refused with %i', async (method, path, status, code) => {
  const { call } = await rest();
  expect(await call(path, { method })).toMatchObject({ status, body: { code } });
});

test('too many calls from one address are refused', async () => {
  const { call, post } = await rest({ limits: { calls: { perSecond: 0, burst: 3 } } });
  for (let i = 0; i < 3; i += 1) expect((await call('/api/rooms')).status).toBe(200);
  expect(await call('/api/rooms')).toMatchObject({ status: 429, body: { code: 'rate-limited' } });
  expect((await post({ name: 'x' })).status).toBe(429);
  expect((await call('/health')).status).toBe(200);
});

test('a host that is full makes no more rooms', async () => {
  const { post } = await rest({ limits: { rooms: 2 } });
  expect((await post({ name: 'second' })).status).toBe(201);
  expect(await post({ name: 'third' })).toMatchObject({ status: 503, body: { code: 'too-many-rooms' } });
});

test('/health tells that and who it is, guests or not', async () => {
  for (const guests of [true, false]) {
    const { call, id } = await rest({ guests });
    expect(await call('/health')).toMatchObject({
      status: 200,
      body: { status: 'ok', id, name: 'Test host', online: 0 },
    });
  }
});

test.each(['/', '/index.html', '/assets/main-abc.js', '/api/rooms', '/api/rooms/general/messages', '/anything'])(
  'where guests are not allowed there is nothing at %s',
  async (path) => {
    const { call } = await rest({ guests: false, uiDir: webClient() });
    expect(await call(path)).toMatchObject({ status: 403, body: { code: 'guests-off' } });
  },
);

test('the web client is served, and may do little', async () => {
  const { call } = await rest({ uiDir: webClient() });
  const page = await call('/');
  expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Parley</title>' });
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': CONTENT_POLICY,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-cache',
  });
  const script = await call('/assets/main-abc.js?query=ignored');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(script.headers.get('cache-control')).toContain('immutable');
});

test('HEAD is GET without the body', async () => {
  const { call } = await rest({ uiDir: webClient() });
  const [get, head] = [await call('/'), await call('/', { method: 'HEAD' })];
  expect([head.status, head.body]).toEqual([200, '']);
  expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/../../secret.txt',
  '/..\\secret.txt',
  '//secret.txt',
  '/./../secret.txt',
  '/assets',
  '/assets/',
  '/\0',
  '/index.html/',
  '/INDEX.HTML',
])('no path leads out of the web client: %j', async (path) => {
  const { base } = await rest({ uiDir: webClient() });
  const reply = await rawHttp(base, `GET ${path} HTTP/1.1\r\nHost: ${base}\r\nConnection: close\r\n\r\n`);
  expect(reply).toMatch(/^HTTP\/1\.1 40[04] /);
  expect(reply).not.toContain('\r\n\r\nsecret');
});

test('a host without a built web client says there is nothing', async () => {
  const { call } = await rest({ uiDir: tempDir() });
  expect(await call('/')).toMatchObject({ status: 404, body: { code: 'no-such-path' } });
});

test('a request to a name the host does not go by, or from another’s page, is refused', async () => {
  const { call, base } = await rest();
  const foreign = await call('/api/rooms', { headers: { origin: 'http://evil.example' } });
  expect(foreign).toMatchObject({ status: 403, body: { code: 'foreign-origin' } });
  expect((await call('/api/rooms', { headers: { origin: `http://${base}` } })).status).toBe(200);
  const rebound = await rawHttp(base, 'GET /api/rooms HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
  expect(rebound).toMatch(/^HTTP\/1\.1 421 /);
  expect(rebound).toContain('"misdirected"');
});
