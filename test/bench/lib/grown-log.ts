import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost } from '../../../src-main/host/host.ts';
import { NO_RATE_LIMITS } from '../../../src-main/host/limits.ts';
import { SqliteStore } from '../../../src-main/store/sqlite/sqlite-store.ts';
import type { EventDraft, Store } from '../../../src-main/store/store.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { newSession } from '../../support/people.ts';
import { newId } from '../../support/talk.ts';
import { until } from '../../support/wait.ts';

/** How many rooms and people a log has that is grown to be measured. People are the members 1 to 20. */
export const ROOMS = 100;
export const PEOPLE = 20;

/** What was measured with a log of each size, one log growing from each to the next. */
export async function atSizes<T>(
  sizes: readonly number[],
  grow: (store: Store, rooms: readonly string[], from: number, to: number) => Promise<T>,
  measure: (dir: string, rooms: readonly string[], size: number, grown: T) => Promise<void>,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'parley-bench-log-'));
  let from = 0;
  for (const size of sizes) {
    const store = new SqliteStore(dir);
    const rooms = await ensureRooms(store);
    const grown = await grow(store, rooms, from, size);
    from = size;
    await store.close();
    await measure(dir, rooms, size, grown);
  }
  rmSync(dir, { recursive: true });
}

async function ensureRooms(store: Store): Promise<string[]> {
  const known = (await store.rooms()).map(({ id }) => id);
  if (known.length > 0) return known;
  for (let i = 0; i < PEOPLE; i += 1) await store.addMember({ key: null, name: `person${String(i)}`, role: 'guest' });
  const rooms = Array.from({ length: ROOMS }, newId);
  await store.commit(
    rooms.map((id, i): EventDraft => {
      return { room: id, id, by: 1, at: Date.now(), body: { kind: 'create', title: `room ${String(i)}`, topic: '' } };
    }),
  );
  return rooms;
}

/** Opens a host on a log, connects somebody new, and gives the milliseconds that opening it took. */
export async function visit(dir: string, ask: (session: Session) => Promise<void>): Promise<number> {
  const started = performance.now();
  const host = await startHost({
    dataDir: dir,
    name: 'bench',
    port: 0,
    bind: '127.0.0.1',
    guests: false,
    limits: NO_RATE_LIMITS,
  });
  const opened = performance.now() - started;
  const url = `ws://127.0.0.1:${String(host.port)}/session`;
  const session = newSession({ url, name: newId().slice(-12) });
  session.start();
  await until(() => session.status.state === 'connected', 10_000);
  await ask(session);
  session.stop();
  await host.close();
  return opened;
}

/** Milliseconds that something takes. */
export async function timed(work: () => Promise<unknown> | undefined): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
