import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { numbersIn, payload } from '../lib/payload.ts';
import { residentBytes } from '../lib/process.ts';
import { fillRoom, leave } from '../lib/room.ts';
import { quantile } from '../lib/stats.ts';
import type { BenchServer, Client } from '../servers/server.ts';

/** Bytes of text added to each message, so that readers who do not read are soon behind by more than the system buffers. */
const PADDING = ' '.padEnd(7_000, 'x');

export interface SlowReaders {
  /** Latency of those who read, in milliseconds, while everybody reads, and while some do not. */
  p99Before: number;
  p99With: number;
  /** Resident memory, in bytes, when the readers have stopped for a while, and at the end. */
  residentEarly: number;
  residentLate: number;
}

/** Messages into readers of which `stalled` stop reading half-way; what the others notice of it, and what it costs. */
export async function slowReaders(
  server: BenchServer,
  port: number,
  receivers: number,
  stalled: number,
  perSecond: number,
  seconds: number,
): Promise<SlowReaders> {
  const running = await server.start(port);
  try {
    const clients = await fillRoom(server, port, receivers);
    const awake = clients.slice(stalled);
    for (const { socket } of clients) socket.resume();
    const before = await talk(awake, 0, perSecond, seconds);
    for (const { socket } of clients.slice(0, stalled)) stop(socket);
    const early = await talk(awake, perSecond * seconds, perSecond, seconds);
    const residentEarly = residentBytes(running.pid);
    const late = await talk(awake, 2 * perSecond * seconds, perSecond, seconds);
    const residentLate = residentBytes(running.pid);
    leave(clients);
    const p99With = quantile(Float64Array.from([...early, ...late]).sort(), 0.99);
    return { p99Before: quantile(before, 0.99), p99With, residentEarly, residentLate };
  } finally {
    await running.stop();
  }
}

function stop(socket: Socket): void {
  socket.removeAllListeners('data');
  socket.pause();
}

/** Latencies, sorted, of messages numbered from `first`. */
async function talk(
  clients: readonly Client[],
  first: number,
  perSecond: number,
  seconds: number,
): Promise<Float64Array> {
  const count = perSecond * seconds;
  const sentAt = new Float64Array(count);
  const latencies: number[] = [];
  const hear = (chunk: Buffer): void => {
    const now = performance.now();
    for (const number of numbersIn(chunk)) {
      const sent = sentAt[number - first];
      if (sent !== undefined && sent > 0) latencies.push(now - sent);
    }
  };
  for (const { socket } of clients) socket.on('data', hear);
  const started = performance.now();
  for (let i = 0; i < count; i += 1) {
    const wait = started + (i * 1_000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    const client = clients[i % Math.min(10, clients.length)];
    sentAt[i] = performance.now();
    client?.socket.write(client.say(payload(first + i) + PADDING));
  }
  await sleep(500);
  for (const { socket } of clients) socket.off('data', hear);
  return Float64Array.from(latencies).sort();
}
