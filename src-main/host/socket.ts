import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import type { RefusalCode } from '../../src-shared/protocol/errors.ts';
import { Bucket } from './bucket.ts';
import type { HostCore } from './core.ts';
import { Outlet } from './outlet.ts';

/** Refused frames, without a pause that would refill the budget, after which a connection that goes on is closed. */
const REFUSED_MAX = 200;

/** One WebSocket to this host, whatever is spoken on it. */
export interface Peer {
  /** A frame that is within its limits. */
  frame(text: string): void;
  /** A frame too many: to be refused with `rate-limited`. */
  tooMany(text: string): void;
  closed(): void;
}

/** The socket under a peer: counts its frames, holds it back while its reader is slow, and watches that it lives. */
export class HostSocket {
  readonly outlet: Outlet;
  readonly address: string;
  readonly #ws: WebSocket;
  readonly #core: HostCore;
  readonly #frames: Bucket;
  #peer: Peer | null = null;
  #refused = 0;
  #alive = true;

  constructor(core: HostCore, ws: WebSocket, socket: Socket) {
    this.#core = core;
    this.#ws = ws;
    this.address = socket.remoteAddress ?? '';
    this.outlet = new Outlet(socket);
    this.#frames = new Bucket(core.limits.frames, performance.now());
  }

  serve(peer: Peer): void {
    this.#peer = peer;
    this.#ws.on('message', (data, binary) => {
      this.#onMessage(data, binary);
    });
    this.#ws.on('pong', () => {
      this.#alive = true;
    });
    // ws closes the socket itself after a frame that breaks the protocol or a limit; the code tells the client why.
    this.#ws.on('error', (error) => {
      this.#core.log.debug({ err: error, address: this.address }, 'socket error');
    });
    this.#ws.on('close', () => {
      this.outlet.close();
      peer.closed();
    });
  }

  /** Ends the connection, the reason in its closing frame. */
  close(code: RefusalCode): void {
    this.outlet.close();
    this.#ws.close(code === 'host-closing' ? 1001 : 1008, code);
  }

  terminate(): void {
    this.#ws.terminate();
  }

  /** Called once in each ping interval: ends a connection that was silent for a whole one. */
  beat(): void {
    if (!this.#alive) {
      this.#ws.terminate();
      return;
    }
    this.#alive = false;
    if (this.outlet.open) this.#ws.ping();
  }

  #onMessage(data: RawData, binary: boolean): void {
    this.#alive = true;
    const text = binary || !Buffer.isBuffer(data) ? '' : data.toString('utf8');
    const now = performance.now();
    if (this.#refused > 0 && this.#frames.full(now)) this.#refused = 0;
    if (this.#frames.take(now)) this.#peer?.frame(text);
    else this.#tooMany(text);
    this.#holdBack();
  }

  #tooMany(text: string): void {
    this.#refused += 1;
    if (this.#refused > REFUSED_MAX) this.close('rate-limited');
    else this.#peer?.tooMany(text);
  }

  /** Who does not read answers gets no more questions in. */
  #holdBack(): void {
    if (this.#ws.isPaused || this.outlet.backlog <= this.#core.limits.readerBytes) return;
    this.#ws.pause();
    this.outlet.whenWritable(() => {
      this.#ws.resume();
    });
  }
}
