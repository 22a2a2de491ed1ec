import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterEach } from 'vitest';
import { startHost, type Host, type HostOptions } from '../../src-main/host/host.ts';
import type { Room } from '../../src-shared/session/room.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { newSession } from './people.ts';
import { until } from './wait.ts';

const cleanups: (() => Promise<unknown> | undefined)[] = [];

/** Undoes something after the test, in reverse order. */
export function afterThisTest(undo: () => Promise<unknown> | undefined): void {
  cleanups.push(undo);
}

afterEach(async () => {
  for (const undo of cleanups.splice(0).reverse()) await undo();
});

/** A folder that is there for one test. */
export function tempDir(): string {
  const dir = mkdtempSync(joinPath(tmpdir(), 'parley-test-'));
  afterThisTest(() => {
    rmSync(dir, { recursive: true, force: true });
    return undefined;
  });
  return dir;
}

/** A real host on loopback, stopped after the test. */
export async function testHost(
  options: Partial<HostOptions> = {},
): Promise<Host & { url: string; dataDir: string; base: string }> {
  const dataDir = options.dataDir ?? tempDir();
  const host = await startHost({ name: 'Test host', port: 0, bind: '127.0.0.1', guests: true, ...options, dataDir });
  afterThisTest(() => host.close());
  const base = `127.0.0.1:${String(host.port)}`;
  return { ...host, dataDir, base, url: `ws://${base}/session` };
}

/** A person connected to a host and in its first room. */
export async function join(
  url: string,
  name: string,
  options: Partial<Parameters<typeof newSession>[0]> = {},
): Promise<{ session: Session; room: Room }> {
  const session = newSession({ url, name, ...options });
  afterThisTest(() => {
    session.stop();
    return undefined;
  });
  session.start();
  await until(() => session.status.state === 'connected', 5_000, `${name} is connected`);
  const room = await until(() => [...session.rooms.values()][0], 5_000, `${name} sees a room`);
  if (!room.joined) await room.join();
  return { session, room };
}

/** The texts of a room's messages, as a client holds them. */
export function texts(room: Room): string[] {
  return room.window.events.flatMap((event) => (event.kind === 'message' ? [event.text] : []));
}
