import type { Verdict } from '../../lib/proofs.svelte.ts';

/** Why a message is not shown as its author's; '' if nothing speaks against it. */
export function doubt(verdict: Verdict | null, name: string): string {
  switch (verdict) {
    case 'mismatch':
      return `Not proven to be from ${name}: the signature does not match.`;
    case 'stripped':
      return `Not proven to be from ${name}: what ${name} says is signed, and this is not.`;
    case 'stranger':
      return `Not from the ${name} you know: signed with another key.`;
    default:
      return '';
  }
}

/** What is known of who wrote a message, for whoever asks. */
export function proofWords(verdict: Verdict | null, name: string): string {
  if (verdict === 'proven') return `Signed with ${name}’s key`;
  if (verdict === 'unsigned') return 'Not signed';
  return doubt(verdict, name) || 'Signature not checked yet';
}
