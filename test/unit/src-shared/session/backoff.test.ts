import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff, FIRST_WAIT, GROWTH, LONGEST_WAIT } from '../../../../src-shared/session/backoff.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('waits grow from the first to the longest', () => {
  expect([0, 1, 2].map((attempt) => backoff(attempt, 0.999_999))).toEqual(
    [0, 1, 2].map((attempt) => FIRST_WAIT * GROWTH ** attempt),
  );
  expect(backoff(1_000_000, 0.999_999)).toBe(LONGEST_WAIT);
});

test('chance spreads the waits, but none is zero or beyond the longest', () => {
  fc.assert(
    fc.property(fc.nat(), chance, (attempt, random) => {
      const wait = backoff(attempt, random);
      expect(wait).toBeGreaterThanOrEqual(FIRST_WAIT / 4);
      expect(wait).toBeLessThanOrEqual(LONGEST_WAIT);
    }),
  );
  expect(backoff(7, 0)).toBeLessThan(backoff(7, 0.9) / 3);
});
