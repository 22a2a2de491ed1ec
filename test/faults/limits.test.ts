import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../src-main/host/limits.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import { frame, openWebSocket } from '../bench/lib/websocket.ts';
import { RawSession } from '../support/chaos-raw.ts';
import { afterThisTest, join, testHost } from '../support/host.ts';
import { newIdentity } from '../support/people.ts';
import { until } from '../support/wait.ts';

/** A bare connection, and whether it has been ended. */
async function dial(port: number): Promise<{ socket: Socket; ended: () => boolean }> {
  const socket = connect(port, '127.0.0.1');
  let ended = false;
  socket.on('error', () => undefined);
  socket.on('close', () => {
    ended = true;
  });
  afterThisTest(() => {
    socket.destroy();
    return undefined;
  });
  await once(socket, 'connect');
  return { socket, ended: () => ended };
}

test.each([
  { what: 'one address', limits: { connectionsPerAddress: 5 } },
  { what: 'everyone', limits: { ...NO_RATE_LIMITS, connections: 5 } },
])('connections that say nothing are dropped beyond twice what $what may have', async ({ limits }) => {
  const { port, base } = await testHost({ limits });
  const dialled = [];
  for (let i = 0; i < 10; i += 1) dialled.push(await dial(port));
  const late = await dial(port);
  await until(late.ended);
  expect(dialled.filter(({ ended }) => ended())).toEqual([]);
  dialled[0]?.socket.destroy();
  await until(async () => (await fetch(`http://${base}/health`).catch(() => null))?.status === 200);
});

test('connections that say nothing are ended when their time is up', async () => {
  const { port } = await testHost({ limits: { loginMs: 50 } });
  const { ended } = await dial(port);
  await until(ended, 1_000);
});

test('a message in too many pieces ends its connection as too large, however small they are', async () => {
  const { port, url } = await testHost({ limits: { fragments: 4 } });
  const socket = await openWebSocket(port, '/session', SUBPROTOCOL);
  socket.setNoDelay(true);
  let got = '';
  socket.on('data', (data: Buffer) => {
    got += data.toString('latin1');
  });
  socket.resume();
  // A frame of 4,000 bytes, one byte at a time.
  for (const byte of frame('x'.repeat(4_000))) {
    if (!socket.writable || socket.destroyed) break;
    socket.write(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  await until(() => got.includes('too-large'));
  await join(url, 'Ada');
});

test.each([
  [
    'a message in too many fragments',
    'too-large',
    (raw: RawSession) => {
      for (let i = 0; i < 100; i += 1) raw.ws.send(' ', { fin: false });
    },
  ],
  [
    'a frame that is too large',
    'too-large',
    (raw: RawSession) => {
      raw.ws.send('x'.repeat(70_000));
    },
  ],
  [
    'text that is no UTF-8',
    'bad-frame',
    (raw: RawSession) => {
      raw.ws.send(Buffer.from([0xff]), { binary: false });
    },
  ],
])('%s ends its connection with the code %s', async (_what, code, send) => {
  const { url } = await testHost();
  const raw = await RawSession.open(url, 'Mallory');
  send(raw);
  expect(await until(() => raw.closed)).toBe(code);
});

test('what one person may signal is counted over all their connections', async () => {
  const { url } = await testHost({ limits: { signals: { perSecond: 0, burst: 3 } } });
  const identity = newIdentity();
  const [first, second] = [await RawSession.open(url, 'Ada', identity), await RawSession.open(url, 'Ada', identity)];
  const room = first.rooms[0] ?? '';
  for (const raw of [first, second]) {
    await raw.request('room.join', { room });
    for (let i = 0; i < 2; i += 1) raw.ws.send(JSON.stringify({ type: 'typing', room }));
    await raw.request('ping', {});
  }
  const refused = (raw: RawSession): unknown[] =>
    raw.heard.filter(({ type }) => type === 'error').map(({ code }) => code);
  expect([refused(first), refused(second)]).toEqual([[], ['rate-limited']]);
});
