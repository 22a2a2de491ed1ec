import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost } from '../../../src-main/host/host.ts';
import { SqliteStore } from '../../../src-main/store/sqlite/sqlite-store.ts';
import type { EventDraft, Store } from '../../../src-main/store/store.ts';
import { uuidv7 } from '../../../src-shared/protocol/ids.ts';
import { newSession } from '../../support/people.ts';
import { until } from '../../support/wait.ts';
import { payload } from '../lib/payload.ts';
import { median } from '../lib/stats.ts';

const BATCH = 100;
const ROOMS = 100;
const TRIES = 200;

/** What a log of this size costs. Times in milliseconds but for `insert`, in microseconds of CPU a message. */
export interface LogCost {
  messages: number;
  insert: number;
  index: number;
  open: number;
  join: number;
  page: number;
  fileMiB: number;
}

/** Measures logs of several sizes, growing one store from each to the next. */
export async function logCosts(sizes: readonly number[]): Promise<LogCost[]> {
  const dir = mkdtempSync(join(tmpdir(), 'parley-bench-log-'));
  const costs: LogCost[] = [];
  let size = 0;
  for (const target of sizes) {
    const store = new SqliteStore(dir);
    const rooms = await ensureRooms(store);
    const { insert, index } = await grow(store, rooms, size, target);
    size = target;
    await store.close();
    const times = await use(dir, rooms, Math.floor(target / ROOMS));
    costs.push({ messages: target, insert, index, ...times, fileMiB: statSync(join(dir, 'parley.db')).size / 2 ** 20 });
  }
  rmSync(dir, { recursive: true });
  return costs;
}

function newId(): string {
  return uuidv7(Date.now(), randomBytes(10));
}

async function ensureRooms(store: Store): Promise<string[]> {
  const known = (await store.rooms()).map(({ id }) => id);
  if (known.length > 0) return known;
  const author = await store.addMember({ key: null, name: 'bench', role: 'guest' });
  const drafts = Array.from({ length: ROOMS }, (_, i): EventDraft => {
    const id = newId();
    return {
      room: id,
      id,
      by: author.id,
      at: Date.now(),
      body: { kind: 'create', title: `room ${String(i)}`, topic: '' },
    };
  });
  await store.commit(drafts);
  return drafts.map(({ room }) => room);
}

function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Adds messages; gives the CPU time of one: inserted, over the last tenth; indexed, over all of them. */
async function grow(
  store: Store,
  rooms: readonly string[],
  from: number,
  to: number,
): Promise<{ insert: number; index: number }> {
  const measured = { insert: 0, index: 0, count: 0 };
  for (let i = from; i < to; i += BATCH) {
    const room = rooms[(i / BATCH) % rooms.length] ?? '';
    const drafts = Array.from({ length: BATCH }, (_, j): EventDraft => {
      return { room, id: newId(), by: 1, at: Date.now(), body: { kind: 'message', text: payload(i + j) } };
    });
    const before = cpuMicros();
    await store.commit(drafts);
    const committed = cpuMicros();
    if (i % 4_000 === 0) await store.index(8_000);
    measured.index += cpuMicros() - committed;
    if (i < to - to / 10) continue;
    measured.insert += committed - before;
    measured.count += BATCH;
  }
  const rest = cpuMicros();
  while ((await store.index(8_000)) > 0);
  measured.index += cpuMicros() - rest;
  return { insert: measured.insert / measured.count, index: measured.index / (to - from) };
}

/** Opens a host on the log, joins every room as a newcomer, and pages anywhere. */
async function use(
  dir: string,
  rooms: readonly string[],
  perRoom: number,
): Promise<{ open: number; join: number; page: number }> {
  const started = performance.now();
  const host = await startHost({
    dataDir: dir,
    name: 'bench',
    port: 0,
    bind: '127.0.0.1',
    guests: false,
    limits: { events: { perSecond: Infinity, burst: Infinity } },
  });
  const open = performance.now() - started;
  const session = newSession({ url: `ws://127.0.0.1:${String(host.port)}/session`, name: newId().slice(-12) });
  session.start();
  await until(() => session.status.state === 'connected');
  const joins: number[] = [];
  for (const room of rooms) joins.push(await timed(() => session.rooms.get(room)?.join()));
  const pages: number[] = [];
  for (let i = 0; i < TRIES; i += 1) {
    const room = rooms[i % rooms.length] ?? '';
    const before = 2 + Math.floor(Math.random() * perRoom);
    pages.push(await timed(() => session.request('history', { room, before })));
  }
  session.stop();
  await host.close();
  return { open, join: median(joins), page: median(pages) };
}

async function timed(work: () => Promise<unknown> | undefined): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
