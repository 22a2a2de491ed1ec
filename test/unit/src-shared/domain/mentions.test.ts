import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findMentions, findRooms } from '../../../../src-shared/domain/mentions.ts';
import { nameKey } from '../../../../src-shared/domain/names.ts';

const NAMES = ['Ada', 'Ada Lovelace', 'Bo', 'Zoë', 'Straße', '李', 'Bo-Bo', 'J. R.'];
const ids = new Map(NAMES.map((name, i) => [nameKey(name), i + 1]));
const lookup = (key: string): number | undefined => ids.get(key);

/** What is called upon, as it stands in the text. */
function called(text: string): (string | number)[][] {
  return findMentions(text, lookup).map(({ start, end, who }) => [text.slice(start, end), who]);
}

test.each<[string, (string | number)[][]]>([
  ['@Ada', [['@Ada', 1]]],
  ['hello @ada, how are you?', [['@ada', 1]]],
  ['@Ada Lovelace wrote it', [['@Ada Lovelace', 2]]],
  ['@ADA  lovelace', [['@ADA', 1]]],
  ['@Adam is not here', []],
  ['ada@example.org', []],
  ['(@Bo)', [['@Bo', 3]]],
  [
    '@Bo-Bo and @Bo',
    [
      ['@Bo-Bo', 7],
      ['@Bo', 3],
    ],
  ],
  [
    '@zoë @Zoe\u0308',
    [
      ['@zoë', 4],
      ['@Zoe\u0308', 4],
    ],
  ],
  ['@STRASSE!', [['@STRASSE', 5]]],
  ['@李 你好', [['@李', 6]]],
  ['@j. r. ewing', [['@j. r.', 8]]],
  [
    '@room and @here',
    [
      ['@room', 'room'],
      ['@here', 'here'],
    ],
  ],
  ['@rooms @nobody @', []],
  ['@@Ada', [['@Ada', 1]]],
  ['🦜@Ada🦜', [['@Ada', 1]]],
  ['no sign at all', []],
])('%s', (text, expected) => {
  expect(called(text)).toEqual(expected);
});

test('a name of somebody comes before @room', () => {
  expect(findMentions('@room', (key) => (key === 'room' ? 9 : undefined))).toMatchObject([{ who: 9 }]);
});

test('whatever the text, mentions are parts of it that begin with a sign, in order and apart', () => {
  const piece = fc.oneof(
    fc.constantFrom('@', ' ', '@Ada', 'Ada', 'Lovelace', '@Bo', '-', '@Straße', '李'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      let from = 0;
      for (const { start, end } of findMentions(text, lookup)) {
        expect(start).toBeGreaterThanOrEqual(from);
        expect(text[start]).toBe('@');
        expect(end).toBeGreaterThan(start);
        from = end;
      }
      expect(from).toBeLessThanOrEqual(text.length);
    }),
  );
});

test.each([
  ['ten thousand names', '@P1 '.repeat(2_000)],
  ['signs alone', '@'.repeat(8_000)],
  ['signs and blanks', '@ '.repeat(4_000)],
  ['one long word', `@${'a'.repeat(7_999)}`],
  ['very many marks', `@${'\u0301'.repeat(7_999)}`],
])('%s are dealt with at once', (_what, text) => {
  const started = performance.now();
  findMentions(text, lookup);
  expect(performance.now() - started).toBeLessThan(500);
});

test.each<[string, string[][]]>([
  ['see #general', [['#general', 'g']]],
  ['(#Team Lunch!)', [['#Team Lunch', 't']]],
  [
    '#team lunch and #GENERAL',
    [
      ['#team lunch', 't'],
      ['#GENERAL', 'g'],
    ],
  ],
  ['#generally', []],
  ['page#general', []],
  ['# general', []],
  ['@general #', []],
])('rooms named in %j are found by the same rule', (text, wanted) => {
  const rooms = new Map(['general', 'team lunch'].map((name) => [nameKey(name), name.slice(0, 1)]));
  const found = findRooms(text, (key) => rooms.get(key));
  expect(found.map(({ start, end, who }) => [text.slice(start, end), who])).toEqual(wanted);
});
