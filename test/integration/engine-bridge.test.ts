import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { Bridge } from '../../src-main/engine/bridge.ts';
import type { Port } from '../../src-main/engine/ports.ts';
import type { FromEngine } from '../../src-shared/protocol/bridge.ts';
import { CLIENT_FRAME_MAX, HOST_FRAME_MAX } from '../../src-shared/protocol/limits.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import { newIdentity } from '../support/people.ts';
import { reported } from '../support/reports.ts';

/** The page's end of a port. */
class Page implements Port {
  readonly heard: FromEngine[] = [];
  #listener: (message: unknown) => void = () => undefined;

  post(message: FromEngine): void {
    this.heard.push(structuredClone(message));
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }
  onClose(): void {}
  close(): void {}

  say(message: unknown): void {
    this.#listener(structuredClone(message));
  }

  /** The messages about one connection, once there are so many. */
  async about(connection: number, count: number, timeout = 2_000): Promise<FromEngine[]> {
    const messages = (): FromEngine[] =>
      this.heard.filter((message) => 'connection' in message && message.connection === connection);
    await expect.poll(() => messages().length, { timeout, interval: 5 }).toBeGreaterThanOrEqual(count);
    return messages();
  }

  /** The failure a connection to `url` ends with. */
  async failureOf(url: string, timeout?: number): Promise<{ code: string; message: string }> {
    this.say({ type: 'open', connection: 1, url });
    await expect
      .poll(() => this.heard.find(({ type }) => type === 'closed'), { timeout: timeout ?? 2_000 })
      .toBeDefined();
    const closed = this.heard.find((message) => message.type === 'closed');
    if (!closed) throw new Error('not closed');
    return closed.failure;
  }
}

const reports = reported();
let page: Page;
let bridge: Bridge;
let introductions: number;
const servers: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();

beforeEach(() => {
  page = new Page();
  introductions = 0;
  bridge = new Bridge(page, () => (introductions += 1));
});

afterEach(() => {
  bridge.close();
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  sockets.clear();
});

async function listen(server: Server | TcpServer): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** A host that does with its connections what the test wants. */
async function host(onSocket: (socket: WebSocket) => void = () => undefined): Promise<string> {
  const server = createServer();
  new WebSocketServer({
    server,
    path: '/session',
    handleProtocols: (offered) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
  }).on('connection', (socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  return `ws://${await listen(server)}/session`;
}

/** A server that answers every connection with these bytes. */
async function tcp(bytes: string, end = true): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.once('data', () => (end ? socket.end(bytes) : socket.write(bytes)));
  });
  return `ws://${await listen(server)}/session`;
}

function http(status: number, body = ''): Promise<string> {
  const head = `HTTP/1.1 ${String(status)} X\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\nconnection: close\r\n\r\n`;
  return tcp(head + body);
}

test('a page tells whose it is', () => {
  expect(bridge.person).toBeNull();
  const { key } = newIdentity();
  page.say({ type: 'person', key });
  expect([bridge.person, introductions]).toEqual([key, 1]);
  page.say({ type: 'person', key: 'x'.repeat(1_000) });
  expect([bridge.person, introductions, reports]).toEqual([
    key,
    1,
    ['the page sent something that is no frame of the bridge'],
  ]);
});

describe('a connection', () => {
  test('relays frames both ways, in order', async () => {
    const url = await host((socket) =>
      socket.on('message', (data) => socket.send(`echo ${(data as Buffer).toString()}`)),
    );
    page.say({ type: 'open', connection: 7, url });
    await page.about(7, 1);
    for (const text of ['a', 'ß', '😀']) page.say({ type: 'frame', connection: 7, text });
    expect(await page.about(7, 4)).toEqual([
      { type: 'opened', connection: 7, fingerprint: null },
      { type: 'frame', connection: 7, text: 'echo a' },
      { type: 'frame', connection: 7, text: 'echo ß' },
      { type: 'frame', connection: 7, text: 'echo 😀' },
    ]);
  });

  test('closed by the page, it ends at the host and nothing more is heard of it', async () => {
    let code = 0;
    const url = await host((socket) => socket.on('close', (closed) => (code = closed)));
    page.say({ type: 'open', connection: 1, url });
    await page.about(1, 1);
    page.say({ type: 'close', connection: 1 });
    await expect.poll(() => code).toBe(1000);
    expect(page.heard.map(({ type }) => type)).toEqual(['opened']);
  });

  test('is closed with its page', async () => {
    let closed = 0;
    const url = await host((socket) => socket.on('close', () => (closed += 1)));
    page.say({ type: 'open', connection: 1, url });
    page.say({ type: 'open', connection: 2, url });
    await Promise.all([page.about(1, 1), page.about(2, 1)]);
    bridge.close();
    await expect.poll(() => closed).toBe(2);
  });

  test('ends with the code the host gives as its reason', async () => {
    const url = await host((socket) => socket.close(1008, 'rate-limited'));
    expect((await page.failureOf(url)).code).toBe('rate-limited');
  });

  test('ends with host-gone if the host just breaks off', async () => {
    const url = await host((socket) => setTimeout(() => socket.terminate(), 20));
    expect((await page.failureOf(url)).code).toBe('host-gone');
    expect(page.heard.map(({ type }) => type)).toEqual(['opened', 'closed']);
  });

  test('ends if the host sends more at once, or something else, than it may', async () => {
    const large = await host((socket) => socket.send('x'.repeat(HOST_FRAME_MAX + 1)));
    expect((await page.failureOf(large)).code).toBe('not-parley');
    page.heard.length = 0;
    const binary = await host((socket) => socket.send(Buffer.from([1, 2, 3])));
    expect((await page.failureOf(binary)).code).toBe('not-parley');
  });

  test('the largest frame a host may send arrives', async () => {
    const url = await host((socket) => socket.send('x'.repeat(HOST_FRAME_MAX)));
    page.say({ type: 'open', connection: 1, url });
    expect(await page.about(1, 2)).toMatchObject([{ type: 'opened' }, { type: 'frame' }]);
  });

  test('a host that sends without end is read no faster than allowed', async () => {
    const frame = 'x'.repeat(1024 * 1024);
    const url = await host((socket) => {
      for (let i = 0; i < 80; i += 1) socket.send(frame);
    });
    const asked = performance.now();
    page.say({ type: 'open', connection: 1, url });
    await page.about(1, 81, 10_000);
    // 32 MiB in each second, the first at once: 80 take two more.
    expect(performance.now() - asked).toBeGreaterThan(1_950);
  });
});

describe('no connection', () => {
  test('no such name', async () => {
    // RFC 6761: nothing of this domain ever exists, and resolvers know it without asking the network.
    expect((await page.failureOf('ws://nobody.invalid:9292/session', 6_000)).code).toMatch(/no-such-name|timed-out/);
  }, 10_000);

  test('nobody listens at that port', async () => {
    const server = createTcpServer();
    const address = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect((await page.failureOf(`ws://${address}/session`)).code).toBe('refused');
  });

  test('nothing is answered within 5 s, or an answer that does not end', async () => {
    const endless = await tcp('HTTP/1.1 200 OK\r\ncontent-length: 9999999\r\n\r\n', false);
    const from = performance.now();
    page.say({ type: 'open', connection: 2, url: endless });
    expect((await page.failureOf(await tcp('', false), 7_000)).code).toBe('timed-out');
    expect(await page.about(2, 1)).toMatchObject([{ type: 'closed', failure: { code: 'timed-out' } }]);
    expect(performance.now() - from).toBeLessThan(6_000);
  });

  test.each([
    ['a web site', 200, '<html>', 'not-parley'],
    ['another version', 426, '', 'wrong-version'],
    ['a host that is full', 503, '{"code":"too-many-connections","message":"Full."}', 'too-many-connections'],
    ['a host that has had enough', 429, '{"code":"rate-limited","message":"Wait 3 s."}', 'rate-limited'],
    ['a long refusal', 500, 'x'.repeat(100_000), 'not-parley'],
  ])('%s', async (_what, status, body, code) => {
    expect((await page.failureOf(await http(status, body))).code).toBe(code);
  });

  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'not-parley'],
    ['nothing but the end', '', 'host-gone'],
    [
      'a false handshake',
      'HTTP/1.1 101 X\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: no\r\n\r\n',
      'not-parley',
    ],
  ])('%s', async (_what, bytes, code) => {
    expect((await page.failureOf(await tcp(bytes))).code).toBe(code);
  });

  test('a WebSocket server that knows nothing of Parley', async () => {
    const server = createServer();
    new WebSocketServer({ server, handleProtocols: () => false });
    expect((await page.failureOf(`ws://${await listen(server)}/session`)).code).toBe('wrong-version');
  });

  test('TLS where there is none', async () => {
    const url = (await tcp('HTTP/1.1 400 X\r\n\r\n')).replace('ws:', 'wss:');
    expect((await page.failureOf(url)).code).toBe('not-parley');
  });

  test.each([
    '',
    'http://127.0.0.1/',
    'ws://',
    'ws://a:b@127.0.0.1/',
    'ws://127.0.0.1/#x',
    'ws+unix:/tmp/x',
    'ws://127.0.0.1:0/',
  ])('"%s" is no address', async (url) => expect((await page.failureOf(url)).code).toBe('address-invalid'));
});

describe('a page that misbehaves', () => {
  test('has at most 64 connections', async () => {
    const url = await host();
    for (let connection = 1; connection <= 65; connection += 1) page.say({ type: 'open', connection, url });
    expect(await page.about(65, 1)).toMatchObject([{ type: 'closed', failure: { code: 'too-many-connections' } }]);
    await page.about(64, 1);
  });

  test('loses a connection it opens twice, or sends too much over', async () => {
    const url = await host();
    page.say({ type: 'open', connection: 1, url });
    page.say({ type: 'open', connection: 1, url });
    expect(await page.about(1, 1)).toMatchObject([{ type: 'closed', failure: { code: 'bad-frame' } }]);
    page.say({ type: 'open', connection: 2, url });
    await page.about(2, 1);
    page.say({ type: 'frame', connection: 2, text: 'x'.repeat(CLIENT_FRAME_MAX + 1) });
    expect((await page.about(2, 2))[1]).toMatchObject({ type: 'closed', failure: { code: 'too-large' } });
  });

  test.each([
    null,
    7,
    'text',
    {},
    { type: 'open' },
    { type: 'frame', connection: -1, text: '' },
    { type: 'quit', connection: 'x' },
  ])('is not understood when it says %j', (message) => {
    page.say(message);
    expect(page.heard).toEqual([]);
    expect(reports).toEqual(['the page sent something that is no frame of the bridge']);
  });

  test('may send to connections that are not there', () => {
    page.say({ type: 'frame', connection: 9, text: 'x' });
    page.say({ type: 'close', connection: 9 });
    expect(page.heard).toEqual([]);
  });

  test('a host that does not read is let go', async () => {
    const url = await host((socket) => socket.pause());
    page.say({ type: 'open', connection: 1, url });
    await page.about(1, 1);
    for (let i = 0; i < 400; i += 1) page.say({ type: 'frame', connection: 1, text: 'x'.repeat(CLIENT_FRAME_MAX) });
    expect((await page.about(1, 2))[1]).toMatchObject({ type: 'closed', failure: { code: 'host-gone' } });
  });
});
