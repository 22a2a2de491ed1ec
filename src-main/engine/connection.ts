import type { ClientRequest, IncomingMessage } from 'node:http';
import { WebSocket, type RawData } from 'ws';
import type { Failure } from '../../src-shared/protocol/bridge.ts';
import { HOST_FRAME_MAX } from '../../src-shared/protocol/limits.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import { brokenFailure, closeFailure, connectFailure, failureOf, garbledFailure, responseFailure } from './failure.ts';
import { sendPinned } from './pinning.ts';

/** Milliseconds for everything until the connection is open: the name, TCP, TLS, and the host's answer. */
const CONNECT_MS = 5_000;
/** Milliseconds between two looks at whether the host is still there; a host silent for two of them is gone. */
const HEARTBEAT_MS = 10_000;
/** Bytes that may wait for a host that does not read. */
const UNSENT_MAX = 8 * 1024 * 1024;
/** Bytes a host may send per second before it has to wait: the page's queue has no other bound. */
const BYTES_PER_SECOND = 32 * 1024 * 1024;
/** Bytes of a plain HTTP answer worth reading. */
const BODY_MAX = 4_096;

/** What a connection tells its owner. `closed` comes once and last, unless the owner called `close` itself. */
export interface ConnectionEvents {
  /** `fingerprint`: SHA-256 of the host's certificate, in base64url; null without encryption. */
  opened(fingerprint: string | null): void;
  frame(text: string): void;
  closed(failure: Failure): void;
}

/** One WebSocket to a host. */
export class HostConnection {
  readonly #events: ConnectionEvents;
  readonly #socket: WebSocket;
  #deadline: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #fingerprint: string | null = null;
  #ended = false;
  #open = false;
  #alive = true;
  #received = 0;
  #window = -Infinity;

  /**
   * `parley:` is encrypted and trusts the certificate whose fingerprint is `pin`, or any if that is null; `wss:` is encrypted
   * and trusts as a browser would; `ws:` is plain text.
   * @throws SyntaxError if `url` is none of these
   */
  constructor(url: string, pin: string | null, events: ConnectionEvents) {
    this.#events = events;
    const pinned = url.startsWith('parley:');
    const finishRequest = (request: ClientRequest): void => {
      sendPinned(request, pin, (fingerprint) => (this.#fingerprint = fingerprint));
    };
    this.#socket = new WebSocket(url.replace(/^parley:/, 'wss:'), SUBPROTOCOL, {
      // Who the host is, is told by its certificate's fingerprint, which is checked before anything is sent.
      ...(pinned ? { rejectUnauthorized: false, minVersion: 'TLSv1.3', finishRequest } : {}),
      perMessageDeflate: false,
      maxPayload: HOST_FRAME_MAX,
      maxFragments: 1_024,
      maxBufferedChunks: 16 * 1_024,
      handshakeTimeout: CONNECT_MS,
    });
    // The library's own timeout starts again with every byte, so a host that drips its answer would never time out.
    this.#deadline = setTimeout(() => this.#end(failureOf('timed-out')), CONNECT_MS);
    this.#listen();
  }

  /** Sends one frame; before the connection is open or after its end, the frame is dropped. */
  send(text: string): void {
    if (!this.#open || this.#ended) return;
    if (this.#socket.bufferedAmount > UNSENT_MAX) {
      this.#end(failureOf('host-gone', 'host-slow'));
      return;
    }
    this.#socket.send(text);
  }

  /** Ends the connection without a `closed`. */
  close(): void {
    if (this.#ended) return;
    this.#finish();
    if (this.#open) this.#socket.close(1000);
    else this.#socket.terminate();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('open', () => this.#opened());
    socket.on('message', (data, isBinary) => this.#message(data, isBinary));
    socket.on('pong', () => (this.#alive = true));
    socket.on('ping', () => (this.#alive = true));
    socket.on('unexpected-response', (_request, response) => this.#refused(response));
    socket.on('error', (error) => this.#end(this.#open ? brokenFailure(error) : connectFailure(error)));
    socket.on('close', (code, reason) => this.#end(closeFailure(code, reason.toString())));
  }

  #opened(): void {
    if (this.#ended) return;
    clearTimeout(this.#deadline);
    this.#open = true;
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#events.opened(this.#fingerprint);
  }

  #message(data: RawData, isBinary: boolean): void {
    if (this.#ended) return;
    this.#alive = true;
    if (isBinary || !Buffer.isBuffer(data)) {
      this.#end(garbledFailure());
      return;
    }
    this.#pace(data.length);
    this.#events.frame(data.toString('utf8'));
  }

  #pace(bytes: number): void {
    const now = performance.now();
    if (now - this.#window >= 1_000) {
      this.#window = now;
      this.#received = 0;
    }
    this.#received += bytes;
    if (this.#received <= BYTES_PER_SECOND || this.#socket.isPaused) return;
    this.#socket.pause();
    setTimeout(() => this.#socket.resume(), this.#window + 1_000 - now);
  }

  /** A computer that was unplugged says nothing, and TCP alone would take minutes to notice. */
  #beat(): void {
    if (!this.#alive && !this.#socket.isPaused) {
      this.#end(failureOf('host-gone'));
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  #refused(response: IncomingMessage): void {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (): void =>
      this.#end(responseFailure(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > BODY_MAX) end();
    });
    response.on('end', end);
    response.on('error', end);
  }

  #end(failure: Failure): void {
    if (this.#ended) return;
    this.#finish();
    this.#socket.terminate();
    this.#events.closed(failure);
  }

  #finish(): void {
    this.#ended = true;
    clearTimeout(this.#deadline);
    clearInterval(this.#heartbeat);
  }
}
