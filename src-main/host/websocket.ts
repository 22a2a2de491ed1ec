import { WebSocket } from 'ws';
import type { RefusalCode } from '../../src-shared/protocol/errors.ts';

/** Why ws ends a connection by itself, by the number in its closing frame (RFC 6455, section 7.4.1). */
const REASONS: Readonly<Record<number, RefusalCode>> = {
  1002: 'bad-frame',
  1007: 'bad-frame',
  // Too many fragments, or too many pieces of one.
  1008: 'too-large',
  1009: 'too-large',
};

/** A WebSocket whose closing frame says why, with a code of the list, also where ws itself ends the connection. */
export class HostWebSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason ?? REASONS[code ?? 0]);
  }
}
