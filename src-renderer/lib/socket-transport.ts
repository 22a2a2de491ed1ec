import { REFUSALS, type RefusalCode } from '../../src-shared/protocol/errors.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import type { Failure, Transport } from '../../src-shared/session/ports.ts';

function isCode(reason: string): reason is RefusalCode {
  return reason in REFUSALS;
}

/** WebSocket status "message too big", which the host's library sends by itself (RFC 6455, section 7.4.1). */
const TOO_BIG = 1009;

/** A browser tells nothing about a failed connection; a host that closes one puts its code into the reason. */
function failureOf({ code: status, reason }: CloseEvent): Failure {
  const otherwise = status === TOO_BIG ? 'too-large' : 'host-gone';
  const code = isCode(reason) ? reason : otherwise;
  return { code, message: REFUSALS[code] };
}

/** The browser's own WebSocket: what a guest has. */
export const socketTransport: Transport = {
  open(url, handlers) {
    const socket = new WebSocket(url, SUBPROTOCOL);
    socket.onopen = () => {
      // A page cannot see the certificate; the browser has judged it.
      handlers.opened(null);
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') handlers.frame(data);
    };
    socket.onclose = (event) => {
      handlers.closed(failureOf(event));
    };
    return {
      send: (text) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => {
        socket.close();
      },
    };
  },
};

/** Where the host that served this page listens. */
export function sessionUrl({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/session`;
}
