import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../src-main/host/limits.ts';
import { RawSession } from '../support/chaos-raw.ts';
import { newId } from '../support/talk.ts';
import { Reader } from '../support/chaos-reader.ts';
import { afterThisTest, testHost } from '../support/host.ts';
import { memoryInUse } from '../support/soak-memory.ts';
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

async function gauge(base: string, name: 'connections' | 'lagging_readers'): Promise<number> {
  const metrics = await (await fetch(`http://${base}/metrics`)).text();
  return Number(new RegExp(`^parley_${name} (\\d+)`, 'm').exec(metrics)?.[1]);
}

const lagging = (base: string): Promise<number> => gauge(base, 'lagging_readers');

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
        return raw.request('message.send', { room, event: newId(), text });
      });
      for (const answer of await Promise.all(ten)) expect(answer.result).toBeDefined();
    }
  };
}

test('readers who do not read cost bounded memory, delay nobody, and get everything once they read', async () => {
  const { url, base } = await testHost({ limits: { ...NO_RATE_LIMITS, readerBytes: BOUND } });
  const sockets = hostSockets();
  const someone = (number: number): Promise<Reader> =>
    number % 2 === 0 ? Reader.session(url, number) : Reader.chat(base, number);
  const [stalled, awake]: [Reader[], Reader[]] = [[], []];
  for (let i = 0; i < STALLED; i += 1) stalled.push(await someone(i));
  const say = await speaker(url);
  for (const reader of stalled) reader.pause();

  let said = 0;
  const more = async (count: number): Promise<void> => {
    await say(count);
    said += count;
    await until(() => awake.every(({ numbers }) => numbers.at(-1) === said), 20_000, 'those who read have everything');
  };
  // Until the system's buffers are full, too.
  while ((await lagging(base)) < STALLED) {
    await more(50);
    expect(said).toBeLessThan(5_000);
  }
  for (let i = STALLED; i < READERS; i += 1) awake.push(await someone(i));
  const late = said + 1;
  await more(10);
  expect(await lagging(base)).toBe(STALLED);
  const before = (await memoryInUse()).all;
  const backlog = [...sockets].reduce((sum, { writableLength }) => sum + writableLength, 0);
  await more(300);
  for (const { writableLength } of sockets) expect(writableLength).toBeLessThanOrEqual(BOUND + BATCH);
  expect([...sockets].reduce((sum, { writableLength }) => sum + writableLength, 0)).toBeLessThanOrEqual(backlog);
  // 300 messages for 20 readers are 36 MB; what is kept of them is nothing.
  await until(async () => (await memoryInUse()).all - before < 4 * 1024 * 1024, 5_000, 'memory is as it was');

  for (const reader of stalled) reader.resume();
  await until(() => stalled.every(({ numbers }) => numbers.at(-1) === said), 20_000, 'the others have everything');
  const from = (first: number): number[] => Array.from({ length: said - first + 1 }, (_, i) => first + i);
  for (const { numbers } of stalled) expect(numbers).toEqual(from(1));
  for (const { numbers } of awake) expect(numbers).toEqual(from(late));
  await until(async () => (await lagging(base)) === 0);
});

test('a reader who is dead is given up, with everything that was kept for them', async () => {
  const { url, base } = await testHost({ limits: { ...NO_RATE_LIMITS, readerBytes: BOUND, pingMs: 500 } });
  const sockets = hostSockets();
  const dead = [await Reader.session(url, 1), await Reader.chat(base, 2)];
  const awake = await Reader.session(url, 3);
  const say = await speaker(url);
  for (const reader of dead) reader.pause();
  let said = 0;
  // The speaker and the one who reads are left.
  while ((await gauge(base, 'connections')) > 2) {
    await say(10);
    said += 10;
  }
  expect(await lagging(base)).toBe(0);
  for (const { writableLength } of sockets) expect(writableLength).toBeLessThan(BOUND);
  await until(() => awake.numbers.length === said);
});
