import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost } from '../../../src-main/host/host.ts';
import { NO_RATE_LIMITS } from '../../../src-main/host/limits.ts';
import { SqliteStore } from '../../../src-main/store/sqlite/sqlite-store.ts';
import type { EventDraft, Store } from '../../../src-main/store/store.ts';
import { uuidv7 } from '../../../src-shared/protocol/ids.ts';
import { newSession } from '../../support/people.ts';
import { until } from '../../support/wait.ts';
import { quantile } from '../lib/stats.ts';

const ROOMS = 100;
const BATCH = 1_000;
const TRIES = 200;

/** How long a search takes on a log of this size, in milliseconds, over a socket from the question to the answer. */
export interface SearchCost {
  messages: number;
  query: string;
  median: number;
  p99: number;
}

/** Words by how often people use them: the first is in most messages, the last in next to none (Zipf's law). */
const VOCABULARY = 20_000;

function word(rank: number): string {
  let letters = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / 20)) letters += 'etaoinshrdlucmfwypvb'[rest % 20] ?? '';
  return `${letters}${'aeiou'[rank % 5] ?? ''}n`;
}

function zipf(): number {
  return Math.floor(VOCABULARY ** Math.random()) - 1;
}

function sentence(i: number): string {
  const words = Array.from({ length: 8 + (i % 10) }, () => word(zipf()));
  if (i % 1_000 === 0) words.push('seldom');
  if (i % 100_000 === 0) words.push('unheard');
  if (i % 500 === 0) words.push(`https://example.org/${String(i)}`);
  return words.join(' ');
}

/** What is asked: a word in most messages, in some, in few, in none; two words, a phrase; a beginning; with filters. */
const QUERIES: Record<string, () => string> = {
  common: () => `${word(0)} `,
  middling: () => `${word(40)} `,
  'any word': () => `${word(zipf())} `,
  rare: () => 'seldom ',
  'very rare': () => 'unheard ',
  none: () => 'nowhere ',
  'two common': () => `${word(0)} ${word(1)} `,
  'common and rare': () => `${word(0)} unheard `,
  phrase: () => `"${word(0)} ${word(1)} ${word(2)}"`,
  'as one types, 3 letters': () => word(zipf() + 400).slice(0, 3),
  'as one types, a common word': () => word(0),
  'as one types, 5 letters': () => 'seldo',
  'phrase nobody said': () => `"${word(0)} ${word(1)} ${word(0)} ${word(1)}"`,
  'common and common, rarely both': () => `${word(1)} nowhere`,
  'from one person': () => `${word(3)} from:person7`,
  'from one person, rare': () => 'seldom from:person7 ',
  'in one room': () => `${word(0)} in:"room ${String(Math.floor(Math.random() * ROOMS))}" `,
  'in one room, rare': () => `seldom in:"room ${String(Math.floor(Math.random() * ROOMS))}" `,
  'with a link': () => `${word(0)} has:link `,
  'long ago': () => `${word(0)} before:1970-01-02 `,
  'mentions me': () => `${word(0)} mentions:me `,
};

/** Measures searches in logs of several sizes, growing one store from each to the next. */
export async function searchCosts(sizes: readonly number[]): Promise<SearchCost[]> {
  const dir = mkdtempSync(join(tmpdir(), 'parley-bench-search-'));
  const costs: SearchCost[] = [];
  let size = 0;
  for (const target of sizes) {
    const store = new SqliteStore(dir);
    await grow(store, size, target);
    size = target;
    await store.close();
    costs.push(...(await ask(dir, target)));
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
  for (let i = 0; i < 20; i += 1) await store.addMember({ key: null, name: `person${String(i)}`, role: 'guest' });
  const rooms = Array.from({ length: ROOMS }, newId);
  await store.commit(
    rooms.map((id, i): EventDraft => {
      return { room: id, id, by: 1, at: 1, body: { kind: 'create', title: `room ${String(i)}`, topic: '' } };
    }),
  );
  return rooms;
}

async function grow(store: Store, from: number, to: number): Promise<void> {
  const rooms = await ensureRooms(store);
  for (let i = from; i < to; i += BATCH) {
    const drafts = Array.from({ length: BATCH }, (_, j): EventDraft => {
      const by = 1 + Math.floor(Math.random() * 20);
      const room = rooms[(i + j) % ROOMS] ?? '';
      return { room, id: newId(), by, at: (i + j) * 1_000, body: { kind: 'message', text: sentence(i + j) } };
    });
    await store.commit(drafts);
    await store.index(2 * BATCH);
  }
}

async function ask(dir: string, messages: number): Promise<SearchCost[]> {
  const host = await startHost({
    dataDir: dir,
    name: 'bench',
    port: 0,
    bind: '127.0.0.1',
    guests: true,
    limits: NO_RATE_LIMITS,
  });
  const session = newSession({ url: `ws://127.0.0.1:${String(host.port)}/session`, name: 'asker' });
  session.start();
  await until(() => session.status.state === 'connected', 10_000);
  const costs: SearchCost[] = [];
  for (const [query, make] of Object.entries(QUERIES)) {
    const times: number[] = [];
    for (let i = 0; i < TRIES; i += 1) {
      const started = performance.now();
      await session.talk.search(make());
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    costs.push({ messages, query, median: quantile(times, 0.5), p99: quantile(times, 0.99) });
  }
  session.stop();
  await host.close();
  return costs;
}
