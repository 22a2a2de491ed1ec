import { expect, test } from 'vitest';
import { testHost } from '../../../support/host.ts';
import { newId, say } from '../../../support/talk.ts';
import { until } from '../../../support/wait.ts';
import { personWire, type Frame, type Wire } from '../../../support/wire.ts';

const UNLIMITED = { perSecond: Infinity, burst: Infinity };

interface Results {
  results: { room: string; event: { seq: number; text: string; sig?: string; state?: { text: string } } }[];
  next: number | null;
  covers: Frame[];
  code?: string;
}

async function two() {
  const host = await testHost({ limits: { events: UNLIMITED, searches: UNLIMITED } });
  const ada = await personWire(host.base, 'Ada');
  const bo = await personWire(host.base, 'Bo');
  return { host, room: ada.room, ada: ada.wire, bo: bo.wire };
}

async function search(wire: Wire, query: string, fields: Frame = {}): Promise<Results> {
  return (await wire.ask('search', { query, ...fields })) as unknown as Results;
}

/** What is found once everything that was said is in the index. */
async function found(wire: Wire, query: string, fields: Frame = {}): Promise<string[]> {
  const settled = await until(
    async () => {
      const answer = await search(wire, query, fields);
      return answer.code !== undefined || answer.covers.length === 0 ? answer : null;
    },
    5_000,
    'the index',
  );
  expect(settled.code).toBeUndefined();
  return settled.results.map(({ event }) => event.state?.text ?? event.text).sort();
}

test('words, phrases and beginnings of words are found, whatever their case and accents', async () => {
  const { room, ada, bo } = await two();
  for (const text of ['Café au lait', 'the café is closed', 'lait de coco', 'cafeteria']) await say(ada, room, text);
  expect(await found(bo, 'cafe ')).toEqual(['Café au lait', 'the café is closed']);
  expect(await found(bo, 'cafe')).toEqual(['Café au lait', 'cafeteria', 'the café is closed']);
  expect(await found(bo, 'lait CAFÉ ')).toEqual(['Café au lait']);
  expect(await found(bo, '"au lait"')).toEqual(['Café au lait']);
  expect(await found(bo, '"lait au"')).toEqual([]);
  expect(await found(bo, 'closed*" OR (NEAR ')).toEqual([]);
  expect(await found(bo, 'the NOT closed ')).toEqual([]);
});

test('a search tells before what is not in the index yet', async () => {
  const { room, ada } = await two();
  await say(ada, room, 'fresh');
  expect(await search(ada, 'fresh ')).toMatchObject({ results: [], covers: [{ room, seq: 0 }] });
});

test('what is found is told whole, for whoever reads it to check whose it is', async () => {
  const { room, ada } = await two();
  await say(
    ada,
    room,
    `${'so much before it '.repeat(30)} here is the Lámp of the harbour ${'and after it '.repeat(30)}`,
  );
  await found(ada, 'lamp ');
  const [hit] = (await search(ada, 'lamp harb')).results;
  expect(hit?.event.text).toContain('so much before it so much before it');
});

test('operators narrow a search down', async () => {
  const { room, ada, bo, host } = await two();
  const tea = newId();
  await ada.ask('room.create', { room: tea, name: 'Tea Room', topic: '' });
  await ada.ask('room.join', { room: tea });
  await say(ada, room, 'plan one');
  await say(bo, room, 'plan two for @Ada');
  await say(ada, tea, 'plan three: https://example.org/x');
  await say(ada, tea, 'plan four: `npm test`');
  expect(await found(bo, 'plan from:Ada ')).toHaveLength(3);
  expect(await found(ada, 'plan from:me ')).toHaveLength(3);
  expect(await found(bo, 'from:bo plan')).toEqual(['plan two for @Ada']);
  expect(await found(bo, 'plan in:"tea room"')).toHaveLength(2);
  expect(await found(bo, 'plan in:#general')).toHaveLength(2);
  expect(await found(bo, 'plan', { room: tea })).toHaveLength(2);
  expect(await found(bo, 'plan in:general', { room: tea })).toEqual([]);
  expect(await found(bo, 'plan has:link')).toEqual(['plan three: https://example.org/x']);
  expect(await found(bo, 'plan has:code')).toEqual(['plan four: `npm test`']);
  expect(await found(ada, 'plan mentions:me')).toEqual(['plan two for @Ada']);
  expect(await found(bo, 'plan mentions:me')).toEqual([]);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  expect(await found(bo, `plan before:${tomorrow} after:${yesterday}`)).toHaveLength(4);
  expect(await found(bo, `plan before:${yesterday}`)).toEqual([]);
  expect(await found(bo, `plan after:${tomorrow}`)).toEqual([]);
  await host.close();
});

test('an edit is found by what it says now, a deleted message not at all', async () => {
  const { room, ada } = await two();
  const target = await say(ada, room, 'salt');
  const gone = await say(ada, room, 'pepper');
  const early = await say(ada, room, 'vinegar');
  await ada.ask('message.edit', { room, event: newId(), target: early, text: 'mustard' });
  expect(await found(ada, 'salt')).toEqual(['salt']);
  await ada.ask('message.edit', { room, event: newId(), target, text: 'sugar https://x.org' });
  await ada.ask('message.delete', { room, event: newId(), target: gone });
  expect(await found(ada, 'salt')).toEqual([]);
  expect(await found(ada, 'sugar has:link')).toEqual(['sugar https://x.org']);
  expect(await found(ada, 'pepper')).toEqual([]);
  expect([await found(ada, 'vinegar'), await found(ada, 'mustard')]).toEqual([[], ['mustard']]);
});

test('results come in pages, the newest first, each once', async () => {
  const { room, ada } = await two();
  for (let i = 0; i < 45; i += 1) await say(ada, room, `needle ${String(i)}`);
  await found(ada, 'needle ');
  const seen: number[][] = [];
  let before: number | null = null;
  do {
    const page: Results = await search(ada, 'needle ', { limit: 20, ...(before === null ? {} : { before }) });
    seen.push(page.results.map(({ event }) => event.seq));
    before = page.next;
  } while (before !== null);
  expect(seen.map(({ length }) => length)).toEqual([20, 20, 5]);
  expect(new Set(seen.flat()).size).toBe(45);
  expect(Math.min(...(seen[0] ?? []))).toBeGreaterThan(Math.max(...(seen[1] ?? [])));
});

test('nobody finds what is said in a room that is hidden from them', async () => {
  const { room, ada, bo } = await two();
  const hidden = newId();
  await ada.ask('room.create', { room: hidden, name: 'hidden', topic: '', kind: 'private' });
  await say(ada, hidden, 'secret plan');
  await say(ada, room, 'open plan');
  expect(await found(ada, 'plan')).toEqual(['open plan', 'secret plan']);
  expect(await found(bo, 'plan')).toEqual(['open plan']);
  expect(await search(bo, 'plan', { room: hidden })).toMatchObject({ code: 'no-such-room' });
  expect(await search(bo, 'plan in:hidden')).toMatchObject({ code: 'no-such-room' });
  expect((await search(bo, 'plan')).covers).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['blanks', '   '],
  ['only operators', 'from:Ada has:link'],
  ['only signs', '!? -- ""'],
  ['an open quote', '"'],
])('a search for %s is refused', async (_what, query) => {
  const { ada } = await two();
  expect(await search(ada, query)).toMatchObject({ code: 'search-empty' });
});

test.each([
  ['x before:yesterday', 'search-date'],
  ['x after:2026-02-30', 'search-date'],
  ['x has:cake', 'search-operator'],
  ['x mentions:Bo', 'search-operator'],
  ['x from:Nobody', 'no-such-member'],
  ['x in:nowhere', 'no-such-room'],
  ['a b c d e f g h i j k l m', 'search-long'],
  ['x'.repeat(257), 'bad-frame'],
])('%s is refused', async (query, code) => {
  const { ada } = await two();
  expect(await search(ada, query)).toMatchObject({ code });
});

test('searching too often is refused', async () => {
  const host = await testHost({ limits: { searches: { perSecond: 0.01, burst: 2 } } });
  const { wire } = await personWire(host.base, 'Ada');
  await search(wire, 'x');
  await search(wire, 'x');
  expect(await search(wire, 'x')).toMatchObject({ code: 'rate-limited' });
});
