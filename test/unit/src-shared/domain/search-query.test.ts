import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt, hits, score } from '../../../../src-shared/domain/search-hits.ts';
import { parseQuery, type SearchQuery } from '../../../../src-shared/domain/search-query.ts';
import { Refusal } from '../../../../src-shared/protocol/errors.ts';

/** The terms of a query, in short: words of a phrase joined, a star where a beginning is enough. */
function terms(text: string): string[] {
  return parseQuery(text).terms.map(({ words, prefix }) => words.join('+') + (prefix ? '*' : ''));
}

test.each<[string, string[]]>([
  ['tea', ['tea*']],
  ['tea ', ['tea']],
  ['te', ['te']],
  ['茶', ['茶*']],
  ['green tea', ['green', 'tea*']],
  ['"green tea"', ['green+tea']],
  ['"green tea', ['green+tea*']],
  ['green-tea ', ['green+tea']],
  ['Café!', ['cafe*']],
  ['tea from:Ada', ['tea']],
  ['https://example.org/a ', ['https+example+org+a']],
  ['a"b"c ', ['a', 'b', 'c']],
  ['x -- ?', ['x']],
])('%s looks for %j', (text, expected) => {
  expect(terms(text)).toEqual(expected);
});

test.each<[string, Partial<SearchQuery>]>([
  ['x from:Ada', { from: ['Ada'] }],
  ['x from:@Ada from:"Bo Diddley"', { from: ['Ada', 'Bo Diddley'] }],
  ['x in:#games In:"the office"', { in: ['games', 'the office'] }],
  ['x has:link has:file has:code', { has: ['link', 'file', 'code'] }],
  ['x mentions:me', { mentionsMe: true }],
  ['x before:2026-11-21', { before: Date.UTC(2026, 10, 21) }],
  ['x after:2026-11-21', { after: Date.UTC(2026, 10, 22) }],
  ['x before:2026-11', { before: Date.UTC(2026, 10, 1) }],
  ['x after:2026-12', { after: Date.UTC(2027, 0, 1) }],
  ['x after:2026', { after: Date.UTC(2027, 0, 1) }],
  ['x after:2025 after:2026-03', { after: Date.UTC(2026, 3, 1) }],
])('%s is narrowed down', (text, expected) => {
  expect(parseQuery(text)).toMatchObject(expected);
});

test('a day is the asker’s own', () => {
  expect(parseQuery('x before:2026-11-21', 120).before).toBe(Date.UTC(2026, 10, 20, 22));
});

test('any text is taken apart or refused, soon', () => {
  const piece = fc.oneof(
    fc.constantFrom('"', ':', 'from:', 'in:"', ' ', '-', 'has:', 'tea'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const started = performance.now();
      try {
        const query = parseQuery(pieces.join('').slice(0, 256));
        for (const { text, words } of query.terms) {
          expect(text).not.toMatch(/["\p{Cc}]/u);
          expect(words.length).toBeGreaterThan(0);
        }
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        expect(thrown.code).toMatch(/^search-/);
      }
      expect(performance.now() - started).toBeLessThan(200);
    }),
  );
});

test('words are marked where they stand, phrases as a whole', () => {
  const marked = (text: string, query: string): string[] =>
    hits(text, parseQuery(query).terms).map(([from, to]) => text.slice(from, to));
  expect(marked('The tea, the TEAPOT and the Te\u0301a', 'tea')).toEqual(['tea', 'TEAPOT', 'Te\u0301a']);
  expect(marked('The tea and the teapot', 'tea ')).toEqual(['tea']);
  expect(marked('green tea, tea green', '"green tea"')).toEqual(['green tea']);
  expect(marked('nothing', 'tea')).toEqual([]);
});

test('an excerpt shows the first hit, and no half characters', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      (a, b) => {
        const text = `${a} needle ${b}`;
        const cut = excerpt(text, hits(text, parseQuery('needle ').terms));
        expect(cut.text.isWellFormed() || !text.isWellFormed()).toBe(true);
        expect(cut.text.length).toBeLessThanOrEqual(241);
        const [first] = cut.ranges;
        expect(cut.text.slice(first?.[0], first?.[1])).toBe('needle');
        expect(cut.cut.start || text.startsWith(cut.text)).toBe(true);
      },
    ),
  );
});

test('of two alike the newer is the better, and a dense one may come before a newer', () => {
  const of = (text: string, place: number): number => score(text, hits(text, parseQuery('tea ').terms), place);
  expect(of('tea', 0)).toBeGreaterThan(of('tea', 1));
  expect(of('tea tea', 1)).toBeGreaterThan(of(`tea ${'and so on '.repeat(50)}`, 0));
  expect(of('tea tea', 19)).toBeLessThan(of('tea', 0));
});
