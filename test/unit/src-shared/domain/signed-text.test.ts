import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimsOf, signedText, type Signable } from '../../../../src-shared/domain/signed-text.ts';
import { uuidv7 } from '../../../../src-shared/protocol/ids.ts';
import type { MessageEvent } from '../../../../src-shared/protocol/events.ts';

const KEY = 'k'.repeat(43);
const id = fc
  .tuple(fc.nat(2 ** 40), fc.uint8Array({ minLength: 10, maxLength: 10 }))
  .map(([time, random]) => uuidv7(time, random));
const maybe = fc.option(id, { nil: undefined });
const signable: fc.Arbitrary<Signable> = fc.record({
  ...{ room: id, id, target: maybe, replyTo: maybe, thread: maybe },
  kind: fc.constantFrom('message', 'edit'),
  alsoRoom: fc.option(fc.boolean(), { nil: undefined }),
  // Text that tries to look like the lines above it.
  text: fc.oneof(
    fc.string(),
    fc.array(fc.oneof(id, fc.constant(''), fc.constant('room'))).map((lines) => lines.join('\n')),
  ),
});

function shape({ alsoRoom, ...rest }: Signable): string {
  return JSON.stringify({ ...rest, alsoRoom: alsoRoom === true }, Object.keys({ ...rest, alsoRoom }).sort());
}

test('two messages that differ in anything have different texts to sign', () => {
  fc.assert(
    fc.property(signable, signable, (a, b) => {
      expect(signedText(KEY, a) === signedText(KEY, b)).toBe(shape(a) === shape(b));
    }),
  );
});

test('a signature says what it is of, by whom, where and when', () => {
  const message = uuidv7(1_763_724_000_123, new Uint8Array(10));
  const room = uuidv7(1, new Uint8Array(10));
  expect(signedText(KEY, { room, id: message, kind: 'message', text: 'a\nb' }).split('\n')).toEqual([
    ...['parley message 1', KEY, room, message, '1763724000123', 'message', '', '', '', '', 'a', 'b'],
  ]);
});

test('an edited message has its first words and its last edit to check, a deleted one nothing', () => {
  const event: MessageEvent = { kind: 'message', seq: 1, id: 'm', at: 1, by: 1, name: 'Ada', text: 'first', sig: 's' };
  expect(claimsOf(event).map(({ sig, of }) => [sig, of.kind, of.text])).toEqual([['s', 'message', 'first']]);
  const edited = claimsOf(event, { text: 'then', edited: 2, edit: { id: 'e', sig: 't' } });
  expect(edited[1]).toEqual({ sig: 't', of: { id: 'e', kind: 'edit', target: 'm', text: 'then' } });
  expect(claimsOf(event, { text: 'then', edited: 2 })[1]?.sig).toBe(null);
  expect(claimsOf({ ...event, erased: true })).toEqual([]);
  expect(claimsOf(event, { deleted: { at: 2, by: { id: 1, name: 'Ada' } } })).toEqual([]);
});

test('what is passed on is signed too, and cannot be taken for anything else', () => {
  const [room, id, origin] = [1, 2, 3].map((time) => uuidv7(time, new Uint8Array(10)));
  const forwarded = { by: 7, name: 'Bo', at: 5, text: 'soup', origin: { room: origin ?? '', seq: 9 } };
  const message = { room: room ?? '', id: id ?? '', kind: 'message', text: 'look', forwarded } as const;
  const lines = signedText(KEY, message).split('\n');
  expect(lines[5]).toBe('forward');
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual([7, 5, origin, 9, 'soup', 'look']);
  const { origin: _left, ...unplaced } = forwarded;
  for (const other of [unplaced, { ...forwarded, text: 'soap' }, { ...forwarded, by: 8 }, { ...forwarded, at: 6 }])
    expect(signedText(KEY, { ...message, forwarded: other })).not.toBe(signedText(KEY, message));
});
