import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { asRefusal, Refusal, type RefusalCode } from '../../src-shared/protocol/errors.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import { ChatConnection } from './chat/connection.ts';
import type { HostCore } from './core.ts';
import { statusOf } from './http/respond.ts';
import { answerHttp, requestUrl } from './http/routes.ts';
import type { StaticFiles } from './http/static.ts';
import { SessionConnection } from './session/connection.ts';
import { HostSocket, refusalOf } from './socket.ts';

/** How often the next free port is tried, and how long connections have to end when the host stops, in milliseconds. */
const PORTS_TRIED = 50;
const CLOSE_MS = 2_000;

type Door = 'session' | 'chat';

/** The host's one port: HTTP, `/session` and `/chat`. */
export class Listener {
  readonly #core: HostCore;
  readonly #http: Server;
  readonly #websockets: Record<Door, WebSocketServer>;
  readonly #sockets = new Map<HostSocket, SessionConnection | ChatConnection>();
  /** Connections that had not logged in when last looked at. */
  readonly #newcomers = new Set<SessionConnection | ChatConnection>();
  readonly #perAddress = new Map<string, number>();
  readonly #ping: NodeJS.Timeout;

  constructor(core: HostCore, files: StaticFiles | null) {
    this.#core = core;
    const { limits } = core;
    this.#http = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 5_000, requestTimeout: 10_000 });
    this.#http.on('connection', (socket) => {
      this.#admit(socket);
    });
    this.#http.on('request', (request, response) => void answerHttp(core, files, request, response));
    this.#http.on('upgrade', (request, socket, head) => {
      this.#upgrade(request, socket, head);
    });
    this.#http.on('clientError', (_error, socket) => {
      refuseUpgrade(socket, new Refusal('bad-frame', 'That was not HTTP.'));
    });
    const options = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.frameBytes,
      maxFragments: limits.fragments,
      maxBufferedChunks: limits.fragments * 16,
    };
    this.#websockets = {
      session: new WebSocketServer({ ...options, handleProtocols: () => SUBPROTOCOL }),
      chat: new WebSocketServer({ ...options, handleProtocols: () => false }),
    };
    this.#ping = setInterval(() => {
      for (const socket of this.#sockets.keys()) socket.beat();
    }, limits.pingMs);
    this.#ping.unref();
  }

  /** Open WebSockets. */
  get connections(): number {
    return this.#sockets.size;
  }

  /**
   * Listens on `port`, or with `nextFree` on the first free one after it; 0 is any. Gives the port.
   * @throws Refusal `port-taken`, `port-invalid`, `address-unavailable`
   */
  async listen(port: number, bind: string | undefined, nextFree: boolean): Promise<number> {
    const last = nextFree ? Math.min(65_535, port + PORTS_TRIED) : port;
    for (let candidate = port; ; candidate += 1) {
      try {
        return await listenOn(this.#http, candidate, bind);
      } catch (thrown) {
        const passable = thrown instanceof Refusal && thrown.code === 'port-taken' && candidate < last;
        if (!passable) throw thrown;
      }
    }
  }

  /** Refuses what is new, tells every connection why it ends, and waits for them to, a little. */
  async close(): Promise<void> {
    clearInterval(this.#ping);
    const closed = new Promise<void>((resolve) => {
      this.#http.close(() => {
        resolve();
      });
    });
    for (const socket of this.#sockets.keys()) socket.close('host-closing');
    this.#http.closeIdleConnections();
    const cut = setTimeout(() => {
      for (const socket of this.#sockets.keys()) socket.terminate();
      this.#http.closeAllConnections();
    }, CLOSE_MS);
    await closed;
    clearTimeout(cut);
  }

  #admit(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const count = (this.#perAddress.get(address) ?? 0) + 1;
    this.#perAddress.set(address, count);
    socket.once('close', () => {
      const left = (this.#perAddress.get(address) ?? 1) - 1;
      if (left > 0) this.#perAddress.set(address, left);
      else this.#perAddress.delete(address);
    });
    socket.setNoDelay(true);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until ws takes over, a broken connection must not become an uncaught error.
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    try {
      const door = this.#door(request);
      this.#checkRoom(request.socket);
      this.#websockets[door].handleUpgrade(request, socket, head, (ws) => {
        socket.off('error', ignore);
        this.#open(door, new HostSocket(this.#core, ws, request.socket));
      });
    } catch (thrown) {
      this.#core.metrics.refused(asRefusal(thrown).code);
      refuseUpgrade(socket, asRefusal(thrown));
    }
  }

  /** Which door a request wants. @throws Refusal if it may not have it */
  #door(request: IncomingMessage): Door {
    const { pathname } = requestUrl(request);
    if (pathname === '/session') {
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
      if (!offered.includes(SUBPROTOCOL)) throw new Refusal('wrong-version');
      return 'session';
    }
    if (pathname !== '/chat') throw new Refusal('no-such-path');
    if (!this.#core.guests) throw new Refusal('guests-off');
    return 'chat';
  }

  #checkRoom(socket: Socket): void {
    const { connections, connectionsPerAddress, unauthenticated } = this.#core.limits;
    const here = this.#perAddress.get(socket.remoteAddress ?? '') ?? 0;
    if (this.#sockets.size >= connections || here > connectionsPerAddress) throw new Refusal('too-many-connections');
    if (this.#unauthenticated() >= unauthenticated) throw new Refusal('too-many-connections');
  }

  #unauthenticated(): number {
    for (const connection of this.#newcomers) if (connection.loggedIn) this.#newcomers.delete(connection);
    return this.#newcomers.size;
  }

  #open(door: Door, socket: HostSocket): void {
    const connection = door === 'session' ? new SessionConnection(this.#core, socket) : new ChatConnection(this.#core, socket);
    this.#sockets.set(socket, connection);
    this.#newcomers.add(connection);
    socket.serve({
      frame: (text) => {
        connection.frame(text);
      },
      tooMany: (text) => {
        connection.tooMany(text);
      },
      closed: () => {
        this.#sockets.delete(socket);
        this.#newcomers.delete(connection);
        connection.closed();
      },
    });
  }
}

function refuseUpgrade(socket: Duplex, refusal: Refusal): void {
  const body = JSON.stringify(refusal.toJSON());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(
    `HTTP/1.1 ${String(statusOf(refusal.code))} Refused\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
  );
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
      reject(new Refusal(code, refusalOf(code).message, { cause: error }));
    };
    server.once('error', fail);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
