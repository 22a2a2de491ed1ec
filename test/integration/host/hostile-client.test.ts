import { expect, test } from 'vitest';
import type { z } from 'zod';
import type { Log } from '../../../src-main/host/log.ts';
import { NO_RATE_LIMITS } from '../../../src-main/host/limits.ts';
import { REFUSAL_CODES } from '../../../src-shared/protocol/errors.ts';
import { toBase64 } from '../../../src-shared/domain/picture.ts';
import { request, type RequestType } from '../../../src-shared/protocol/requests.ts';
import { testHost } from '../../support/host.ts';
import { RawSession } from '../../support/chaos-raw.ts';
import { newIdentity } from '../../support/people.ts';
import { jpegOf } from '../../support/pictures.ts';
import { idOf } from '../../support/scripted.ts';
import { messagesOf, newId, say } from '../../support/talk.ts';
import { personWire, type Frame } from '../../support/wire.ts';

const NOWHERE = idOf(1);
const HUGE = Number.MAX_SAFE_INTEGER;
const SECRET = 'meet me at the bridge';
const ROOM_NAME = 'bridge builders';
/** Requests of each kind. */
const ROUNDS = 20;

/** What a refusal may say: anything but that something broke. */
const expected = new Set<string>(REFUSAL_CODES.filter((code) => code !== 'internal' && code !== 'storage-failed'));
const types: RequestType[] = request.options.map(({ shape }) => shape.type.value);

/** A host with a log that is kept, and two people in a private room, and in a direct one. */
async function scene() {
  const troubles: unknown[] = [];
  const keep = (fields: object, message: string): void => void troubles.push([message, fields]);
  const log: Log = { error: keep, warn: () => undefined, info: () => undefined, debug: () => undefined };
  const host = await testHost({ limits: NO_RATE_LIMITS, log });
  const ada = await personWire(host.base, 'Ada');
  const bo = await personWire(host.base, 'Bo');
  const secret = newId();
  await ada.wire.ask('room.create', { room: secret, name: ROOM_NAME, topic: SECRET, kind: 'private' });
  await ada.wire.ask('room.invite', { room: secret, event: newId(), member: bo.me.id });
  const direct = String(((await ada.wire.ask('direct.open', { member: bo.me.id })).room as Frame).id);
  const hidden = [await say(ada.wire, secret, SECRET), await say(ada.wire, direct, SECRET)];
  const open = await say(bo.wire, bo.room, 'hello');
  await ada.wire.ask('message.pin', { room: secret, event: newId(), target: hidden[0], on: true });
  return { host, troubles, ada, bo, secret, direct, hidden, open };
}

type Scene = Awaited<ReturnType<typeof scene>>;

/** What each field may hold, by its name: all of it passes the schema, none of it is meant well. */
function palette({ ada, bo, secret, direct, hidden, open }: Scene, me: Frame): Record<string, unknown[]> {
  const events = [...hidden, open, NOWHERE, secret];
  const texts = ['x'.repeat(8_000), '\ud800', '\0', '\u202e', '@room @everyone', '"; DROP TABLE events; --', ''];
  const seqs = [HUGE, 1, 2];
  return {
    room: [secret, direct, ada.room, NOWHERE, hidden[0]],
    event: [hidden[0], open, ...Array.from({ length: 6 }, newId)],
    target: events,
    targets: [events, [hidden[0]], Array.from({ length: 20 }, () => hidden[1])],
    replyTo: events,
    thread: events,
    root: events,
    member: [HUGE, ada.me.id, bo.me.id, me.id, 2 ** 31],
    members: [[HUGE], Array.from({ length: 200 }, (_, i) => HUGE - i), [ada.me.id, bo.me.id]],
    seq: seqs,
    before: seqs,
    after: [...seqs, 0],
    around: seqs,
    limit: [1, 100],
    ban: seqs,
    uses: [1, 1_000],
    utcOffset: [-900, 900],
    minutes: [1, 60, 525_600, null],
    seconds: [3_600],
    hue: [359],
    text: texts,
    reason: ['', 'x'.repeat(256), '\0', '\ud800'],
    name: [...texts, ROOM_NAME, 'Ada', 'x'.repeat(64)],
    topic: [...texts, 'x'.repeat(256)],
    kind: ['private', 'public'],
    scope: ['all', 'join'],
    query: ['*', '"', 'bridge', 'from:Ada', `in:"${ROOM_NAME}" bridge`, 'before:9999-99-99', 'x'.repeat(256), '-'],
    emoji: ['👍', '', 'x'.repeat(64), '\ud800'],
    role: ['moderator', 'member'],
    policy: ['password', 'invite', 'approval'],
    password: ['x'.repeat(256), ''],
    invite: ['x'.repeat(64), HUGE],
    key: [ada.me.key, bo.me.key, 'A'.repeat(43), newIdentity().key],
    signature: ['A'.repeat(86)],
    sig: ['A'.repeat(86)],
    box: ['A'.repeat(22)],
    sealed: ['A'.repeat(80)],
    hash: ['A'.repeat(22)],
    picture: ['', '***', 'A'.repeat(21_848), toBase64(jpegOf()), null],
    status: [{ text: 'x'.repeat(80) }, { text: '\0', minutes: 1 }],
    ...Object.fromEntries(
      ['on', 'idle', 'busy', 'receipts', 'address', 'admit', 'alsoRoom', 'me'].map((field) => [field, [true, false]]),
    ),
  };
}

/** Requests of a kind, always the same ones: fields take turns at different paces, and those that may be left out are at times. */
function* hostile(type: RequestType, fields: Record<string, unknown[]>): Generator<Frame> {
  const option = request.options.find(({ shape }) => shape.type.value === type);
  const shape: Record<string, z.ZodType> = option?.shape ?? {};
  for (let round = 0; round < ROUNDS; round += 1) {
    const frame: Frame = { id: 1, type };
    Object.entries(shape).forEach(([field, schema], i) => {
      const values = fields[field];
      if (!values || (schema.safeParse(undefined).success && (round + i) % 3 === 0)) return;
      frame[field] = values[(round * (i + 1) + (round >> 2)) % values.length];
    });
    if (request.safeParse(frame).success) yield frame;
  }
}

/** Somebody without a role, who does not mean well. */
async function stranger({ host, ada }: Scene): Promise<{ raw: RawSession; me: Frame }> {
  const raw = await RawSession.open(host.url, 'Eve');
  const { members } = (await ada.wire.ask('members')) as { members: Frame[] };
  return { raw, me: members.find(({ name }) => name === 'Eve') ?? {} };
}

async function answerTo(raw: RawSession, { type, id: _, ...params }: Frame): Promise<{ code?: string; told: string }> {
  const { result, error } = await raw.request(String(type), params);
  return { ...(error && { code: error.code }), told: JSON.stringify(error ?? result) };
}

test.each(['member', 'moderator'])(
  'whatever a hostile %s asks that passes the schema is answered, by a code of the list or with what is theirs',
  async (role) => {
    const made = await scene();
    const { troubles, ada, secret } = made;
    const { raw, me } = await stranger(made);
    if (role === 'moderator') await ada.wire.ask('member.role', { member: me.id, role });
    const fields = palette(made, me);
    const asked = new Set<string>();
    const wrong: unknown[] = [];
    for (const type of types) {
      for (const frame of hostile(type, fields)) {
        asked.add(type);
        const { code, told } = await answerTo(raw, frame);
        if ((code !== undefined && !expected.has(code)) || told.includes(SECRET)) wrong.push([frame, code, told]);
      }
      await raw.request('room.join', { room: ada.room });
    }
    expect(types.filter((type) => !asked.has(type))).toEqual([]);
    expect([wrong, troubles]).toEqual([[], []]);
    expect(JSON.stringify(raw.heard)).not.toContain(SECRET);
    expect(raw.closed).toBeNull();

    const { members } = (await ada.wire.ask('members')) as { members: Frame[] };
    const roles = members.map(({ name, role: has }) => `${String(name)} ${String(has)}`);
    expect(roles.slice(0, 2)).toEqual(['Ada owner', 'Bo member']);
    expect((await messagesOf(ada.wire, secret)).map(({ text }) => text)).toEqual([SECRET]);
    await say(ada.wire, ada.room, 'all is well');
  },
);

test('what is asked of a room one may not see is refused as if there were none', async () => {
  const made = await scene();
  const { raw, me } = await stranger(made);
  const fields = palette(made, me);
  const differences: unknown[] = [];
  // An id that is taken cannot be given out twice, so making a room tells that much: of ids nobody can guess.
  for (const type of types.filter((one) => one !== 'room.create')) {
    for (const frame of hostile(type, fields)) {
      if (frame.room !== made.secret && frame.room !== made.direct) continue;
      const there = await answerTo(raw, frame);
      const nowhere = await answerTo(raw, { ...frame, room: NOWHERE });
      if (there.told !== nowhere.told || there.code === undefined) differences.push([frame, there, nowhere]);
    }
  }
  expect(differences).toEqual([]);
});
