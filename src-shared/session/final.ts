import { REFUSALS, type RefusalCode } from '../protocol/errors.ts';
import type { Failure } from './ports.ts';

/** Failures that trying again does not mend. */
export const FINAL: ReadonlySet<string> = new Set<RefusalCode>([
  'wrong-version',
  'not-parley',
  'guests-off',
  'bad-signature',
  'name-invalid',
  'address-invalid',
  'bad-frame',
  'key-changed',
  'certificate-untrusted',
  'plain-refused',
  'misdirected',
  'foreign-origin',
  'password-needed',
  'password-wrong',
  'invite-needed',
  'invite-invalid',
  'turned-away',
  'banned',
]);

/** A failure with its code's own sentence. */
export function failureOf(code: RefusalCode): Failure {
  return { code, message: REFUSALS[code] };
}
