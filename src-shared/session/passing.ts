import type { RefusalCode } from '../protocol/errors.ts';

/** Refusals that pass by themselves: what was refused is asked again. */
export const PASSING: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'rate-limited',
  'too-many-requests',
  'too-many-connections',
  'storage-failed',
  'host-closing',
  'host-gone',
  'timed-out',
  'not-logged-in',
]);
