import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, hexToBytes } from '@noble/curves/utils.js';
import type { Identity } from '../../src-shared/session/ports.ts';
import type { Keep } from './keep.ts';

function base64url(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * The person's key, made on the first start. In plain code, because browsers hide WebCrypto from pages that come over
 * plain HTTP, which is how a guest on the network gets this one.
 */
export function loadIdentity(keep: Keep): Identity {
  let hex = keep.key.get();
  if (hex === '') {
    hex = bytesToHex(ed25519.utils.randomSecretKey());
    keep.key.set(hex);
  }
  const secret = hexToBytes(hex);
  return {
    key: base64url(ed25519.getPublicKey(secret)),
    sign: (text) => Promise.resolve(base64url(ed25519.sign(new TextEncoder().encode(text), secret))),
  };
}
