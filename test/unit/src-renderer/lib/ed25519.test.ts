import { afterEach, describe, expect, it, vi } from 'vitest';
import { newIdentity } from '../../../support/people.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const worlds = {
  'with WebCrypto': () => globalThis.crypto,
  'without WebCrypto, as on plain HTTP': () => ({ getRandomValues: crypto.getRandomValues.bind(crypto) }),
  'with a WebCrypto that lacks Ed25519': () => ({
    getRandomValues: crypto.getRandomValues.bind(crypto),
    subtle: { importKey: () => Promise.reject(new DOMException('no', 'NotSupportedError')) },
  }),
};

describe.each(Object.entries(worlds))('a signature %s', (_world, make) => {
  it('is good for its key and its text alone', async () => {
    vi.stubGlobal('crypto', make());
    const { verifySignature } = await import('../../../../src-renderer/lib/ed25519.ts');
    const { identityOf } = await import('../../../../src-renderer/lib/plain-ed25519.ts');
    const own = identityOf('07'.repeat(32));
    const sig = await own.sign('grüße');
    expect(await verifySignature(own.key, 'grüße', sig)).toBe(true);
    expect(await verifySignature(own.key, 'grüsse', sig)).toBe(false);
    expect(await verifySignature(newIdentity().key, 'grüße', sig)).toBe(false);
    expect(await verifySignature(own.key, 'grüße', 'A'.repeat(86))).toBe(false);
    expect(await verifySignature('_'.repeat(43), 'grüße', sig)).toBe(false);
  });
});
