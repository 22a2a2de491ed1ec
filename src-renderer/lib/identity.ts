import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/curves/utils.js';
import type { Identity } from '../../src-shared/session/ports.ts';
import { identityOf } from './ed25519.ts';
import type { Keep } from './keep.ts';

/** The key of a person in a browser, made on the first start and kept in the browser's storage. */
export function loadIdentity(keep: Keep): Identity {
  let hex = keep.key.get();
  if (hex === '') {
    hex = bytesToHex(ed25519.utils.randomSecretKey());
    keep.key.set(hex);
  }
  return identityOf(hex);
}
