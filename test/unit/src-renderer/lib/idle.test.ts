import { expect, test } from 'vitest';
import { IDLE_MS, IdleWatch } from '../../../../src-renderer/lib/idle.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** A watch on a device of which the system says how long it was left alone; null where it cannot say. */
function watched(quiet: () => number | null = () => null) {
  const clock = new FakeClock();
  const told: boolean[] = [];
  const watch = new IdleWatch({
    told: (idle) => told.push(idle),
    system: () => Promise.resolve(quiet()),
    later: (ms, run) => void clock.later(ms, run),
    now: () => clock.now(),
  });
  return { watch, told, pass: (ms: number) => clock.advance(ms) };
}

test('a device that is left alone for ten minutes is idle, until it is used again', async () => {
  const { watch, told, pass } = watched();
  await pass(IDLE_MS - 60_000);
  watch.used();
  await pass(IDLE_MS - 1_000);
  expect(told).toEqual([]);
  await pass(2_000);
  expect(told).toEqual([true]);
  watch.used();
  expect(told).toEqual([true, false]);
  await pass(IDLE_MS + 20_000);
  expect(told).toEqual([true, false, true]);
});

test('who works in another window is not idle', async () => {
  let quiet = 5_000;
  const { told, pass } = watched(() => quiet);
  await pass(3 * IDLE_MS);
  expect(told).toEqual([]);
  quiet = 4 * IDLE_MS;
  await pass(IDLE_MS);
  expect(told).toEqual([true]);
  quiet = 1_000;
  await pass(60_000);
  expect(told).toEqual([true, false]);
});
