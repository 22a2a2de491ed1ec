import { expect, test } from 'vitest';
import { inParts } from '../../../../src-main/host/parts.ts';
import { presenceFrames } from '../../../../src-main/host/signals.ts';
import { HOST_FRAME_MAX } from '../../../../src-shared/protocol/limits.ts';
import { presencePush } from '../../../../src-shared/protocol/signals.ts';
import { ME, ROOM } from '../../../support/scripted.ts';

test('a list is in one part, or in as many as it takes, in its order', () => {
  expect(inParts([])).toEqual(['[]']);
  expect(inParts(['1', '2'])).toEqual(['[1,2]']);
  const items = Array.from({ length: 3_000 }, (_, i) => JSON.stringify(`${String(i)} ${'é'.repeat(300)}`));
  const parts = inParts(items);
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.flatMap((part) => JSON.parse(part) as string[])).toEqual(
    items.map((item) => JSON.parse(item) as string),
  );
  for (const part of parts) expect(4 * part.length).toBeLessThan(HOST_FRAME_MAX);
});

test('what has to come first comes first, however long it is', () => {
  const items = Array.from({ length: 2_000 }, (_, i) => JSON.stringify(`${String(i)} ${'x'.repeat(300)}`));
  const [first = '', ...rest] = inParts(items, 1_500);
  expect(JSON.parse(first)).toHaveLength(1_500);
  expect(rest.flatMap((part) => JSON.parse(part) as string[])).toHaveLength(500);
});

test('ten thousand people come in frames that a client takes, the first of which begins the list anew', () => {
  const people = Array.from({ length: 10_000 }, (_, i) => ({ ...ME, id: i + 1, name: 'é'.repeat(64) }));
  const frames = presenceFrames(ROOM, inParts(people.map((one) => JSON.stringify(one))), true).map((frame) => {
    expect(Buffer.byteLength(frame)).toBeLessThan(HOST_FRAME_MAX);
    return presencePush.parse(JSON.parse(frame));
  });
  expect(frames.flatMap(({ came }) => came)).toHaveLength(10_000);
  expect(frames.map(({ whole }) => whole)).toEqual(frames.map((_, i) => i === 0));
});
