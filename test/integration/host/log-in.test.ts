import { expect, test } from 'vitest';
import type { Challenge } from '../../../src-shared/protocol/login.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { testHost } from '../../support/host.ts';
import { newIdentity } from '../../support/people.ts';
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
