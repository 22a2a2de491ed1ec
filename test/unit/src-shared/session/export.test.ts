import { expect, test } from 'vitest';
import type { ExportedPage } from '../../../../src-shared/domain/export/format.ts';
import { Refusal } from '../../../../src-shared/protocol/errors.ts';
import type { ReceivedEvent } from '../../../../src-shared/protocol/events.ts';
import { LogReader, type ExportLink, type ExportWish } from '../../../../src-shared/session/export.ts';
import { idOf, saidAt } from '../../../support/exported.ts';

const nothingMore: ExportWish = { versions: false, keys: false };

/** A host that answers as told, a second after another passing whenever somebody waits. */
class Answering {
  now = 0;
  readonly asked: { type: string; at: number; params: object }[] = [];
  readonly #answer: (type: string, params: never) => unknown;

  constructor(answer: (type: string, params: never) => unknown) {
    this.#answer = answer;
  }

  get link(): ExportLink {
    const clock = {
      now: () => this.now,
      later: (ms: number, run: () => void) => {
        this.now += ms;
        queueMicrotask(run);
        return () => undefined;
      },
      random: () => 0,
      randomBytes: (count: number) => new Uint8Array(count),
    };
    const request = async (type: string, params: object): Promise<unknown> => {
      this.asked.push({ type, at: this.now, params });
      return this.#answer(type, params as never);
    };
    return { clock, request: request as ExportLink['request'] };
  }

  async read(first: number, lastSeq: number, wish = nothingMore): Promise<ExportedPage[]> {
    const pages: ExportedPage[] = [];
    for await (const page of new LogReader(this.link, idOf(1), wish).pages({ first, lastSeq })) pages.push(page);
    return pages;
  }
}

const log = (from: number, to: number): ReceivedEvent[] =>
  Array.from({ length: to - from + 1 }, (_, i) => saidAt(from + i, `#${String(from + i)}`));
const pageAfter = (_type: string, { after }: { after: number }): unknown => ({
  events: log(after + 1, after + 3),
  lastSeq: 99,
});

test('reads from the first event one may read to the last there was, each once, and no faster than a host allows', async () => {
  const host = new Answering(pageAfter);
  const pages = await host.read(4, 11);
  expect(pages.flatMap(({ events }) => events.map(({ seq }) => seq))).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
  expect(host.asked.map(({ at }) => at)).toEqual([0, 50, 100]);
  expect(await host.read(4, 3)).toEqual([]);
});

test.each([
  ['nothing', () => []],
  ['a part', (after: number) => log(after + 2, after + 3)],
  ['the middle', (after: number) => [...log(after + 1, after + 1), ...log(after + 3, after + 3)]],
  ['the same again', (after: number) => log(Math.max(1, after - 1), after + 1)],
])('a host that leaves out %s does not pass for whole', async (_what, events) => {
  const host = new Answering((_type, { after }: { after: number }) => ({
    events: after === 0 ? log(1, 3) : events(after),
    lastSeq: 9,
  }));
  await expect(host.read(1, 9)).rejects.toMatchObject({ code: 'export-gap' });
});

test('tells when something was deleted meanwhile that had been read, and not when it was said later', async () => {
  const deletion = (seq: number, target: string): ReceivedEvent => {
    const { id, by, name, at } = saidAt(seq, '');
    return { kind: 'delete', seq, id, by, name, at, target };
  };
  const outdated = (...since: ReceivedEvent[]): Promise<boolean> => {
    const { link } = new Answering((_type, { after }: { after: number }) => ({
      events: since.filter(({ seq }) => seq > after).slice(0, 2),
      lastSeq: 10 + since.length,
    }));
    return new LogReader(link, idOf(1), nothingMore).outdated({ first: 1, lastSeq: 10 });
  };
  expect(await outdated()).toBe(false);
  expect(await outdated(...log(11, 15))).toBe(false);
  expect(await outdated(...log(11, 13), deletion(14, idOf(11)))).toBe(false);
  expect(await outdated(...log(11, 13), deletion(14, idOf(10)))).toBe(true);
});

test('asks for what edited messages said before, and for each speaker’s key once, only where wanted', async () => {
  const versions = [{ id: idOf(2), text: 'before', at: 1 }, { id: idOf(8), text: 'now', at: 2 }]; // prettier-ignore
  const events = [
    saidAt(1, 'plain'),
    saidAt(2, 'before', { state: { text: 'now', edited: 2 } }),
    saidAt(3, 'gone meanwhile', { by: 2, name: 'Bo', state: { text: 'gone', edited: 2 } }),
  ];
  const answer = (type: string, { target, after }: { target: string; after: number }): unknown => {
    if (type === 'keys') return { keys: [{ id: 1, name: 'Ada', key: 'k' }] };
    if (type === 'history') return { events: events.slice(after, after + 2), lastSeq: 3 };
    if (target === idOf(3)) throw new Refusal('message-deleted');
    return { versions };
  };
  const host = new Answering(answer);
  const pages = await host.read(1, 3, { versions: true, keys: true });
  expect(pages.map(({ people }) => people)).toEqual([[{ id: 1, name: 'Ada', key: 'k' }], [{ id: 2, name: 'Bo' }]]);
  expect(pages.flatMap((page) => [...page.versions])).toEqual([[idOf(2), versions]]);
  expect(host.asked.filter(({ type }) => type === 'keys').map(({ params }) => params)).toEqual([
    { members: [1] },
    { members: [2] },
  ]);
  const less = new Answering(answer);
  await less.read(1, 3);
  expect(less.asked.map(({ type }) => type)).toEqual(['history', 'history']);
});
