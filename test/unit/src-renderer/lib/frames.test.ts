import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { betweenKeys, perFrame, untilDrawn } from '../../../../src-renderer/lib/frames.ts';

describe('drawing what came', () => {
  let drawn = 0;
  const draw = (): void => void (drawn += 1);
  const page = new EventTarget();
  const press = (key = 'a'): boolean => page.dispatchEvent(Object.assign(new Event('keydown'), { key }));

  beforeEach(() => {
    drawn = 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => setTimeout(run, 16));
    vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('happens once a frame, however much came', () => {
    const changed = perFrame(draw);
    for (let i = 0; i < 10; i += 1) changed();
    vi.advanceTimersByTime(17);
    expect(drawn).toBe(1);
    changed();
    vi.advanceTimersByTime(17);
    expect(drawn).toBe(2);
  });

  it('does without frames where the window is hidden', () => {
    vi.stubGlobal('requestAnimationFrame', () => 0);
    perFrame(draw)();
    vi.advanceTimersByTime(250);
    expect(drawn).toBe(1);
  });

  it('does not wait while nobody types', () => {
    betweenKeys(draw, page)();
    vi.advanceTimersByTime(17);
    expect(drawn).toBe(1);
  });

  it('leaves a key its own picture and comes right after that', () => {
    const changed = betweenKeys(draw, page);
    press();
    changed();
    vi.advanceTimersByTime(19);
    expect(drawn).toBe(0);
    vi.advanceTimersByTime(26);
    expect(drawn).toBe(1);
  });

  it('does not wait for a key that writes nothing: what Enter sends is shown at once', () => {
    const changed = betweenKeys(draw, page);
    press('Enter');
    changed();
    vi.advanceTimersByTime(17);
    expect(drawn).toBe(1);
  });

  it('comes once for each key of a fast typist, after it, though something comes all the time', () => {
    const changed = betweenKeys(draw, page);
    for (let key = 1; key <= 10; key += 1) {
      press();
      for (let ms = 0; ms < 20; ms += 1) {
        changed();
        vi.advanceTimersByTime(1);
      }
      expect(drawn).toBe(key - 1);
      for (let ms = 20; ms < 60; ms += 1) {
        changed();
        vi.advanceTimersByTime(1);
      }
      expect(drawn).toBe(key);
    }
  });

  it('waits for a slow typist no longer than 150 ms, and not at all once one has stopped', () => {
    expect(untilDrawn(100, 149)).toBeGreaterThan(0);
    expect(untilDrawn(100, 150)).toBe(0);
    expect(untilDrawn(301, 0)).toBe(0);
  });
});
