import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { EventDraft, Store } from '../../../src-main/store/store.ts';
import { newId } from '../../support/talk.ts';
import { atSizes, ROOMS, timed, visit } from '../lib/grown-log.ts';
import { payload } from '../lib/payload.ts';
import { median } from '../lib/stats.ts';

const BATCH = 100;
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

/** Measures logs of several sizes. */
export async function logCosts(sizes: readonly number[]): Promise<LogCost[]> {
  const costs: LogCost[] = [];
  await atSizes(sizes, grow, async (dir, rooms, messages, grown) => {
    const times = await use(dir, rooms, Math.floor(messages / ROOMS));
    costs.push({ messages, ...grown, ...times, fileMiB: statSync(join(dir, 'parley.db')).size / 2 ** 20 });
  });
  return costs;
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
  const joins: number[] = [];
  const pages: number[] = [];
  const open = await visit(dir, async (session) => {
    for (const room of rooms) joins.push(await timed(() => session.rooms.get(room)?.join()));
    for (let i = 0; i < TRIES; i += 1) {
      const room = rooms[i % rooms.length] ?? '';
      const before = 2 + Math.floor(Math.random() * perRoom);
      pages.push(await timed(() => session.request('history', { room, before })));
    }
  });
  return { open, join: median(joins), page: median(pages) };
}
