import type { EventDraft, Store } from '../../../src-main/store/store.ts';
import { newId } from '../../support/talk.ts';
import { atSizes, PEOPLE, ROOMS, timed, visit } from '../lib/grown-log.ts';
import { quantile } from '../lib/stats.ts';

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

/** Measures searches in logs of several sizes. */
export async function searchCosts(sizes: readonly number[]): Promise<SearchCost[]> {
  const costs: SearchCost[] = [];
  await atSizes(sizes, grow, async (dir, _rooms, messages) => {
    costs.push(...(await ask(dir, messages)));
  });
  return costs;
}

async function grow(store: Store, rooms: readonly string[], from: number, to: number): Promise<void> {
  for (let i = from; i < to; i += BATCH) {
    const drafts = Array.from({ length: BATCH }, (_, j): EventDraft => {
      const by = 1 + Math.floor(Math.random() * PEOPLE);
      const room = rooms[(i + j) % ROOMS] ?? '';
      return { room, id: newId(), by, at: (i + j) * 1_000, body: { kind: 'message', text: sentence(i + j) } };
    });
    await store.commit(drafts);
    await store.index(2 * BATCH);
  }
}

async function ask(dir: string, messages: number): Promise<SearchCost[]> {
  const costs: SearchCost[] = [];
  await visit(dir, async (session) => {
    for (const [query, make] of Object.entries(QUERIES)) {
      const times: number[] = [];
      for (let i = 0; i < TRIES; i += 1) times.push(await timed(() => session.talk.search(make())));
      times.sort((a, b) => a - b);
      costs.push({ messages, query, median: quantile(times, 0.5), p99: quantile(times, 0.99) });
    }
  });
  return costs;
}
