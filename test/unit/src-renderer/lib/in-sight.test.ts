import { describe, expect, it } from 'vitest';
import { partInSight, scrollTo, WHOLE } from '../../../../src-renderer/lib/in-sight.ts';

const COUNT = 10_000;
const box = { height: 640, row: 32 };

describe('the part of a list that is in the page', () => {
  it('is all of a short one', () => {
    expect(partInSight(WHOLE, null)).toEqual({ from: 0, to: WHOLE });
    expect(partInSight(WHOLE, { ...box, above: 900 })).toEqual({ from: 0, to: WHOLE });
  });

  it('is its beginning until it is known where it stands', () => {
    expect(partInSight(COUNT, null)).toEqual({ from: 0, to: 40 });
    expect(partInSight(COUNT, { ...box, above: 0, row: 0 })).toEqual({ from: 0, to: 40 });
  });

  it('is what is in sight and some rows around, wherever one has scrolled to', () => {
    expect(partInSight(COUNT, { ...box, above: 0 })).toEqual({ from: 0, to: 32 });
    expect(partInSight(COUNT, { ...box, above: 32_000 })).toEqual({ from: 988, to: 1_032 });
    expect(partInSight(COUNT, { ...box, above: 32 * COUNT - 640 })).toEqual({ from: COUNT - 32, to: COUNT });
    for (let above = -2_000; above < 330_000; above += 777) {
      const { from, to } = partInSight(COUNT, { ...box, above });
      expect(to - from).toBeGreaterThanOrEqual(1);
      expect(to - from).toBeLessThanOrEqual(46);
    }
  });

  it('is one row where nothing of it is in sight', () => {
    expect(partInSight(COUNT, { ...box, above: -5_000 })).toEqual({ from: 0, to: 1 });
    expect(partInSight(COUNT, { ...box, above: 400_000 })).toEqual({ from: COUNT - 1, to: COUNT });
  });
});

describe('bringing a row into sight', () => {
  const at = (top: number): { top: number; bottom: number } => ({ top, bottom: top + 32 });
  const box = { top: 100, bottom: 740 };

  it('scrolls no further than to the row with one more around it, and not at all where it is in sight', () => {
    expect(scrollTo(at(300), box)).toBe(0);
    expect(scrollTo(at(132), box)).toBe(0);
    expect(scrollTo(at(90), box)).toBe(-42);
    expect(scrollTo(at(-3_000), box)).toBe(-3_132);
    expect(scrollTo(at(720), box)).toBe(44);
  });
});
