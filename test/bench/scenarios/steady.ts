import { setTimeout as sleep } from 'node:timers/promises';
import { numbersIn, payload } from '../lib/payload.ts';
import { cpuSeconds, residentBytes } from '../lib/process.ts';
import { fillRoom, leave } from '../lib/room.ts';
import { quantile } from '../lib/stats.ts';
import type { BenchServer, Client } from '../servers/server.ts';

const TALKERS = 10;
const SETTLE_MS = 2_000;
/** Said before anything is measured: a server runs for days, so that its first seconds are not what counts. */
const WARM_UP_SECONDS = 5;

export interface Steady {
  cpuSeconds: number;
  p50: number;
  p99: number;
  max: number;
  resident: number;
}

/** `perSecond` messages a second for some seconds, after some that are not measured; latencies in milliseconds, from being sent to being received by each. */
export async function steady(
  server: BenchServer,
  port: number,
  receivers: number,
  perSecond: number,
  seconds: number,
): Promise<Steady> {
  const result = await measure(server, port, receivers, perSecond, seconds);
  server.verify?.((WARM_UP_SECONDS + seconds) * perSecond);
  return result;
}

async function measure(
  server: BenchServer,
  port: number,
  receivers: number,
  perSecond: number,
  seconds: number,
): Promise<Steady> {
  const running = await server.start(port);
  try {
    const clients = await fillRoom(server, port, receivers);
    await talk(clients, perSecond, WARM_UP_SECONDS);
    const cpuBefore = cpuSeconds(running.pid);
    const latencies = await talk(clients, perSecond, seconds);
    const resident = residentBytes(running.pid);
    await sleep(SETTLE_MS);
    const cpu = cpuSeconds(running.pid) - cpuBefore;
    leave(clients);
    latencies.sort();
    const [p50, p99] = [0.5, 0.99].map((q) => quantile(latencies, q)) as [number, number];
    return { cpuSeconds: cpu, p50, p99, max: latencies.at(-1) ?? NaN, resident };
  } finally {
    await running.stop();
  }
}

async function talk(clients: readonly Client[], perSecond: number, seconds: number): Promise<Float64Array> {
  const count = perSecond * seconds;
  const sentAt = new Float64Array(count);
  const latencies = new Float64Array(count * clients.length);
  let heard = 0;
  const hear = (chunk: Buffer): void => {
    const now = performance.now();
    for (const number of numbersIn(chunk)) {
      latencies[heard] = now - (sentAt[number] ?? NaN);
      heard += 1;
    }
  };
  for (const { socket } of clients) socket.on('data', hear);
  const started = performance.now();
  for (let i = 0; i < count; i += 1) {
    const due = started + (i * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    const client = clients[i % Math.min(TALKERS, clients.length)];
    sentAt[i] = performance.now();
    client?.socket.write(client.say(payload(i)));
  }
  await sleep(500);
  for (const { socket } of clients) socket.off('data', hear);
  return latencies.subarray(0, heard);
}
