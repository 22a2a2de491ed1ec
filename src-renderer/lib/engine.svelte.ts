import {
  fromEngine,
  type Failure,
  type FoundHost,
  type FromRenderer,
  type HostingStatus,
} from '../../src-shared/protocol/bridge.ts';
import { REFUSALS } from '../../src-shared/protocol/errors.ts';
import type { LinkHandlers, Transport } from '../../src-shared/session/ports.ts';

type Port = Pick<MessagePort, 'postMessage' | 'start' | 'close' | 'onmessage'>;

const GONE: Failure = { code: 'host-gone', message: REFUSALS['host-gone'] };

/**
 * The app's engine, as the window sees it: the sockets it opens for us, the host it runs, and the hosts it hears of. A
 * new port means a new engine, after the old one crashed: its connections are gone, and sessions come back by themselves.
 */
export class Engine {
  hosting = $state.raw<HostingStatus>({ state: 'off' });
  found = $state.raw<readonly FoundHost[]>([]);
  /** Why hosts on the network cannot be seen. */
  discoveryFailure = $state.raw<Failure | null>(null);

  readonly #onAttached: () => void;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #connections = new Map<number, { url: string; pin: string | null; handlers: LinkHandlers }>();
  #port: Port | null = null;
  #nextConnection = 1;
  #person: string;

  /** @param person whose window it is, by their key */
  constructor(person: string, onAttached: () => void = () => undefined) {
    this.#person = person;
    this.#onAttached = onAttached;
  }

  readonly transport: Transport = {
    open: (url, handlers, known) => {
      const pin = known ?? null;
      const connection = this.#nextConnection;
      this.#nextConnection += 1;
      this.#connections.set(connection, { url, pin, handlers });
      this.#post({ type: 'open', connection, url, pin });
      return {
        send: (text) => {
          if (this.#connections.has(connection)) this.#post({ type: 'frame', connection, text });
        },
        close: () => {
          if (this.#connections.has(connection)) this.#post({ type: 'close', connection });
        },
      };
    },
  };

  attach(port: Port): void {
    const restarted = this.#port !== null;
    if (restarted) this.#closeAll();
    this.#port?.close();
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#receive(data);
    };
    port.start();
    this.become(this.#person);
    for (const [connection, { url, pin }] of this.#connections) this.#post({ type: 'open', connection, url, pin });
    this.#onAttached();
  }

  /** The person has another key now: that of their other device. */
  become(person: string): void {
    this.#person = person;
    this.#post({ type: 'person', key: person });
  }

  #post(message: FromRenderer): void {
    this.#port?.postMessage(message);
  }

  #closeAll(): void {
    for (const connection of [...this.#connections.keys()]) this.#closed(connection, GONE);
  }

  #closed(connection: number, failure: Failure): void {
    const handlers = this.#connections.get(connection)?.handlers;
    this.#connections.delete(connection);
    handlers?.closed(failure);
  }

  #receive(data: unknown): void {
    const parsed = fromEngine.safeParse(data);
    if (!parsed.success) return;
    const message = parsed.data;
    switch (message.type) {
      case 'opened':
        this.#connections.get(message.connection)?.handlers.opened(message.fingerprint);
        break;
      case 'frame':
        this.#connections.get(message.connection)?.handlers.frame(message.text);
        break;
      case 'closed':
        this.#closed(message.connection, message.failure);
        break;
      case 'hosting':
        this.hosting = message.status;
        break;
      case 'discovery':
        this.found = message.hosts;
        this.discoveryFailure = message.failure;
        break;
    }
  }
}
