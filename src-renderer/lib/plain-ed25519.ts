import { ed25519 } from '@noble/curves/ed25519.js';
import { hexToBytes } from '@noble/curves/utils.js';
import type { Identity } from '../../src-shared/session/ports.ts';
import { fromBase64url, toBase64url } from './base64url.ts';

/** Ed25519 in plain code, for pages that have no WebCrypto, or one without it. It is read when it is needed first. */

export { bytesToHex, hexToBytes } from '@noble/curves/utils.js';

/** 32 random bytes. */
export const newSecret = (): Uint8Array => ed25519.utils.randomSecretKey();

/** Signs with a secret key (32 bytes as hex). */
export function identityOf(hex: string): Identity {
  const secret = hexToBytes(hex);
  return {
    key: toBase64url(ed25519.getPublicKey(secret)),
    sign: (text) => Promise.resolve(toBase64url(ed25519.sign(new TextEncoder().encode(text), secret))),
  };
}

/** Is this the key's signature of the text? Key and signature in base64url. */
export function verifyPlain(key: string, text: string, signature: string): boolean {
  try {
    const bytes = new TextEncoder().encode(text);
    return ed25519.verify(fromBase64url(signature), bytes, fromBase64url(key), { zip215: false });
  } catch {
    // No point on the curve: then nobody can have signed with it.
    return false;
  }
}
