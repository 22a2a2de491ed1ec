import type { Failure } from '../../../src-shared/protocol/bridge.ts';
import type { Found, Stop } from '../discovery.ts';
import { everywhere, type Unit } from './everywhere.ts';
import { localAddresses } from './interfaces.ts';
import { readResponse, SERVICE_NAME } from './records.ts';
import { serverOn } from './server.ts';
import type { MdnsSocket } from './socket.ts';
import { HostTable } from './table.ts';

/** When to ask who is there after starting, in milliseconds, and how often afterwards. */
const FIRST_ASK_MS = [0, 1_000, 3_000];
const ASK_MS = 30_000;
/** Milliseconds between two questions of who is right, of those who say different things of one host. */
const ASK_AGAIN_MS = 2_000;
/** Milliseconds between two looks for hosts that have gone without a goodbye. */
const EXPIRE_LOOK_MS = 1_000;
/** Milliseconds in which changes are told together. */
const TELL_MS = 50;

/** Looks for hosts on every interface until stopped. */
export function browse(isOwn: (id: string) => boolean, onChange: (found: Found) => void): Stop {
  const browser = new Browser(isOwn, onChange);
  const stop = everywhere(
    (socket) => browser.listen(socket),
    (failure) => browser.network(failure),
  );
  browser.start();
  let stopped: Promise<void> | null = null;
  return () => {
    browser.stop();
    return (stopped ??= stop());
  };
}

class Browser {
  readonly #isOwn: (id: string) => boolean;
  readonly #onChange: (found: Found) => void;
  readonly #table = new HostTable();
  #failure: Failure | null = null;
  #told = '';
  #telling: NodeJS.Timeout | undefined;
  #expiring: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(isOwn: (id: string) => boolean, onChange: (found: Found) => void) {
    this.#isOwn = isOwn;
    this.#onChange = onChange;
  }

  start(): void {
    this.#expiring = setInterval(() => {
      if (this.#table.expire(performance.now())) this.#tellSoon();
    }, EXPIRE_LOOK_MS);
    this.#tell();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#expiring);
    clearTimeout(this.#telling);
  }

  /** Listens and asks on one interface. */
  listen(socket: MdnsSocket): Unit {
    const { mdns } = serverOn(socket);
    // A question that cannot be sent is asked again.
    const ask = (): void => mdns.query(SERVICE_NAME, 'PTR', () => undefined);
    let askedAgain = -Infinity;
    mdns.on('response', (packet, from) => {
      const now = performance.now();
      const disputed = this.#table.take(readResponse(packet), from.address, now);
      if (disputed && now - askedAgain > ASK_AGAIN_MS) {
        askedAgain = now;
        ask();
      }
      this.#tellSoon();
    });
    const first = FIRST_ASK_MS.map((ms) => setTimeout(ask, ms));
    const later = setInterval(ask, ASK_MS);
    return {
      close: () => {
        first.forEach((timer) => clearTimeout(timer));
        clearInterval(later);
        return new Promise((resolve) => mdns.destroy(resolve));
      },
    };
  }

  /** The interfaces have changed. */
  network(failure: Failure | null): void {
    this.#failure = failure;
    if (failure) this.#table.clear();
    else this.#table.recheck(performance.now());
    this.#tell();
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.#tell();
    }, TELL_MS);
  }

  #tell(): void {
    if (this.#stopped) return;
    const here = new Set(localAddresses());
    const hosts = this.#table.list((id, address) => this.#isOwn(id) && here.has(address));
    const found: Found = { hosts, failure: this.#failure };
    const text = JSON.stringify(found);
    if (text === this.#told) return;
    this.#told = text;
    this.#onChange(found);
  }
}
