import { z } from 'zod';
import { fromRenderer, type Failure, type FromRenderer } from '../../src-shared/protocol/bridge.ts';
import { CLIENT_FRAME_MAX } from '../../src-shared/protocol/limits.ts';
import { HostConnection } from './connection.ts';
import { connectFailure, failureOf } from './failure.ts';
import type { Port } from './ports.ts';
import { report } from './report.ts';

/** Connections one page may have at a time. */
const CONNECTIONS_MAX = 64;

const numbered = z.object({ connection: z.int().positive(), text: z.string().optional().catch(undefined) });

/** A URL of a kind that `HostConnection` opens, or null for anything else. */
function socketUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^(wss?|parley):$/.test(url.protocol) || url.hash !== '') return null;
  if (url.username !== '' || url.password !== '' || url.port === '0') return null;
  return url.href;
}

/** One page's connections: relays frames between its port and the WebSockets it asked for. */
export class Bridge {
  readonly #port: Port;
  readonly #connections = new Map<number, HostConnection>();
  readonly #introduced: () => void;
  #person: string | null = null;

  /** @param introduced called when the page has told whose it is */
  constructor(port: Port, introduced: () => void) {
    this.#port = port;
    this.#introduced = introduced;
    port.onMessage((message) => this.#message(message));
  }

  /** The key of the person whose window the page is, once it has told. */
  get person(): string | null {
    return this.#person;
  }

  /** Ends all connections, because the page is gone. */
  close(): void {
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
  }

  #message(message: unknown): void {
    const parsed = fromRenderer.safeParse(message);
    if (parsed.success) this.#handle(parsed.data);
    else this.#refuse(message);
  }

  #handle(message: FromRenderer): void {
    if (message.type === 'open') this.#open(message.connection, message.url, message.pin);
    else if (message.type === 'frame') this.#connections.get(message.connection)?.send(message.text);
    else if (message.type === 'close') this.#forget(message.connection);
    else this.#introduce(message.key);
  }

  #introduce(person: string): void {
    this.#person = person;
    this.#introduced();
  }

  #open(connection: number, text: string, pin: string | null): void {
    const url = socketUrl(text);
    if (this.#connections.has(connection)) this.#drop(connection, failureOf('bad-frame'));
    else if (this.#connections.size >= CONNECTIONS_MAX) this.#drop(connection, failureOf('too-many-connections'));
    else if (url === null) this.#drop(connection, failureOf('address-invalid'));
    else this.#tryConnect(connection, url, pin);
  }

  #tryConnect(connection: number, url: string, pin: string | null): void {
    try {
      this.#connect(connection, url, pin);
    } catch (error) {
      this.#drop(connection, connectFailure(error));
    }
  }

  #connect(connection: number, url: string, pin: string | null): void {
    const host = new HostConnection(url, pin, {
      opened: (fingerprint) => this.#port.post({ type: 'opened', connection, fingerprint }),
      frame: (text) => this.#port.post({ type: 'frame', connection, text }),
      closed: (failure) => this.#drop(connection, failure),
    });
    this.#connections.set(connection, host);
  }

  /** What the page sent cannot be read; the connection it was about, if that much is clear, is ended. */
  #refuse(message: unknown): void {
    const about = numbered.safeParse(message);
    if (!about.success) {
      report('the page sent something that is no frame of the bridge');
      return;
    }
    const tooLarge = (about.data.text?.length ?? 0) > CLIENT_FRAME_MAX;
    this.#drop(about.data.connection, failureOf(tooLarge ? 'too-large' : 'bad-frame'));
  }

  #drop(connection: number, failure: Failure): void {
    this.#forget(connection);
    this.#port.post({ type: 'closed', connection, failure });
  }

  #forget(connection: number): void {
    const known = this.#connections.get(connection);
    if (!known) return;
    this.#connections.delete(connection);
    known.close();
  }
}
