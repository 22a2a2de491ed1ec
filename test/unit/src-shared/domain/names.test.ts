import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  characters,
  checkName,
  checkText,
  checkTopic,
  freeName,
  nameKey,
} from '../../../../src-shared/domain/names.ts';
import { asRefusal } from '../../../../src-shared/protocol/errors.ts';
import { NAME_MAX, TEXT_MAX, TOPIC_MAX } from '../../../../src-shared/protocol/limits.ts';

/** Any text a program can send, with what is rare in it made common. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc.constantFrom(
      ' ',
      '\t',
      '\n',
      '\u00a0',
      '\u0301',
      '\u200b',
      '\u200d',
      '\u202e',
      '\ufeff',
      '\ufe0f',
      '\u3164',
      '\ud800',
      'ſ',
      'ﬁ',
      'Å',
    ),
  ),
  maxLength: 80,
});

/** What shows as nothing, or turns the direction of what follows. Joiners and variation selectors shape their neighbours. */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u2060\ufeff\u3164\uffa0]/u;

function codeOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (thrown) {
    return asRefusal(thrown).code;
  }
}

test('a name is normalised, and its white space made single spaces', () => {
  expect(checkName('  Ada \u00a0 Lovelace ')).toBe('Ada Lovelace');
  expect(checkName('A\u030angstro\u0308m')).toBe('Ångström');
});

test('a name has 1 to 64 characters as people count them', () => {
  expect(checkName('x'.repeat(NAME_MAX))).toHaveLength(NAME_MAX);
  expect(characters(checkName('🦜'.repeat(NAME_MAX)))).toBe(NAME_MAX);
  for (const bad of ['', '   ', 'x'.repeat(NAME_MAX + 1), '🦜'.repeat(NAME_MAX + 1), ' '.repeat(1_000) + 'x']) {
    expect(codeOf(() => checkName(bad))).toBe('name-invalid');
  }
});

test.each([
  ['a line break', 'a\nb'],
  ['a tab', 'a\tb'],
  ['NUL', 'a\0b'],
  ['a right-to-left override', 'a\u202eb'],
  ['an isolate', 'a\u2066b'],
  ['a zero-width space', 'a\u200bb'],
  ['a line separator', 'a\u2028b'],
  ['a soft hyphen', 'a\u00adb'],
  ['a Hangul filler', '\u3164'],
  ['a half-width Hangul filler', '\uffa0'],
  ['a combining grapheme joiner', 'a\u034fb'],
  ['an invisible operator', 'a\u2062b'],
  ['a byte order mark inside', 'a\ufeffb'],
  ['half a surrogate pair', 'a\ud83eb'],
  ['a private character', 'a\ue000b'],
  ['a blank Braille pattern', '\u2800'],
  ['nothing but a joiner', '\u200d'],
  ['nothing but a variation selector', '\ufe0f'],
  ['nothing but tags', '\u{e0061}\u{e007f}'],
])('a name with %s in it is refused', (_what, name) => {
  expect(codeOf(() => checkName(name))).toBe('name-invalid');
});

test('emoji made of several characters, and joined scripts, are names', () => {
  for (const name of ['👩‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '❤️', 'می‌خواهم', 'Ωmega']) expect(checkName(name)).toBe(name);
});

test('whatever is sent as a name is refused with its code or comes out normal, visible and within its length', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const code = codeOf(() => checkName(text));
      if (code !== '') {
        expect(code).toBe('name-invalid');
        return;
      }
      const name = checkName(text);
      expect(checkName(name)).toBe(name);
      expect(name).not.toMatch(HIDDEN);
      expect(name.trim()).toBe(name);
      expect(nameKey(name)).not.toBe('');
      expect(characters(name)).toBeLessThanOrEqual(NAME_MAX);
    }),
    { numRuns: 2_000 },
  );
});

test('a topic may be empty, and is one line of at most 256 characters', () => {
  expect(checkTopic('')).toBe('');
  expect(checkTopic(' a  b ')).toBe('a b');
  expect(checkTopic('x'.repeat(TOPIC_MAX))).toHaveLength(TOPIC_MAX);
  for (const bad of ['x'.repeat(TOPIC_MAX + 1), 'a\nb', 'a\u202eb'])
    expect(codeOf(() => checkTopic(bad))).toBe('topic-invalid');
});

test('a message has 1 to 8,000 characters, and not only blanks', () => {
  expect(checkText(' a\n\tb ')).toBe(' a\n\tb ');
  expect(checkText('x'.repeat(TEXT_MAX))).toHaveLength(TEXT_MAX);
  expect(characters(checkText('🦜'.repeat(TEXT_MAX)))).toBe(TEXT_MAX);
  for (const empty of ['', ' ', '\n\t\u00a0']) expect(codeOf(() => checkText(empty))).toBe('text-empty');
  for (const long of ['x'.repeat(TEXT_MAX + 1), '🦜'.repeat(TEXT_MAX + 1)])
    expect(codeOf(() => checkText(long))).toBe('text-too-long');
});

test('a message is made well-formed, so that it can travel as UTF-8', () => {
  expect(checkText('a\ud83e')).toBe('a\ufffd');
  fc.assert(
    fc.property(anyText, (text) => {
      if (text.trim() !== '') expect(checkText(text).isWellFormed()).toBe(true);
    }),
  );
});

test.each([
  ['case', 'ADA', 'ada'],
  ['case of more than one character', 'Straße', 'STRASSE'],
  ['case of a final sigma', 'ΟΔΟΣ', 'οδος'],
  ['width', 'ＡＤＡ', 'ada'],
  ['white space', 'A  da', 'a da'],
  ['how an accent is written', 'e\u0301', 'É'],
  ['ligatures', 'ﬁn', 'FIN'],
  ['joiners that nobody sees', 'Ada\u200d', 'Ada'],
  ['variation selectors', '❤️', '❤'],
])('two names that differ only in %s are the same', (_what, one, other) => {
  expect(nameKey(one)).toBe(nameKey(other));
});

test('a free name stays as it is; a taken one gets the first free number', () => {
  const taken = new Set(['ada', 'ada 2', 'ada 4'].map(nameKey));
  const isTaken = (name: string): boolean => taken.has(nameKey(name));
  expect(freeName('Bo', isTaken)).toBe('Bo');
  expect(freeName('ADA', isTaken)).toBe('ADA 3');
});

test('a name made free is free, valid and normal, whatever it was and however many have it', () => {
  const names = anyText.filter((text) => codeOf(() => checkName(text)) === '').map(checkName);
  const long = fc.string({ unit: fc.constantFrom('a', ' ', '🦜', '\u0301'), minLength: 58, maxLength: 70 });
  const any = fc.oneof(names, long.filter((text) => codeOf(() => checkName(text)) === '').map(checkName));
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 12 }), (name, people) => {
      const taken = new Set<string>();
      for (let i = 0; i < people; i += 1) {
        const free = freeName(name, (one) => taken.has(nameKey(one)));
        expect(taken).not.toContain(nameKey(free));
        expect(checkName(free)).toBe(free);
        taken.add(nameKey(free));
      }
    }),
  );
});
