import { wordlist } from '@scure/bip39/wordlists/english.js';

/** Words of eleven bits each: as many as one can read to somebody, and 66 bits to find a second certificate for. */
const WORDS = 6;
const BITS = 11;

function bytesOf(base64url: string): Uint8Array {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A host's fingerprint (SHA-256, base64url) as words to compare; none if it is not one. */
export function fingerprintWords(fingerprint: string): string[] {
  if (!/^[\w-]{43}$/.test(fingerprint)) return [];
  const bits = Array.from(bytesOf(fingerprint), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: WORDS }, (_, i) => {
    const word = wordlist[parseInt(bits.slice(i * BITS, (i + 1) * BITS), 2)];
    return word ?? '';
  });
}
