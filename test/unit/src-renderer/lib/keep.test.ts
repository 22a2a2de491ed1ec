import { describe, expect, it } from 'vitest';
import { loadIdentity } from '../../../../src-renderer/lib/identity.ts';
import { Keep } from '../../../../src-renderer/lib/keep.ts';
import { memoryStore } from '../../../../src-renderer/lib/stored.ts';
import { publicKey, signature } from '../../../../src-shared/protocol/ids.ts';
import { verify, createPublicKey } from 'node:crypto';

describe('what the window keeps', () => {
  it('comes back in the next run', () => {
    const store = memoryStore();
    new Keep(store).name.set('Ada');
    new Keep(store).draft('host', 'room').set('half a');
    new Keep(store).readMark('host', 'room').set(7);
    expect(new Keep(store).name.get()).toBe('Ada');
    expect(new Keep(store).draft('host', 'room').get()).toBe('half a');
    expect(new Keep(store).readMark('host', 'room').get()).toBe(7);
    new Keep(store).dropDraft('host', 'room');
    expect(new Keep(store).draft('host', 'room').get()).toBe('');
  });

  it('falls back where it is broken, value by value', () => {
    const store = memoryStore();
    store.setItem('parley.name', '{');
    store.setItem('parley.hosts', '[{"id": 7}]');
    store.setItem('parley.people-folded', 'true');
    const keep = new Keep(store);
    expect(keep.name.get()).toBe('');
    expect(keep.hosts.get()).toEqual([]);
    expect(keep.peopleFolded.get()).toBe(true);
  });

  it('goes on for this run when nothing can be kept', () => {
    const full = {
      ...memoryStore(),
      setItem: () => {
        throw new Error('quota');
      },
    };
    expect(() => {
      new Keep(full).name.set('Ada');
    }).not.toThrow();
  });
});

describe('the person’s key', () => {
  it('is made once, and signs as the host expects', async () => {
    const store = memoryStore();
    const first = await loadIdentity(new Keep(store));
    expect(publicKey.parse(first.key)).toBe(first.key);
    expect((await loadIdentity(new Keep(store))).key).toBe(first.key);
    const signed = signature.parse(await first.sign('parley login\nü'));
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: first.key }, format: 'jwk' });
    expect(verify(null, Buffer.from('parley login\nü'), key, Buffer.from(signed, 'base64url'))).toBe(true);
  });

  it('is made anew where it is damaged', async () => {
    const store = memoryStore();
    store.setItem('parley.key', '"not hex"');
    expect(publicKey.safeParse((await loadIdentity(new Keep(store))).key).success).toBe(true);
  });
});
