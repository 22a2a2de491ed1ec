import { HostConnection } from '../../src-main/engine/connection.ts';
import type { Transport } from '../../src-shared/session/ports.ts';

/** A session's transport as the app has it: the engine's own connections, without the bridge between. */
export const engineTransport: Transport = {
  open(url, handlers, pin) {
    return new HostConnection(url, pin ?? null, handlers);
  },
};
