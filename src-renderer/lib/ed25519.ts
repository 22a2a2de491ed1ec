import { ed25519 } from '@noble/curves/ed25519.js';
import { hexToBytes } from '@noble/curves/utils.js';
import type { Identity } from '../../src-shared/session/ports.ts';
import { fromBase64url, toBase64url } from './base64url.ts';

/** Keys whose WebCrypto form is kept. */
const KEYS_KEPT = 500;

/** Signs with a secret key (32 bytes as hex). In plain code: pages over plain HTTP have no WebCrypto. */
export function identityOf(hex: string): Identity {
  const secret = hexToBytes(hex);
  return {
    key: toBase64url(ed25519.getPublicKey(secret)),
    sign: (text) => Promise.resolve(toBase64url(ed25519.sign(new TextEncoder().encode(text), secret))),
  };
}

function verifyPlain(key: string, text: string, signature: string): boolean {
  try {
    const bytes = new TextEncoder().encode(text);
    return ed25519.verify(fromBase64url(signature), bytes, fromBase64url(key), { zip215: false });
  } catch {
    // No point on the curve: then nobody can have signed with it.
    return false;
  }
}

/** WebCrypto where the page has it: browsers hide it from pages over plain HTTP, and older ones lack Ed25519. */
let subtle: SubtleCrypto | undefined = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
const imported = new Map<string, Promise<CryptoKey>>();

function importKey(web: SubtleCrypto, key: string): Promise<CryptoKey> {
  const known = imported.get(key);
  if (known) return known;
  const fresh = web.importKey('raw', fromBase64url(key), { name: 'Ed25519' }, false, ['verify']);
  if (imported.size >= KEYS_KEPT) imported.clear();
  imported.set(key, fresh);
  return fresh;
}

/** Is this the key's Ed25519 signature of the text? Key and signature in base64url. */
export async function verifySignature(key: string, text: string, signature: string): Promise<boolean> {
  if (!subtle) return verifyPlain(key, text, signature);
  try {
    const webKey = await importKey(subtle, key);
    return await subtle.verify({ name: 'Ed25519' }, webKey, fromBase64url(signature), new TextEncoder().encode(text));
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotSupportedError') subtle = undefined;
    return verifyPlain(key, text, signature);
  }
}
