import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromEngine, fromRenderer } from '../../../../src-shared/protocol/bridge.ts';
import { CLIENT_FRAME_MAX } from '../../../../src-shared/protocol/limits.ts';

test('what the page sends the engine arrives as it was sent', () => {
  const connection = fc.integer({ min: 1 });
  const frames = fc.oneof(
    fc.record({
      type: fc.constant('open'),
      connection,
      url: fc.string(),
      pin: fc.option(fc.string({ maxLength: 64 })),
    }),
    fc.record({ type: fc.constant('frame'), connection, text: fc.string({ unit: 'binary' }) }),
    fc.record({ type: fc.constant('close'), connection }),
  );
  fc.assert(
    fc.property(frames, (frame) => {
      expect(fromRenderer.parse(structuredClone(frame))).toEqual(frame);
    }),
  );
});

test.each([
  {},
  { type: 'exec' },
  { type: 'open', connection: 0, url: 'ws://x', pin: null },
  { type: 'open', connection: 1, pin: null },
  { type: 'open', connection: 1, url: 'ws://x', pin: 'x'.repeat(65) },
  { type: 'open', connection: 1, url: 'x'.repeat(2_001), pin: null },
  { type: 'frame', connection: 1, text: 'x'.repeat(CLIENT_FRAME_MAX + 1) },
  null,
])('what it may not send is refused: %.60j', (frame) => {
  expect(fromRenderer.safeParse(frame).success).toBe(false);
});

test('what the engine reports has a code from the list', () => {
  const closed = { type: 'closed', connection: 1, failure: { code: 'refused', message: 'No.' } };
  expect(fromEngine.parse(closed)).toEqual(closed);
  expect(fromEngine.safeParse({ ...closed, failure: { code: 'nonsense', message: '' } }).success).toBe(false);
});
