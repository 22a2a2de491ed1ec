import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { LINK_SECRET_BYTES } from '../../src-shared/domain/link-box.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';

/** A new secret for two devices of one person. */
export function newLinkSecret(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(LINK_SECRET_BYTES));
}

/** A secret as twelve words; the last one tells of most slips in the others (BIP 39). */
export function linkWords(secret: Uint8Array): string[] {
  return entropyToMnemonic(secret, wordlist).split(' ');
}

/** The secret that was typed or scanned, however it was spaced. @throws Refusal `linking-words` */
export function secretOf(typed: string): Uint8Array {
  const words = typed
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  try {
    const secret = mnemonicToEntropy(words.join(' '), wordlist);
    if (secret.length === LINK_SECRET_BYTES) return secret;
  } catch {
    // Refused below, whatever is wrong with them.
  }
  throw new Refusal('linking-words');
}
