import { gcm } from '@noble/ciphers/aes.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Refusal } from '../protocol/errors.ts';

/** Bytes of the secret that two devices of one person share, and of the parts of a sealed key. */
export const LINK_SECRET_BYTES = 16;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

function derive(secret: Uint8Array, what: string, length: number): Uint8Array {
  return hkdf(sha256, secret, new TextEncoder().encode('parley link 1'), new TextEncoder().encode(what), length);
}

/** The name of the box on a host that a secret leads to. It says nothing about the secret. */
export function linkBox(secret: Uint8Array): Uint8Array {
  return derive(secret, 'box', 16);
}

/** A person's secret key for their other device: AES-256-GCM under a key that only the secret yields. */
export function sealKey(secret: Uint8Array, key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const sealed = gcm(derive(secret, 'key', 32), nonce, linkBox(secret)).encrypt(key);
  const whole = new Uint8Array(NONCE_BYTES + sealed.length);
  whole.set(nonce);
  whole.set(sealed, NONCE_BYTES);
  return whole;
}

/** The key that was sealed. @throws Refusal `linking-damaged` if it is not what the other device sealed */
export function openKey(secret: Uint8Array, sealed: Uint8Array): Uint8Array {
  try {
    const cipher = gcm(derive(secret, 'key', 32), sealed.slice(0, NONCE_BYTES), linkBox(secret));
    const key = cipher.decrypt(sealed.slice(NONCE_BYTES));
    if (key.length === KEY_BYTES) return key;
  } catch {
    // Refused below, whatever is wrong with it.
  }
  throw new Refusal('linking-damaged');
}
