import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { lookAlike, looks } from '../../../../src-shared/domain/look-alikes.ts';
import { nameKey } from '../../../../src-shared/domain/names.ts';

describe('names that could be taken for each other', () => {
  it.each([
    ['Ada', 'Аda', 'Cyrillic А'],
    ['Ada', 'Adа', 'Cyrillic а'],
    ['Bob', 'ВОВ', 'all Cyrillic, capitals'],
    ['Ada', 'ADA', 'case'],
    ['Ada Lovelace', 'Ada  Lovelace', 'spacing'],
    ['Ada Lovelace', 'AdaLovelace', 'spacing'],
    ['Alice', 'AIice', 'capital I'],
    ['Alice', 'A1ice', 'one'],
    ['Bo', 'B0', 'zero'],
    ['Born', 'Bom', 'rn and m'],
    ['Omar', 'Οmar', 'Greek Omicron'],
    ['Ada', '𝐀𝐝𝐚', 'mathematical bold'],
    ['Ada', 'Ada\u200d', 'a joiner that is not seen'],
    ['Ada', 'Ａｄａ', 'full width'],
    ['paypal', 'раураl', 'mixed'],
  ])('%s and %s (%s)', (a, b) => {
    expect(lookAlike(a, b)).toBe(true);
    expect(lookAlike(b, a)).toBe(true);
  });

  it.each([
    ['Ada', 'Adam'],
    ['Ada', 'Adá'],
    ['Ada 2', 'Ada 3'],
    ['Bo', 'Jo'],
    ['Анна', 'Инна'],
    ['田中', '田口'],
    ['👍', '👎'],
  ])('not %s and %s', (a, b) => {
    expect(lookAlike(a, b)).toBe(false);
  });
});

test('names with the same key always look alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (name) => {
      for (const other of [name.toUpperCase(), name.toLowerCase(), ` ${name} `])
        if (nameKey(other) === nameKey(name)) expect(lookAlike(name, other)).toBe(true);
    }),
  );
});

test('what a name looks like is worked out fast enough for every member of a full host', () => {
  const started = performance.now();
  for (let i = 0; i < 20_000; i += 1) looks(`Somebody of the name ${String(i)}`);
  expect(performance.now() - started).toBeLessThan(5_000);
});
