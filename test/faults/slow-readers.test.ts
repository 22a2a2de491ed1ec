import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../src-main/host/limits.ts';
import { newEventId, RawSession } from '../support/chaos-raw.ts';
import { Reader } from '../support/chaos-reader.ts';
import { afterThisTest, testHost } from '../support/host.ts';
import { until } from '../support/wait.ts';

const READERS = 200;
const STALLED = 20;
const BOUND = 128 * 1024;
/** Characters of a message; what 20 sockets' kernel buffers can take is reached soon. */
const LONG = 6_000;
/** What a batch of the log may come to, on top of the bound: a page of history with its envelope. */
const BATCH = 1024 * 1024;

/** The host's ends of all connections made from now on. */
function hostSockets(): Set<Socket> {
  const sockets = new Set<Socket>();
  const onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  subscribe('net.server.socket', onSocket);
  afterThisTest(() => {
    unsubscribe('net.server.socket', onSocket);
    return undefined;
  });
  return sockets;
}

function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function lagging(base: string): Promise<number> {
  const metrics = await (await fetch(`http://${base}/metrics`)).text();
  return Number(/^parley_lagging_readers (\d+)/m.exec(metrics)?.[1]);
}

/** Says numbered messages, a few at a time. */
async function speaker(url: string): Promise<(count: number) => Promise<void>> {
  const raw = await RawSession.open(url, 'Speaker');
  const room = raw.rooms[0] ?? '';
  await raw.request('room.join', { room });
  let said = 0;
  return async (count) => {
    for (let i = 0; i < count; i += 10) {
      const ten = Array.from({ length: 10 }, () => {
        said += 1;
        const text = `#${String(said)} ${'x'.repeat(LONG)}`;
        return raw.request('message.send', { room, event: newEventId(), text });
      });
      for (const answer of await Promise.all(ten)) expect(answer.result).toBeDefined();
    }
  };
}

test('readers who do not read cost bounded memory, delay nobody, and get everything once they read', async () => {
  const { url, base } = await testHost({ limits: { ...NO_RATE_LIMITS, readerBytes: BOUND } });
  const sockets = hostSockets();
  const readers: Reader[] = [];
  for (let i = 0; i < READERS; i += 1)
    readers.push(await (i % 2 === 0 ? Reader.session(url, i) : Reader.chat(base, i)));
  const stalled = readers.slice(0, STALLED);
  const awake = readers.slice(STALLED);
  const say = await speaker(url);
  for (const reader of stalled) reader.pause();

  let said = 0;
  const more = async (count: number): Promise<void> => {
    await say(count);
    said += count;
    await until(
      () => awake.every((reader) => reader.numbers.length === said),
      20_000,
      'those who read have everything',
    );
  };
  while ((await lagging(base)) < STALLED) {
    await more(50);
    expect(said).toBeLessThan(5_000);
  }
  expect(await lagging(base)).toBe(STALLED);
  const before = memoryInUse();
  const backlog = [...sockets].reduce((sum, { writableLength }) => sum + writableLength, 0);
  await more(300);
  for (const { writableLength } of sockets) expect(writableLength).toBeLessThanOrEqual(BOUND + BATCH);
  expect([...sockets].reduce((sum, { writableLength }) => sum + writableLength, 0)).toBeLessThanOrEqual(backlog);
  // 300 messages for 20 readers are 36 MB; what is kept of them is nothing.
  expect(memoryInUse() - before).toBeLessThan(4 * 1024 * 1024);

  for (const reader of stalled) reader.resume();
  const all = Array.from({ length: said }, (_, i) => i + 1);
  await until(() => stalled.every((reader) => reader.numbers.length >= said), 20_000, 'the others have everything');
  for (const reader of readers) expect(reader.numbers).toEqual(all);
  await until(async () => (await lagging(base)) === 0);
});
