import { expect, test } from 'vitest';
import { SqliteStore } from '../../../src-main/store/sqlite/sqlite-store.ts';
import type { EventDraft } from '../../../src-main/store/store.ts';
import { HOST_FRAME_MAX } from '../../../src-shared/protocol/limits.ts';
import type { Challenge, LoggedIn } from '../../../src-shared/protocol/login.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { tempDir, testHost } from '../../support/host.ts';
import { newIdentity } from '../../support/people.ts';
import { newId } from '../../support/talk.ts';
import { loginFields, sessionWire, type Wire } from '../../support/wire.ts';

const refused = { code: 'bad-signature' };
const letIn = { me: { name: 'Ada' } };

async function challengeOf(wire: Wire): Promise<Challenge> {
  return (await wire.next({ type: 'challenge' })) as unknown as Challenge;
}

/** What a log-in is signed over, written out by hand: the promise is about these bytes. */
function textOf({ version, host, nonce }: Challenge, key: string): string {
  return ['parley login', version, host.id, host.fingerprint, nonce, key].join('\n');
}

test('a captured log-in is no good on another connection, nor at another host, and nobody gets in by it', async () => {
  const here = await testHost();
  const elsewhere = await testHost();
  const wire = await sessionWire(here.base);
  const captured = await loginFields(wire, 'Ada', newIdentity());
  expect(await wire.ask('login', captured)).toMatchObject(letIn);
  for (const { base } of [here, elsewhere]) {
    const other = await sessionWire(base);
    expect(await other.ask('login', captured)).toMatchObject(refused);
    expect(await other.ask('ping')).toMatchObject({ code: 'not-logged-in' });
  }
});

test('a host that passes on the challenge of another gets nothing it could use there', async () => {
  const real = await testHost();
  const posing = await testHost();
  const there = await challengeOf(await sessionWire(posing.base));
  const wire = await sessionWire(real.base);
  const challenge = await challengeOf(wire);
  const identity = newIdentity();
  const { key } = identity;
  // One signs for the host one believes to talk to, with the nonce it was given: that of the real one.
  const signature = await identity.sign(textOf({ ...challenge, host: there.host }, key));
  expect(await wire.ask('login', { key, name: 'Ada', signature })).toMatchObject(refused);
});

test('a log-in is bound to version, host, certificate, connection and key, each of them', async () => {
  const wire = await sessionWire((await testHost()).base);
  const challenge = await challengeOf(wire);
  expect(challenge.version).toBe(PROTOCOL_VERSION);
  expect(challenge.host.fingerprint).toMatch(/^[\w-]{43}$/);
  const identity = newIdentity();
  const { key } = identity;
  const { host } = challenge;
  const wrong = [
    textOf({ ...challenge, version: PROTOCOL_VERSION + 1 }, key),
    textOf({ ...challenge, version: 0 }, key),
    textOf({ ...challenge, host: { ...host, id: 'another' } }, key),
    textOf({ ...challenge, host: { ...host, fingerprint: 'B'.repeat(43) } }, key),
    textOf({ ...challenge, host: { ...host, fingerprint: '' } }, key),
    textOf({ ...challenge, nonce: 'C'.repeat(24) }, key),
    textOf(challenge, newIdentity().key),
    textOf(challenge, key).replace('parley login', 'parley link'),
  ];
  for (const text of wrong)
    expect(await wire.ask('login', { key, name: 'Ada', signature: await identity.sign(text) }), text).toMatchObject(
      refused,
    );
  const signature = await identity.sign(textOf(challenge, key));
  expect(await wire.ask('login', { key, name: 'Ada', signature })).toMatchObject(letIn);
});

test('a host with thousands of rooms tells of them in frames that clients take, first of those one is in', async () => {
  const dataDir = tempDir();
  const store = new SqliteStore(dataDir);
  const { id: by } = await store.addMember({ key: null, name: 'Parley', role: 'guest' });
  const rooms = Array.from({ length: 2_500 }, newId);
  const made = (room: string, i: number): EventDraft => {
    return { room, id: room, by, at: i, body: { kind: 'create', title: `room ${String(i)}`, topic: 'x'.repeat(200) } };
  };
  await store.commit(rooms.map(made));
  await store.close();
  const { base } = await testHost({ dataDir });
  const identity = newIdentity();
  const last = rooms.at(-1) ?? '';
  const first = await sessionWire(base);
  await first.ask('login', await loginFields(first, 'Ada', identity));
  await first.ask('room.join', { room: last });

  const again = await sessionWire(base);
  const welcome = (await again.ask('login', await loginFields(again, 'Ada', identity))) as unknown as LoggedIn;
  expect(welcome.rooms[0]?.id).toBe(last);
  const told = [welcome.rooms];
  while (told.flat().length < rooms.length)
    told.push(((await again.next({ type: 'rooms' })) as unknown as LoggedIn).rooms);
  expect(told.length).toBeGreaterThan(2);
  for (const part of told) expect(JSON.stringify(part).length).toBeLessThan(HOST_FRAME_MAX / 4);
  expect(new Set(told.flat().map(({ id }) => id))).toEqual(new Set(rooms));
});
