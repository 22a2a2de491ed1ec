import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type Server } from 'ws';
import { asRefusal, Refusal } from '../../src-shared/protocol/errors.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import { checkAuthority } from './authority.ts';
import type { HostCertificate } from './certificate.ts';
import { ChatConnection } from './chat/connection.ts';
import type { HostCore } from './core.ts';
import { statusOf } from './http/respond.ts';
import { answerHttp, requestUrl } from './http/routes.ts';
import type { StaticFiles } from './http/static.ts';
import { isPrivate, Port } from './port.ts';
import { SessionConnection } from './session/connection.ts';
import { HostSocket } from './socket.ts';
import { HostWebSocket } from './websocket.ts';

/** How long connections have to end when the host stops, in milliseconds. */
const CLOSE_MS = 2_000;

type Door = 'session' | 'chat';

/** The host's one port: HTTP, `/session` and `/chat`. */
export class Listener {
  readonly #core: HostCore;
  readonly #port: Port;
  readonly #websockets: Record<Door, Server<typeof HostWebSocket>>;
  readonly #sockets = new Map<HostSocket, SessionConnection | ChatConnection>();
  /** Connections that had not logged in when last looked at. */
  readonly #newcomers = new Set<SessionConnection | ChatConnection>();
  readonly #ping: NodeJS.Timeout;

  constructor(core: HostCore, certificate: HostCertificate, files: StaticFiles | null) {
    this.#core = core;
    const { limits } = core;
    this.#port = new Port(certificate, limits, {
      request: (request, response) => void answerHttp(core, files, request, response),
      upgrade: (request, socket, head) => {
        this.#upgrade(request, socket, head);
      },
      garbage: (socket) => {
        refuseUpgrade(socket, new Refusal('bad-frame', 'That was not HTTP.'));
      },
    });
    const options = {
      noServer: true,
      WebSocket: HostWebSocket,
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
    for (const server of Object.values(this.#websockets)) {
      server.on('wsClientError', (_error, socket) => {
        refuseUpgrade(socket, new Refusal('bad-frame', 'That was not the beginning of a WebSocket.'));
      });
    }
    this.#ping = setInterval(() => {
      for (const socket of this.#sockets.keys()) socket.beat();
    }, limits.pingMs);
    this.#ping.unref();
  }

  /** Open WebSockets. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** @throws Refusal as `Port.listen` does */
  listen(port: number, bind: string | undefined, nextFree: boolean): Promise<number> {
    return this.#port.listen(port, bind, nextFree);
  }

  /** Refuses what is new, tells every connection why it ends, and waits for them to, a little. */
  async close(): Promise<void> {
    clearInterval(this.#ping);
    const closed = this.#port.close();
    for (const socket of this.#sockets.keys()) socket.close('host-closing');
    const cut = setTimeout(() => {
      this.#port.cut();
    }, CLOSE_MS);
    await closed;
    clearTimeout(cut);
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
    checkAuthority(request, this.#core.publicNames);
    if (pathname === '/session') {
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
      if (!offered.includes(SUBPROTOCOL)) throw new Refusal('wrong-version');
      if (!this.#core.guests && !isPrivate(request)) throw new Refusal('plain-refused');
      return 'session';
    }
    if (pathname !== '/chat') throw new Refusal('no-such-path');
    if (!this.#core.guests) throw new Refusal('guests-off');
    return 'chat';
  }

  #checkRoom(socket: Socket): void {
    const { connections, connectionsPerAddress, unauthenticated } = this.#core.limits;
    const here = this.#port.from(socket.remoteAddress);
    if (this.#sockets.size >= connections || here > connectionsPerAddress) throw new Refusal('too-many-connections');
    if (this.#unauthenticated() >= unauthenticated) throw new Refusal('too-many-connections');
  }

  #unauthenticated(): number {
    for (const connection of this.#newcomers) if (connection.loggedIn) this.#newcomers.delete(connection);
    return this.#newcomers.size;
  }

  #open(door: Door, socket: HostSocket): void {
    const connection =
      door === 'session' ? new SessionConnection(this.#core, socket) : new ChatConnection(this.#core, socket);
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
