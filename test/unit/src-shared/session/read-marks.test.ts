import { expect, test } from 'vitest';
import type { ReadMark } from '../../../../src-shared/protocol/reads.ts';
import { ReadMarks } from '../../../../src-shared/session/read-marks.ts';
import { FakeClock, settled } from '../../../support/fake-clock.ts';

const ROOM = 'room';

/** Marks told to a host that answers when the test says so. */
function marks(stored: number | null = null) {
  const clock = new FakeClock();
  const world = { ready: true, stored, told: [] as number[], counted: [] as ReadMark[], fail: false };
  const made = new ReadMarks(
    { get: () => world.stored, set: (_host, _room, seq) => void (world.stored = seq) },
    {
      clock,
      ready: () => world.ready,
      host: () => 'host',
      tell: (_room, seq) => {
        world.told.push(seq);
        return world.fail ? Promise.reject(new Error('gone')) : Promise.resolve({ seq, unread: 0, mentions: 0 });
      },
      counted: (_room, mark) => void world.counted.push(mark),
    },
  );
  return { made, world, clock };
}

test('a mark is kept here, told at once, and then at most once a second', async () => {
  const { made, world, clock } = marks();
  for (const seq of [1, 2, 3]) made.set(ROOM, seq);
  await settled();
  expect([world.told, world.stored]).toEqual([[1], 3]);
  await clock.advance(1_000);
  expect(world.told).toEqual([1, 3]);
  await clock.advance(5_000);
  expect([world.told, clock.waiting]).toEqual([[1, 3], 0]);
});

test('what the host could not be told is told on the next connection', async () => {
  const { made, world, clock } = marks();
  world.ready = false;
  made.set(ROOM, 5);
  await settled();
  expect(world.told).toEqual([]);
  world.ready = true;
  world.fail = true;
  made.connected([]);
  await settled();
  world.fail = false;
  await clock.advance(60_000);
  made.connected([]);
  await settled();
  expect(world.told.every((seq) => seq === 5) && world.told.length > 1).toBe(true);
  expect(world.counted).toEqual([{ seq: 5, unread: 0, mentions: 0 }]);
});

test('of a room that the host knows no mark of, it is told the one kept here', async () => {
  const { made, world } = marks(7);
  made.connected([ROOM]);
  await settled();
  expect(world.told).toEqual([7]);
});

test('what another device has read does not count against what was read here since', async () => {
  const { made, world } = marks();
  expect(made.keep(ROOM, 3)).toBe(true);
  world.ready = false;
  made.set(ROOM, 9);
  expect(made.keep(ROOM, 4)).toBe(false);
  await settled();
  made.connected([]);
  world.ready = true;
  made.connected([]);
  await settled();
  expect(world.told).toEqual([9]);
});
