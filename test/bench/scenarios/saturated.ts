import { setTimeout as sleep } from 'node:timers/promises';
import { countIn, payload } from '../lib/payload.ts';
import { cpuSeconds, residentBytes } from '../lib/process.ts';
import { fillRoom, leave } from '../lib/room.ts';
import type { BenchServer, Client } from '../servers/server.ts';

/** Messages said but not yet heard by everyone. */
const OUTSTANDING = 500;
/** Of the people in the room, how many talk. */
const TALKERS = 10;
/** Talk before anything is measured, in milliseconds: a server runs for days, so that its first seconds are not what counts. */
const WARM_UP_MS = 3_000;
/** After it, until what was put off is done. */
const PAUSE_MS = 1_000;
/** After the last delivery, so that work put off (such as indexing) is counted too. */
const SETTLE_MS = 4_000;

export interface Saturated {
  deliveries: number;
  seconds: number;
  cpuSeconds: number;
  resident: number;
}

/** Everyone in one room, as much said as the server can bear. */
export async function saturated(
  server: BenchServer,
  port: number,
  receivers: number,
  messages: number,
): Promise<Saturated> {
  const { saidBefore, ...result } = await measure(server, port, receivers, messages);
  server.verify?.(saidBefore + messages);
  return result;
}

async function measure(
  server: BenchServer,
  port: number,
  receivers: number,
  messages: number,
): Promise<Saturated & { saidBefore: number }> {
  const running = await server.start(port);
  try {
    const clients = await fillRoom(server, port, receivers);
    const saidBefore = await warmUp(server, clients);
    const cpuBefore = cpuSeconds(running.pid);
    const started = performance.now();
    const deliveries = (await talk(server, clients, { messages })) * heardBy(server, receivers);
    const seconds = (performance.now() - started) / 1_000;
    const resident = residentBytes(running.pid);
    await sleep(SETTLE_MS);
    const cpu = cpuSeconds(running.pid) - cpuBefore;
    leave(clients);
    return { deliveries, seconds, cpuSeconds: cpu, resident, saidBefore };
  } finally {
    await running.stop();
  }
}

/** IRC does not tell a sender what he said himself; all others do. */
function heardBy(server: BenchServer, receivers: number): number {
  return server.name.includes('irc') ? receivers - 1 : receivers;
}

/** Everyone has talked as much as they can for a while, and the server done what it put off meanwhile. Gives how much was said. */
async function warmUp(server: BenchServer, clients: readonly Client[]): Promise<number> {
  const said = await talk(server, clients, { ms: WARM_UP_MS });
  await sleep(PAUSE_MS);
  return said;
}

/** As much as the server can bear, until so much is said or so long has gone by, and all of it heard by everyone; gives how much. */
function talk(
  server: BenchServer,
  clients: readonly Client[],
  { messages = Infinity, ms = Infinity }: { messages?: number; ms?: number },
): Promise<number> {
  const hearers = heardBy(server, clients.length);
  const started = performance.now();
  return new Promise((resolve, reject) => {
    let said = 0;
    let heard = 0;
    let last = messages;
    const sayMore = (): void => {
      if (performance.now() - started > ms) last = said;
      const until = Math.min(last, Math.floor(heard / hearers) + OUTSTANDING);
      const parts = clients.slice(0, TALKERS).map((): Buffer[] => []);
      for (; said < until; said += 1) {
        const client = clients[said % TALKERS];
        if (client) parts[said % TALKERS]?.push(client.say(payload(said)));
      }
      parts.forEach((part, i) => {
        if (part.length > 0) clients[i]?.socket.write(Buffer.concat(part));
      });
    };
    const closed = (): void => {
      reject(new Error(`${server.name} closed a connection`));
    };
    const hear = (chunk: Buffer): void => {
      heard += countIn(chunk);
      if (heard >= last * hearers) end();
      else if (said - heard / hearers < OUTSTANDING - 50) sayMore();
    };
    const end = (): void => {
      for (const { socket } of clients) socket.off('close', closed).off('data', hear);
      resolve(said);
    };
    for (const { socket } of clients) socket.on('close', closed).on('data', hear);
    sayMore();
  });
}
