import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bucket, Buckets } from '../../../../src-main/host/bucket.ts';

const RATE = { perSecond: 2, burst: 3 };

test('a burst passes, then what is refilled', () => {
  const bucket = new Bucket(RATE, 0);
  expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([true, true, true, false]);
  expect([499, 500, 500].map((now) => bucket.take(now))).toEqual([false, true, false]);
});

test('a long pause saves no more than a burst', () => {
  const bucket = new Bucket(RATE, 0);
  const taken = Array.from({ length: 10 }, () => bucket.take(1_000_000));
  expect(taken.filter(Boolean)).toHaveLength(3);
});

test('time that goes back gives nothing', () => {
  const bucket = new Bucket({ perSecond: 1, burst: 1 }, 10_000);
  expect([bucket.take(10_000), bucket.take(0), bucket.take(500)]).toEqual([true, false, false]);
});

test('without a limit everything passes', () => {
  const bucket = new Bucket({ perSecond: Infinity, burst: Infinity }, 0);
  expect(Array.from({ length: 10_000 }, () => bucket.take(0)).every(Boolean)).toBe(true);
});

test('over any time no more passes than the burst and what is refilled', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 200 }), (pauses) => {
      const bucket = new Bucket(RATE, 0);
      let now = 0;
      let passed = 0;
      for (const pause of pauses) {
        now += pause;
        if (bucket.take(now)) passed += 1;
      }
      expect(passed).toBeLessThanOrEqual(RATE.burst + (now * RATE.perSecond) / 1_000 + 1e-6);
    }),
  );
});

test('a bucket is full again when everything it gave is refilled', () => {
  const bucket = new Bucket(RATE, 0);
  expect(bucket.full(0)).toBe(true);
  bucket.take(0);
  expect([bucket.full(499), bucket.full(500)]).toEqual([false, true]);
});

test('each key has a bucket of its own', () => {
  const buckets = new Buckets<string>({ perSecond: 1, burst: 1 });
  expect([buckets.take('a', 0), buckets.take('a', 0), buckets.take('b', 0)]).toEqual([true, false, true]);
});

test('strangers by the thousand are forgotten, but not who has just used up theirs', () => {
  const buckets = new Buckets<number>({ perSecond: 1, burst: 1 });
  for (let key = 0; key < 5_000; key += 1) buckets.take(key, key * 10);
  expect(buckets.take(4_999, 49_990)).toBe(false);
  expect(buckets.take(0, 49_990)).toBe(true);
});
