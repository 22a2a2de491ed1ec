import type { Failure } from '../../../src-shared/protocol/bridge.ts';
import type { Stop } from '../discovery.ts';
import { failureOf } from '../failure.ts';
import { localAddresses } from './interfaces.ts';
import { MdnsSocket } from './socket.ts';
import { report } from '../report.ts';

/** Milliseconds between two looks at the network interfaces. */
const LOOK_MS = 2_000;
/** A look that comes this late, in milliseconds, means that the computer has slept, and its sockets may be deaf. */
const SLEPT_MS = 15_000;
/** Interfaces used at most; computers with many have mostly virtual ones. */
const INTERFACES_MAX = 16;

/** Something that runs on one interface. */
export interface Unit {
  /** @param goodbye tell the network, because it ends for good and not for a change of interfaces */
  close(goodbye: boolean): Promise<void>;
}

/**
 * Runs a unit on every interface of this computer, and starts afresh when the interfaces change or the computer wakes.
 * @param make starts a unit
 * @param onNetwork told after every change why nothing works, or null
 */
export function everywhere(make: (socket: MdnsSocket) => Unit, onNetwork: (failure: Failure | null) => void): Stop {
  const runner = new Runner(make, onNetwork);
  runner.start();
  return () => runner.stop();
}

class Runner {
  readonly #make: (socket: MdnsSocket) => Unit;
  readonly #onNetwork: (failure: Failure | null) => void;
  readonly #units = new Map<string, Unit>();
  #addresses: string | null = null;
  #lookedAt = Date.now();
  #failed = '';
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(make: (socket: MdnsSocket) => Unit, onNetwork: (failure: Failure | null) => void) {
    this.#make = make;
    this.#onNetwork = onNetwork;
  }

  start(): void {
    this.#work = this.#look();
    this.#timer = setInterval(() => {
      this.#work = this.#work.then(() => this.#look());
    }, LOOK_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#work;
    await this.#closeAll(true);
  }

  async #look(): Promise<void> {
    if (this.#stopped) return;
    const now = Date.now();
    const slept = now - this.#lookedAt > SLEPT_MS;
    this.#lookedAt = now;
    const addresses = localAddresses().slice(0, INTERFACES_MAX);
    const changed = addresses.join() !== this.#addresses;
    if (changed || slept) await this.#closeAll(false);
    this.#addresses = addresses.join();
    const missing = addresses.filter((address) => !this.#units.has(address));
    const opened = await Promise.all(missing.map((address) => this.#open(address)));
    if (changed || slept || opened.includes(true)) this.#tell(addresses);
  }

  /** True if it works. An interface that fails is tried again at every look: its address may just not be ready yet. */
  async #open(address: string): Promise<boolean> {
    try {
      this.#units.set(address, this.#make(await MdnsSocket.open(address)));
      return true;
    } catch (error) {
      this.#reportOnce(`multicast DNS on ${address}: ${String(error)}`);
      return false;
    }
  }

  #reportOnce(text: string): void {
    if (text !== this.#failed) report(text);
    this.#failed = text;
  }

  #tell(addresses: string[]): void {
    if (this.#stopped) return;
    if (addresses.length === 0) this.#onNetwork(failureOf('unreachable', 'network-none'));
    else this.#onNetwork(this.#units.size > 0 ? null : failureOf('unreachable', 'network-closed'));
  }

  async #closeAll(goodbye: boolean): Promise<void> {
    const units = [...this.#units.values()];
    this.#units.clear();
    await Promise.all(units.map((unit) => unit.close(goodbye)));
  }
}
