import type { Failure } from './ports.ts';

/** How a client's connection to a host stands. */
export type Status =
  | { state: 'stopped' }
  | { state: 'connecting' }
  | { state: 'connected' }
  | { state: 'offline'; failure: Failure; retryAt: number }
  | { state: 'refused'; failure: Failure };
