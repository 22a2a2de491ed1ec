import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServer, Client } from '../servers/server.ts';

/** Lets clients in, some at a time. */
export async function fill<T>(count: number, connect: (number: number) => Promise<T>, atOnce = 20): Promise<T[]> {
  const all: T[] = [];
  for (let i = 0; i < count; i += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - i) }, (_, j) => connect(i + j));
    all.push(...(await Promise.all(batch)));
  }
  return all;
}

/** A room with this many people in it, and nothing being said. */
export async function fillRoom(server: BenchServer, port: number, count: number): Promise<Client[]> {
  const clients = await fill(count, (number) => server.join(port, number));
  await quiet(clients);
  return clients;
}

/** Waits until nothing has arrived for half a second: joins are announced for a while. */
async function quiet(clients: readonly Client[]): Promise<void> {
  let heard = true;
  const hear = (): void => {
    heard = true;
  };
  for (const { socket } of clients) socket.on('data', hear).resume();
  while (heard) {
    heard = false;
    await sleep(500);
  }
  for (const { socket } of clients) socket.off('data', hear);
}

export function leave(clients: readonly Client[]): void {
  for (const { socket } of clients) {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}
