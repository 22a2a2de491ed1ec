import type { HostingStatus } from '../../src-shared/protocol/bridge.ts';
import type { Host, HostOptions } from '../host/host.ts';
import type { Discovery, Stop } from './discovery.ts';
import { thrownFailure } from './failure.ts';
import { needsRestart, wantedHost, type Wanted } from './hosting-wish.ts';
import type { Configuration } from './messages.ts';
import { report } from './report.ts';

/** Milliseconds in which changes of the number online are told once. */
const TELL_MS = 100;

export interface HostingParts {
  startHost(options: HostOptions): Promise<Host>;
  discovery: Discovery;
  /** This computer's addresses on the network. */
  addresses(): string[];
  /** Whose windows this app shows, by their keys: they are not counted. */
  people(): ReadonlySet<string>;
  /** Called with every change. */
  publish(status: HostingStatus): void;
}

interface Running {
  host: Host;
  options: HostOptions;
  unlisten: () => void;
  withdraw: Stop | null;
}

const OFF: HostingStatus = { state: 'off' };

/**
 * The host in this app, kept as the settings want it. One step at a time: however fast the switch is flipped, what was
 * wanted last is what runs in the end.
 */
export class Hosting {
  readonly #parts: HostingParts;
  #wanted: Wanted | null = null;
  #running: Running | null = null;
  #failed: Wanted | null = null;
  #status: HostingStatus = OFF;
  #work: Promise<void> | null = null;
  #telling: NodeJS.Timeout | undefined;

  constructor(parts: HostingParts) {
    this.#parts = parts;
  }

  get status(): HostingStatus {
    return this.#status;
  }

  /** Makes it so, in time. A host that failed is tried again. */
  configure(configuration: Configuration): void {
    this.#wanted = wantedHost(configuration);
    this.#failed = null;
    this.#work ??= this.#reconcile();
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    while (this.#work) await this.#work;
  }

  /** Stops hosting; resolves when the goodbye is said and the host is closed. */
  async shutdown(): Promise<void> {
    this.#wanted = null;
    this.#work ??= this.#reconcile();
    await this.settled();
  }

  /** The network of this computer has changed, or who uses the app. */
  refresh(): void {
    if (this.#running && !this.#work) this.#tell(this.#on(this.#running));
  }

  async #reconcile(): Promise<void> {
    // Leaves the caller's turn first, so that #work is set before any step looks at it.
    await Promise.resolve();
    try {
      while (await this.#step()) continue;
    } finally {
      this.#work = null;
    }
  }

  /** Does the next thing that is not as wanted; false if there is none. */
  async #step(): Promise<boolean> {
    const wanted = this.#wanted;
    const running = this.#running;
    if (running) {
      if (!wanted || needsRestart(running.options, wanted.options)) await this.#stop(running);
      else if (wanted.advertise !== (running.withdraw !== null)) await this.#advertise(running, wanted.advertise);
      else return false;
    } else if (wanted && wanted !== this.#failed) await this.#start(wanted);
    else return this.#rest(wanted);
    return true;
  }

  #rest(wanted: Wanted | null): false {
    if (!wanted && this.#status.state !== 'off') this.#tell(OFF);
    return false;
  }

  async #start(wanted: Wanted): Promise<void> {
    this.#tell({ state: 'starting' });
    try {
      const host = await this.#parts.startHost(wanted.options);
      const unlisten = host.onChange(() => this.#tellSoon());
      this.#running = { host, options: wanted.options, unlisten, withdraw: null };
      if (!wanted.advertise) this.#tell(this.#on(this.#running));
    } catch (error) {
      report('hosting failed', error);
      // A new wish that came meanwhile is another object and is tried at once.
      this.#failed = wanted;
      this.#tell({ state: 'failed', failure: thrownFailure(error) });
    }
  }

  async #advertise(running: Running, on: boolean): Promise<void> {
    const { host } = running;
    if (on) {
      running.withdraw = this.#parts.discovery.advertise({
        id: host.id,
        name: host.name,
        port: host.port,
        fingerprint: host.fingerprint,
      });
    } else {
      await running.withdraw?.();
      running.withdraw = null;
    }
    this.#tell(this.#on(running));
  }

  async #stop(running: Running): Promise<void> {
    running.unlisten();
    clearTimeout(this.#telling);
    this.#telling = undefined;
    try {
      await running.withdraw?.();
      await running.host.close();
    } catch (error) {
      report('the host did not close cleanly', error);
    }
    this.#running = null;
  }

  #on({ host, options, withdraw }: Running): HostingStatus {
    const port = String(host.port);
    return {
      state: 'on',
      id: host.id,
      name: host.name,
      port: host.port,
      fingerprint: host.fingerprint,
      localUrl: `ws://127.0.0.1:${port}/session`,
      addresses: this.#parts.addresses().map((address) => `${address}:${port}`),
      dataDir: options.dataDir,
      others: host.online(this.#parts.people()),
      guests: options.guests,
      advertised: withdraw !== null,
    };
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      if (this.#running) this.#tell(this.#on(this.#running));
    }, TELL_MS);
  }

  #tell(status: HostingStatus): void {
    this.#status = status;
    this.#parts.publish(status);
  }
}
