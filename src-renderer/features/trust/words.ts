import { m } from '../../../src-shared/messages/messages.js';
import type { Verdict } from '../../lib/proofs.svelte.ts';

/** Why a message is not shown as its author's; '' if nothing speaks against it. */
export function doubt(verdict: Verdict | null, name: string): string {
  switch (verdict) {
    case 'mismatch':
      return m.trust_mismatch({ name });
    case 'stripped':
      return m.trust_stripped({ name });
    case 'stranger':
      return m.trust_stranger({ name });
    case 'unchecked':
      return m.trust_key_missing({ name });
    default:
      return '';
  }
}

/** What is known of who wrote a message, for whoever asks. */
export function proofWords(verdict: Verdict | null, name: string): string {
  if (verdict === 'proven') return m.trust_signed({ name });
  if (verdict === 'unsigned') return m.trust_unsigned();
  return doubt(verdict, name) || m.trust_unchecked();
}
