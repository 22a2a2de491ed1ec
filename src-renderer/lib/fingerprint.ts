import { sha256 } from '@noble/hashes/sha2.js';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { fromBase64url } from './base64url.ts';

/** Words of eleven bits each: as many as one can read to somebody, and 66 bits to find a second certificate for. */
const WORDS = 6;
const BITS = 11;
/**
 * Words for two people. Whoever stands between them can make up both keys, and look for two that meet: that halves the
 * bits, so there are twice as many.
 */
const SAFETY_WORDS = 12;

function wordsOf(bytes: Uint8Array, count: number): string[] {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: count }, (_, i) => wordlist[parseInt(bits.slice(i * BITS, (i + 1) * BITS), 2)] ?? '');
}

/** A host's fingerprint (SHA-256, base64url) as words to compare; none if it is not one. */
export function fingerprintWords(fingerprint: string): string[] {
  return /^[\w-]{43}$/.test(fingerprint) ? wordsOf(fromBase64url(fingerprint), WORDS) : [];
}

function hash(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}

/** A person's key as words. */
export function keyWords(key: string): string[] {
  return wordsOf(hash(`parley person 1\n${key}`), WORDS);
}

/** A person's key in short: 64 bits of its hash, in groups of four digits. */
export function shortKey(key: string): string {
  const hex = Array.from(hash(`parley person 1\n${key}`).slice(0, 8), (byte) => byte.toString(16).padStart(2, '0'));
  return hex.join('').replace(/.{4}(?=.)/g, '$& ');
}

/** Words of two people's keys: the same on both their screens if nobody stands between them. */
export function safetyWords(one: string, other: string): string[] {
  return wordsOf(hash(['parley people 1', ...[one, other].sort()].join('\n')), SAFETY_WORDS);
}
