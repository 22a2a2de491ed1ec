import type { ClientRequest } from 'node:http';
import { TLSSocket } from 'node:tls';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import { fingerprintOf } from '../host/certificate.ts';

/**
 * Sends a request only when the other end's certificate is the one pinned (any, if `pin` is null). Which certificate it is
 * matters, not who signed it: a host signs its own. A wrong one ends the request with a `key-changed` Refusal before a byte
 * of it has left.
 * @param seen called with the certificate's fingerprint when it is right
 */
export function sendPinned(request: ClientRequest, pin: string | null, seen: (fingerprint: string) => void): void {
  request.once('socket', (socket) => {
    socket.once('secureConnect', () => {
      const fingerprint = socket instanceof TLSSocket ? fingerprintOf(socket.getPeerCertificate().fingerprint256) : '';
      if (pin !== null && pin !== fingerprint) {
        request.destroy(new Refusal('key-changed'));
        return;
      }
      seen(fingerprint);
      request.end();
    });
  });
}
