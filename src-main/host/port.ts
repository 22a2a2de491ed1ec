import {
  createServer as createHttp,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps, type Server as HttpsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { REFUSALS, Refusal, type RefusalCode } from '../../src-shared/protocol/errors.ts';
import { isLoopback } from './authority.ts';
import type { HostCertificate } from './certificate.ts';
import type { HostLimits } from './limits.ts';

/** Ports tried when the next free one is wanted. */
const PORTS_TRIED = 50;
/**
 * Connections that may wait to be taken, as far as the system allows. Node's own 511 are too few when everyone comes back at
 * once: who finds no place tries again only after a second.
 */
const BACKLOG = 4_096;
/** The first byte of every TLS connection: a handshake record (RFC 8446, section 5.1). No HTTP method begins with it. */
const TLS_HANDSHAKE = 0x16;

export interface PortHandlers {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** What came was not HTTP. */
  garbage(socket: Duplex): void;
}

/** Did this request come encrypted, or from this very computer, where nobody can listen in? */
export function isPrivate(request: IncomingMessage): boolean {
  return request.socket instanceof TLSSocket || isLoopback(request.socket.remoteAddress);
}

/** The host's one TCP port: HTTPS and HTTP alike, told apart by the first byte; connections counted by address. */
export class Port {
  readonly #limits: HostLimits;
  readonly #net: Server;
  readonly #http: HttpServer;
  readonly #https: HttpsServer;
  readonly #sockets = new Set<Socket>();
  readonly #perAddress = new Map<string, number>();

  constructor(certificate: HostCertificate, limits: HostLimits, handlers: PortHandlers) {
    this.#limits = limits;
    const options = {
      maxHeaderSize: 16 * 1024,
      headersTimeout: limits.loginMs,
      requestTimeout: 2 * limits.loginMs,
      connectionsCheckingInterval: Math.ceil(limits.loginMs / 5),
      // Node would refuse a request without one in no words; to us it is one to a name that is not ours.
      requireHostHeader: false,
    };
    const { key, cert } = certificate;
    this.#http = createHttp(options);
    this.#https = createHttps({ ...options, key, cert, minVersion: 'TLSv1.3', handshakeTimeout: limits.loginMs });
    for (const server of [this.#http, this.#https]) {
      server.on('request', (request, response) => {
        handlers.request(request, response);
      });
      // Node would refuse an expectation it does not know without a word of why; to us it is a request like any other.
      server.on('checkExpectation', (request, response) => {
        handlers.request(request, response);
      });
      server.on('upgrade', (request, socket, head) => {
        handlers.upgrade(request, socket, head);
      });
      server.on('clientError', (_error, socket) => {
        handlers.garbage(socket);
      });
      // Node watches over an HTTP server's connections, for its timeouts and to find idle ones, once it listens. These two
      // never do: they are given theirs.
      server.emit('listening');
    }
    this.#net = createServer({ noDelay: true }, (socket) => {
      this.#admit(socket);
    });
  }

  /** Connections from an address. */
  from(address: string | undefined): number {
    return this.#perAddress.get(address ?? '') ?? 0;
  }

  /**
   * Listens on `port`, or with `nextFree` on the first free one after it; 0 is any. Gives the port.
   * @throws Refusal `port-taken`, `port-invalid`, `address-unavailable`
   */
  async listen(port: number, bind: string | undefined, nextFree: boolean): Promise<number> {
    const last = nextFree ? Math.min(65_535, port + PORTS_TRIED) : port;
    for (let candidate = port; ; candidate += 1) {
      try {
        return await listenOn(this.#net, candidate, bind);
      } catch (thrown) {
        const passable = thrown instanceof Refusal && thrown.code === 'port-taken' && candidate < last;
        if (!passable) throw thrown;
      }
    }
  }

  /** Takes nothing new; resolves when every connection has ended. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#net.close(() => {
        resolve();
      });
    });
    for (const server of [this.#http, this.#https]) server.close();
    return closed;
  }

  /** Ends what has not ended by itself. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #admit(socket: Socket): void {
    // Whatever breaks before a server has taken the socket over just ends it.
    socket.on('error', () => {
      socket.destroy();
    });
    const address = socket.remoteAddress ?? '';
    this.#count(address, 1);
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#count(address, -1);
    });
    // Far beyond the limit nobody is told why: an answer to each would be a service to a flood.
    const { connections, connectionsPerAddress } = this.#limits;
    const flood = this.from(address) > 2 * connectionsPerAddress || this.#sockets.size > 2 * connections;
    if (flood) socket.destroy();
    else this.#tellApart(socket);
  }

  #count(address: string, change: 1 | -1): void {
    const count = this.from(address) + change;
    if (count > 0) this.#perAddress.set(address, count);
    else this.#perAddress.delete(address);
  }

  #tellApart(socket: Socket): void {
    const late = setTimeout(() => {
      socket.destroy();
    }, this.#limits.loginMs);
    socket.once('close', () => {
      clearTimeout(late);
    });
    socket.once('readable', () => {
      clearTimeout(late);
      const first = socket.read(1) as Buffer | null;
      if (!first) return;
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? this.#https : this.#http).emit('connection', socket);
    });
  }
}

const LISTEN_REFUSALS: Record<string, RefusalCode> = {
  EADDRINUSE: 'port-taken',
  EACCES: 'port-taken',
  EADDRNOTAVAIL: 'address-unavailable',
  EAFNOSUPPORT: 'address-unavailable',
  ENOTFOUND: 'address-unavailable',
  EINVAL: 'address-unavailable',
  ERR_SOCKET_BAD_PORT: 'port-invalid',
};

function listenOn(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const code = LISTEN_REFUSALS[error.code ?? ''] ?? 'internal';
      reject(new Refusal(code, REFUSALS[code], { cause: error }));
    };
    server.once('error', fail);
    const listening = (): void => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    };
    try {
      server.listen({ port, backlog: BACKLOG, ...(host === undefined ? {} : { host }) }, listening);
    } catch (error) {
      // What is no port at all is not told by an event.
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
