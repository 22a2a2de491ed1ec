import type { FromEngine, HostingStatus } from '../../src-shared/protocol/bridge.ts';
import type { Host, HostOptions } from '../host/host.ts';
import { Bridge } from './bridge.ts';
import type { Discovery, Found, Stop } from './discovery.ts';
import { Hosting } from './hosting.ts';
import type { Configuration, ToMain } from './messages.ts';
import type { Port } from './ports.ts';

/** Milliseconds between two looks at this computer's addresses, which are shown while hosting. */
const ADDRESSES_MS = 5_000;

export interface EngineParts {
  startHost(options: HostOptions): Promise<Host>;
  discovery: Discovery;
  addresses(): string[];
  toMain(message: ToMain): void;
}

const NOTHING_FOUND: Found = { hosts: [], failure: null };

/** Everything the engine does, apart from where its messages come from: pages, the host, and discovery. */
export class EngineService {
  readonly #parts: EngineParts;
  readonly #hosting: Hosting;
  readonly #pages = new Map<Port, Bridge>();
  #found = NOTHING_FOUND;
  #stopBrowsing: Stop | null = null;
  #addresses = '';
  #watch: NodeJS.Timeout | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#hosting = new Hosting({
      ...parts,
      people: () => this.#people(),
      publish: (status) => this.#publishHosting(status),
    });
    this.#watch = setInterval(() => this.#watchAddresses(), ADDRESSES_MS);
  }

  /** Brings hosting and browsing to what the settings say. */
  configure(configuration: Configuration): void {
    this.#hosting.configure(configuration);
    // Browsing that is to end may take its time; nothing waits for it.
    void this.#browse(configuration.settings.browse);
  }

  /** Serves a page until its port closes. It hears the current state at once. */
  addPage(port: Port): void {
    const bridge = new Bridge(port, () => this.#hosting.refresh());
    this.#pages.set(port, bridge);
    port.onClose(() => {
      this.#pages.delete(port);
      bridge.close();
    });
    port.post({ type: 'hosting', status: this.#hosting.status });
    port.post(discoveryFrame(this.#found));
  }

  /** Says goodbye, closes the host, and lets go of everything. */
  async shutdown(): Promise<void> {
    clearInterval(this.#watch);
    this.#watch = undefined;
    const stopped = this.#browse(false);
    await this.#hosting.shutdown();
    await stopped;
    for (const [port, bridge] of this.#pages) {
      bridge.close();
      port.close();
    }
    this.#pages.clear();
  }

  #browse(on: boolean): Promise<void> {
    if (on) {
      this.#stopBrowsing ??= this.#parts.discovery.browse((found) => this.#publishFound(found));
      return Promise.resolve();
    }
    const stop = this.#stopBrowsing;
    if (!stop) return Promise.resolve();
    this.#stopBrowsing = null;
    this.#publishFound(NOTHING_FOUND);
    return stop();
  }

  #publishFound(found: Found): void {
    this.#found = found;
    this.#broadcast(discoveryFrame(found));
  }

  #publishHosting(status: HostingStatus): void {
    this.#broadcast({ type: 'hosting', status });
    this.#parts.toMain({ type: 'hosting', status });
  }

  #broadcast(message: FromEngine): void {
    for (const port of this.#pages.keys()) port.post(message);
  }

  /** Whose windows this app shows, by their keys. */
  #people(): ReadonlySet<string> {
    return new Set([...this.#pages.values()].flatMap(({ person }) => person ?? []));
  }

  #watchAddresses(): void {
    const addresses = this.#parts.addresses().join();
    if (addresses !== this.#addresses) this.#hosting.refresh();
    this.#addresses = addresses;
  }
}

function discoveryFrame({ hosts, failure }: Found): FromEngine {
  return { type: 'discovery', hosts, failure };
}
