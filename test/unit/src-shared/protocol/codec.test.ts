import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, parseObject } from '../../../../src-shared/protocol/codec.ts';
import { parseClientFrame, requestId, request } from '../../../../src-shared/protocol/requests.ts';
import { parseHostFrame, push, results } from '../../../../src-shared/protocol/answers.ts';
import { chatFrame } from '../../../../src-shared/protocol/chat.ts';
import { Refusal, REFUSAL_CODES } from '../../../../src-shared/protocol/errors.ts';
import { uuidv7 } from '../../../../src-shared/protocol/ids.ts';
import {
  AUDIT_MAX,
  CLIENT_FRAME_MAX,
  NAME_MAX,
  PAGE_DEFAULT,
  PAGE_MAX,
  REASON_MAX,
  TEXT_MAX,
} from '../../../../src-shared/protocol/limits.ts';
import { loginText } from '../../../../src-shared/protocol/login.ts';
import { message, ROOM, roomInfo } from '../../../support/scripted.ts';
import { shownLine } from '../../../../src-shared/domain/names.ts';

/** What the code refused a thing with, or '' if it took it. Anything but a refusal fails the test. */
function codeOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code;
    throw thrown;
  }
}

test('what moderators note is shown in one line of bounded length, however much of it a host sends', () => {
  const flood = `\u202ea\n${'b'.repeat(100_000)}`;
  const entry = { id: 1, at: 1, by: flood, action: flood, target: flood, detail: flood };
  const facts = { reason: flood, room: { kind: 'room', name: flood } };
  const [noted] = results.audit.parse({ entries: [{ ...entry, facts }] }).entries;
  const [banned] = results.bans.parse({
    bans: [{ id: 1, name: flood, key: null, address: flood, until: null, reason: flood, by: flood, at: 1 }],
  }).bans;
  const muted = push.parse({ type: 'muted', until: 1, reason: flood });
  const called = push.parse({ type: 'attention', what: 'report', name: flood, of: flood });
  const said = [noted, noted?.facts, noted?.facts?.room, banned, muted, called];
  const texts = said.flatMap((fields): unknown[] => Object.values(fields ?? {}));
  for (const text of texts) {
    if (typeof text !== 'string') continue;
    expect(text.length).toBeLessThanOrEqual(2 * REASON_MAX);
    expect(text).not.toMatch(/[\n\u202e]/);
  }
  const [strange] = results.audit.parse({ entries: [{ ...entry, facts: { minutes: 'soon' } }] }).entries;
  expect(strange).not.toHaveProperty('facts.minutes');
  expect(results.audit.safeParse({ entries: Array.from({ length: AUDIT_MAX + 1 }, () => entry) }).success).toBe(false);
});

const parseText = (text: string): unknown => parseClientFrame(parseObject(text));

const uuid = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.uint8Array({ minLength: 10, maxLength: 10 }))
  .map(([now, bytes]) => uuidv7(now, bytes));
const base64url = (length: number) =>
  fc.string({ unit: fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_'), minLength: length, maxLength: length });
const text = fc.string({ unit: 'grapheme' });
/** Of what is shown on one line, only what is fit for it: anything else is cleaned. */
const line = text.map((any) => shownLine(any, NAME_MAX));
const whole = fc.nat();
const positive = fc.integer({ min: 1 });
const member = fc.record({
  id: positive,
  name: line,
  role: fc.constantFrom('owner', 'moderator', 'member', 'guest'),
  key: fc.option(base64url(43)),
});
const room = fc.record({
  id: uuid,
  kind: fc.constantFrom('room', 'private', 'direct'),
  name: line,
  topic: line,
  online: whole,
  lastSeq: whole,
  lastAt: whole,
  archived: fc.boolean(),
  locked: fc.boolean(),
  slow: whole,
  history: fc.constantFrom('all' as const, 'joined' as const),
  people: fc.array(fc.record({ id: positive, name: line }), { maxLength: 3 }),
});
const stored = { seq: positive, id: uuid, at: whole, by: positive, name: line };
const event = fc.oneof(
  fc.record({ ...stored, kind: fc.constant('message'), text }),
  fc.record({ ...stored, kind: fc.constantFrom('join', 'leave', 'archive') }),
  fc.record({ ...stored, kind: fc.constant('create'), title: line, topic: line }),
  fc.record({
    ...stored,
    kind: fc.constant('create'),
    title: line,
    topic: line,
    roomKind: fc.constantFrom('private', 'direct'),
  }),
  fc.record({ ...stored, kind: fc.constant('invite'), who: positive, whoName: line }),
  fc.record({ ...stored, kind: fc.constant('rename'), title: line }),
  fc.record({ ...stored, kind: fc.constant('topic'), topic: line }),
);

const requests = fc.oneof(
  fc.record({ id: whole, type: fc.constant('login'), key: base64url(43), name: text, signature: base64url(86) }),
  fc.record({ id: whole, type: fc.constant('ping') }),
  fc.record(
    { id: whole, type: fc.constant('room.join'), room: uuid, after: whole },
    { requiredKeys: ['id', 'type', 'room'] },
  ),
  fc.record({ id: whole, type: fc.constantFrom('room.leave'), room: uuid }),
  fc.record({
    id: whole,
    type: fc.constant('room.create'),
    room: uuid,
    name: text,
    topic: text,
    kind: fc.constantFrom('room', 'private'),
  }),
  fc.record({ id: whole, type: fc.constant('room.invite'), room: uuid, event: uuid, member: positive }),
  fc.record({ id: whole, type: fc.constant('direct.open'), member: positive }),
  fc.record({ id: whole, type: fc.constant('room.rename'), room: uuid, event: uuid, name: text }),
  fc.record({ id: whole, type: fc.constant('room.topic'), room: uuid, event: uuid, topic: text }),
  fc.record({ id: whole, type: fc.constant('room.archive'), room: uuid, event: uuid }),
  fc.record({ id: whole, type: fc.constant('message.send'), room: uuid, event: uuid, text }),
  fc.record({
    id: whole,
    type: fc.constant('history'),
    room: uuid,
    before: positive,
    limit: fc.integer({ min: 1, max: PAGE_MAX }),
  }),
);

const pushes = fc.oneof(
  fc.record({
    type: fc.constant('challenge'),
    version: positive,
    host: fc.record({
      id: fc.string({ minLength: 1, maxLength: 64 }),
      name: line,
      fingerprint: fc.string({ maxLength: 64 }),
    }),
    nonce: fc.string({ minLength: 16, maxLength: 128 }),
  }),
  fc.record({ type: fc.constant('events'), room: uuid, events: fc.array(event, { maxLength: 5 }) }),
  fc.record({ type: fc.constant('rooms'), rooms: fc.array(room, { maxLength: 5 }) }),
  fc.record({
    type: fc.constant('presence'),
    room: uuid,
    came: fc.array(member),
    went: fc.array(positive),
    whole: fc.boolean(),
  }),
  fc.record({ type: fc.constant('typing'), room: uuid, by: positive, name: line }),
  fc.record({
    type: fc.constant('error'),
    code: fc.oneof(fc.constantFrom(...REFUSAL_CODES), fc.string({ maxLength: 64 })),
    message: text,
  }),
);

test('every request arrives as it was sent, and unknown fields are passed over', () => {
  fc.assert(
    fc.property(requests, (frame) => {
      expect(parseText(JSON.stringify(frame))).toEqual(frame);
      expect(parseText(JSON.stringify({ ...frame, later: { field: 1 } }))).toEqual(frame);
    }),
  );
});

test('every push arrives as it was sent, and unknown fields are passed over', () => {
  fc.assert(
    fc.property(pushes, (push) => {
      expect(parseHostFrame(JSON.stringify(push))).toEqual({ kind: 'push', push });
      expect(parseHostFrame(JSON.stringify({ ...push, later: [1] }))).toEqual({ kind: 'push', push });
    }),
  );
});

test('answers and refusals are told apart, and codes of a newer host are kept', () => {
  expect(parseHostFrame('{"id":3,"result":{"a":1}}')).toEqual({ kind: 'answer', id: 3, result: { a: 1 } });
  expect(parseHostFrame('{"id":3,"result":null}')).toEqual({ kind: 'answer', id: 3, result: null });
  expect(parseHostFrame('{"id":3,"error":{"code":"from-later","message":"No."}}')).toEqual({
    kind: 'refusal',
    id: 3,
    refusal: { code: 'from-later', message: 'No.' },
  });
});

test('frames of a type the client does not know are no error', () => {
  expect(parseHostFrame('{"type":"call.ring","from":1}')).toEqual({ kind: 'unknown' });
});

test('an event of a kind the client does not know keeps its place', () => {
  const later = { ...message(5), kind: 'reaction', emoji: '👍' };
  const frame = parseHostFrame(JSON.stringify({ type: 'events', room: ROOM, events: [message(4), later] }));
  expect(frame).toMatchObject({
    push: {
      events: [
        { seq: 4, kind: 'message' },
        { seq: 5, kind: 'unknown' },
      ],
    },
  });
});

test.each([
  '',
  'x',
  '{',
  '[]',
  'null',
  '1',
  '"text"',
  '[{"type":"ping"}]',
  '{"id":1}{"id":2}',
  '\ufeff{}',
  '['.repeat(50_000),
])('what is not one JSON object is bad-json: %.20j', (frame) => {
  expect(codeOf(() => parseText(frame))).toBe('bad-json');
  expect(codeOf(() => parseHostFrame(frame))).toBe('bad-json');
});

test.each([
  {},
  { type: 'nonsense' },
  { type: 1 },
  { type: null },
  { type: 'constructor' },
  { type: '__proto__' },
  { type: ['ping'] },
])('a request of a type there is not is unknown-type: %j', (frame) => {
  expect(codeOf(() => parseClientFrame({ id: 1, ...frame }))).toBe('unknown-type');
});

test.each([
  { type: 'ping' },
  { type: 'ping', id: -1 },
  { type: 'ping', id: 1.5 },
  { type: 'ping', id: '1' },
  { type: 'typing' },
  { type: 'typing', room: 'general' },
  { type: 'message.send', id: 1, room: ROOM, event: ROOM },
  { type: 'message.send', id: 1, room: ROOM, event: ROOM, text: 1 },
  { type: 'message.send', id: 1, room: ROOM, event: 'x', text: 'x' },
  { type: 'history', id: 1, room: ROOM, limit: 0 },
  { type: 'history', id: 1, room: ROOM, limit: PAGE_MAX + 1 },
  { type: 'history', id: 1, room: ROOM, before: 0 },
  { type: 'login', id: 1, key: 'short', name: 'x', signature: 'x' },
])('a request with a field wrong or missing is bad-frame: %j', (frame) => {
  expect(codeOf(() => parseClientFrame(frame))).toBe('bad-frame');
});

test('the refusal names the field', () => {
  const send = { type: 'message.send', id: 1, room: ROOM, event: ROOM };
  expect(() => parseClientFrame(send)).toThrow('"text"');
});

test('a page of history is of the usual size unless asked otherwise', () => {
  expect(parseText(JSON.stringify({ type: 'history', id: 1, room: ROOM }))).toMatchObject({ limit: PAGE_DEFAULT });
});

test('the number of a request is found even if the rest of it is wrong', () => {
  expect(requestId({ id: 5, type: 'nonsense' })).toBe(5);
  expect(requestId({ id: 0 })).toBe(0);
  for (const id of [-1, 1.5, '5', null, undefined, 2 ** 53]) expect(requestId({ id })).toBeNull();
});

test.each([
  { type: 'events', room: ROOM, events: [{ ...message(1), seq: 0 }] },
  { type: 'events', room: ROOM },
  { type: 'rooms', rooms: [{ ...roomInfo(), online: -1 }] },
  { type: 'challenge', version: 1, host: { id: '', name: 'x', fingerprint: 'f' }, nonce: 'n'.repeat(16) },
  { type: 'challenge', version: 1, host: { id: 'x', name: 'x', fingerprint: 'f' }, nonce: 'short' },
  { type: 'error', code: 'x'.repeat(65), message: '' },
  { id: 1 },
  { id: 1, error: 'text' },
  {},
])('a host’s frame with a field wrong or missing is bad-frame: %j', (frame) => {
  expect(codeOf(() => parseHostFrame(JSON.stringify(frame)))).toBe('bad-frame');
});

test('any text, and any JSON, is read or refused, and never anything else', () => {
  const known = fc.constantFrom(
    ...request.options.map((option) => option.shape.type.value),
    'typing',
    'events',
    'rooms',
    'presence',
    'error',
  );
  const object = fc.dictionary(
    fc.constantFrom('id', 'type', 'room', 'event', 'text', 'rooms', 'events', 'error', 'result', '__proto__'),
    fc.jsonValue(),
  );
  const typed = fc.tuple(object, known).map(([fields, type]) => JSON.stringify({ ...fields, type }));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), typed), (frame) => {
      expect(['', 'bad-json', 'unknown-type', 'bad-frame']).toContain(codeOf(() => parseText(frame)));
      expect(['', 'bad-json', 'bad-frame']).toContain(codeOf(() => parseHostFrame(frame)));
      expect(['', 'bad-json', 'bad-frame']).toContain(codeOf(() => check(chatFrame, parseObject(frame))));
    }),
    { numRuns: 1_000 },
  );
});

test.each(['x', '\u0001', '\\', '"', 'é', '漢', '🦜'])(
  'the longest message fits into a frame, however it is escaped: %j',
  (character) => {
    const frame = {
      id: Number.MAX_SAFE_INTEGER,
      type: 'message.send',
      room: ROOM,
      event: ROOM,
      text: character.repeat(TEXT_MAX),
    };
    expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(CLIENT_FRAME_MAX);
  },
);

test('what one signs to log in is bound to the version, the host, its certificate, the connection and the key', () => {
  const host = { id: 'h', fingerprint: 'f' };
  const texts = [
    loginText(host, 'n', 'k'),
    loginText({ ...host, id: 'h2' }, 'n', 'k'),
    loginText({ ...host, fingerprint: 'f2' }, 'n', 'k'),
    loginText(host, 'n2', 'k'),
    loginText(host, 'n', 'k2'),
  ];
  expect(new Set(texts).size).toBe(5);
  expect(texts[0]).toBe('parley login\n1\nh\nf\nn\nk');
});
