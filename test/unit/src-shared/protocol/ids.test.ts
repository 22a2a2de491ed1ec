import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  eventId,
  memberId,
  publicKey,
  seq,
  signature,
  timestamp,
  uuid,
  uuidv7,
} from '../../../../src-shared/protocol/ids.ts';

const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: 10, maxLength: 10 });

test('a UUIDv7 is a canonical UUID of its version and variant, with its time in front', () => {
  fc.assert(
    fc.property(times, random, (now, bytes) => {
      const id = uuidv7(now, bytes);
      expect(uuid.safeParse(id).success).toBe(true);
      expect(id[14]).toBe('7');
      expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now);
    }),
  );
});

test('UUIDv7s sort by the time they were made', () => {
  fc.assert(
    fc.property(times, times, random, random, (one, other, a, b) => {
      fc.pre(one < other);
      expect(uuidv7(one, a) < uuidv7(other, b)).toBe(true);
    }),
  );
});

test('the example of RFC 9562 comes out as it is there', () => {
  const bytes = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(uuidv7(0x017f22e279b0, bytes)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

test.each([
  '',
  'x',
  '017F22E2-79B0-7CC3-98C4-DC0C0C07398F',
  '017f22e279b07cc398c4dc0c0c07398f',
  '017f22e2-79b0-0cc3-98c4-dc0c0c07398f',
  '017f22e2-79b0-7cc3-08c4-dc0c0c07398f',
  '017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n',
])('what is not a canonical UUID is no id: %j', (id) => {
  expect(eventId.safeParse(id).success).toBe(false);
});

test('keys and signatures are those of Ed25519 in base64url without padding', () => {
  const { privateKey, publicKey: key } = generateKeyPairSync('ed25519');
  expect(publicKey.safeParse(key.export({ format: 'jwk' }).x).success).toBe(true);
  const signed = sign(null, Buffer.from('text'), privateKey);
  expect(signature.safeParse(signed.toString('base64url')).success).toBe(true);
  expect(signature.safeParse(signed.toString('base64')).success).toBe(false);
  for (const bad of ['', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}=`, `${'A'.repeat(42)}+`]) {
    expect(publicKey.safeParse(bad).success).toBe(false);
  }
});

test('places and people count from 1, times from 0, and all are whole', () => {
  for (const schema of [seq, memberId]) {
    expect(schema.safeParse(1).success).toBe(true);
    for (const bad of [0, -1, 1.5, NaN, Infinity, 2 ** 53, '1', null])
      expect(schema.safeParse(bad).success).toBe(false);
  }
  expect(timestamp.safeParse(0).success).toBe(true);
  for (const bad of [-1, 0.5, '0']) expect(timestamp.safeParse(bad).success).toBe(false);
});
