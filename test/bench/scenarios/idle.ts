import { setTimeout as sleep } from 'node:timers/promises';
import { residentBytes } from '../lib/process.ts';
import { fill } from '../lib/room.ts';
import type { BenchServer } from '../servers/server.ts';

/** Resident bytes a connection costs that does nothing, over `count` of them. */
export async function idle(server: BenchServer, port: number, count: number): Promise<number> {
  const running = await server.start(port);
  try {
    // The first ones pay for what is loaded once.
    const warm = await fill(200, (number) => server.idle(port, number));
    await sleep(1_000);
    const before = residentBytes(running.pid);
    const sockets = await fill(count, (number) => server.idle(port, 1_000 + number), 50);
    await sleep(3_000);
    const bytes = (residentBytes(running.pid) - before) / count;
    for (const socket of [...warm, ...sockets]) socket.on('error', () => undefined).destroy();
    return bytes;
  } finally {
    await running.stop();
  }
}
