import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimsIn, exportLine, jsonlFormat, type ExportLine } from '../../../../../src-shared/domain/export/jsonl.ts';
import type { MessageEvent } from '../../../../../src-shared/protocol/events.ts';
import { hostileMessages } from '../../../../support/hostile/corpus.ts';
import { about, idOf, pageOf, saidAt, written } from '../../../../support/exported.ts';

const linesOf = (text: string): ExportLine[] => {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => exportLine.parse(JSON.parse(line)));
};

const sig = 'A'.repeat(86);
const ada = { id: 1, name: 'Ada' };
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostileMessages.slice(0, 400)));
const messages: fc.Arbitrary<Partial<MessageEvent>> = fc.record(
  {
    text,
    me: fc.constant(true as const),
    replyTo: fc.constant(idOf(77)),
    thread: fc.constant(idOf(78)),
    forwarded: fc.constant({ by: 3, name: 'Cy', at: 4, text: 'soup', origin: { room: idOf(76), seq: 5 } }),
    mentions: fc.array(fc.integer({ min: 1, max: 99 })),
    sig: fc.constant(sig),
    state: fc.record(
      {
        pinned: fc.constant({ at: 5, by: ada }),
        reactions: fc.constant([{ emoji: '👍', count: 1, by: [ada] }]),
        thread: fc.constant({ count: 2, lastAt: 7 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['text'] },
);

test('whatever was said comes out of the file as it went in, a line each, whatever the pages', () => {
  fc.assert(
    fc.property(fc.array(messages), fc.integer({ min: 1, max: 5 }), optional(text), (said, size, topic) => {
      const events = said.map((one, i) => saidAt(i + 1, '', one));
      const pages = Array.from({ length: Math.ceil(events.length / size) }, (_, i) =>
        pageOf(events.slice(i * size, (i + 1) * size)),
      );
      const room = { ...about.room, topic: topic ?? '' };
      const [head, ...rest] = linesOf(written(jsonlFormat({ ...about, room }), ...pages));
      expect(head).toEqual({ type: 'export', format: 1, ...about, room });
      expect(rest.pop()).toEqual({ type: 'end', messages: events.length });
      expect(rest).toEqual(
        events.map(({ kind: _kind, state, ...event }) => {
          const { thread: _thread, ...kept } = state ?? {};
          return { type: 'message', ...event, ...kept };
        }),
      );
    }),
    { numRuns: 60 },
  );
});

test('an edited message says what it says now; what it said before only where that was wanted, signatures to match', () => {
  const edit = { id: idOf(9), sig: 'B'.repeat(86) };
  const event = saidAt(3, 'frist', { sig, mentions: [4], state: { text: 'first', edited: 50, edit, mentions: [5] } });
  const versions = [
    { id: event.id, text: 'frist', at: 3, sig },
    { id: idOf(8), text: 'fisrt', at: 40, sig: 'C'.repeat(86) },
    { ...edit, text: 'first', at: 50 },
  ];
  const read = (page = pageOf([event])): ExportLine | undefined => linesOf(written(jsonlFormat(about), page))[1];
  const plain = read();
  const whole = read(pageOf([event], { versions: new Map([[event.id, versions]]) }));
  if (plain?.type !== 'message' || whole?.type !== 'message') throw new Error('no message');
  expect(plain).toMatchObject({ text: 'first', mentions: [5], edited: { at: 50, ...edit } });
  expect(JSON.stringify(plain)).not.toMatch(/frist|AAAA/);
  expect(claimsIn(plain)).toEqual([
    { sig: edit.sig, of: { id: edit.id, kind: 'edit', target: event.id, text: 'first' } },
  ]);
  expect(whole.versions).toEqual(versions);
  expect(claimsIn(whole)).toMatchObject([
    { sig, of: { id: event.id, kind: 'message', text: 'frist' } },
    { sig: 'C'.repeat(86), of: { id: idOf(8), kind: 'edit', target: event.id, text: 'fisrt' } },
    { sig: edit.sig, of: { id: edit.id, kind: 'edit', target: event.id, text: 'first' } },
  ]);
});

test('of a deleted message there is who took it away, and nothing it said', () => {
  const gone = saidAt(1, 'SECRET', { sig, state: { deleted: { at: 9, by: { id: 2, name: 'Bo' } }, text: 'SECRET' } });
  const late = saidAt(2, '', { erased: true });
  const text = written(jsonlFormat(about), pageOf([gone, late]));
  expect(text).not.toMatch(/SECRET|AAAA/);
  expect(linesOf(text).slice(1, 3)).toMatchObject([
    { text: '', deleted: { at: 9, by: { name: 'Bo' } } },
    { text: '', deleted: { by: { name: 'Ada' } } },
  ]);
});

test('people come with their keys before they speak; what is about a message is in it, the rest as the log has it', () => {
  const { id, at, by, name } = saidAt(2, '');
  const join = { kind: 'join' as const, seq: 1, id: idOf(90), at, by, name };
  const react = { kind: 'react' as const, seq: 3, id: idOf(91), at, by, name, target: id, emoji: '👍', on: true };
  const key = 'k'.repeat(43);
  const page = pageOf([join, saidAt(2, 'hello'), react], { people: [{ id: 1, name: 'Ada', key }] });
  expect(linesOf(written(jsonlFormat(about), page)).slice(1)).toEqual([
    { type: 'person', id: 1, name: 'Ada', key },
    { type: 'event', event: join },
    { type: 'message', seq: 2, id, at, by, name, text: 'hello' },
    { type: 'end', messages: 1 },
  ]);
});
