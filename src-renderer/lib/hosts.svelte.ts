import type { FoundHost, HostingStatus } from '../../src-shared/protocol/bridge.ts';
import { OwnPicture } from './own-picture.svelte.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import type { Identity } from '../../src-shared/session/ports.ts';
import { firstLogIn, type Patience } from './first-log-in.ts';
import { HostView } from './host-view.svelte.ts';
import type { RememberedHost } from './keep.ts';
import { openSession, type HostsOptions, type Target } from './open-session.ts';

export type { Target };

/** Every host one has joined, each with its session. */
export class Hosts {
  list = $state.raw<readonly HostView[]>([]);
  /** The id of the host that this app runs, known since it first ran. */
  ownId: string;
  /** Others may see how far one has read. */
  receipts: boolean;
  /** The colour one wants to be shown in. */
  hue: number | null;
  readonly picture: OwnPicture;

  readonly #options: HostsOptions;
  readonly #flush: () => void;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #joining = new Set<HostView>();
  #kept: readonly RememberedHost[] = [];
  #idle = false;

  constructor(options: HostsOptions) {
    this.#options = options;
    this.ownId = $state(options.keep.ownHost.get());
    this.hue = $state(options.keep.hue.get());
    this.picture = new OwnPicture(options.keep);
    this.receipts = $state(options.keep.receipts.get() ?? true);
    this.#flush = options.schedule(() => {
      this.refresh();
    });
  }

  /** Connects to every host remembered. Settles once what was kept of the room shown last can be shown. */
  async start(): Promise<void> {
    const { keep } = this.#options;
    this.list = keep.hosts.get().map((remembered) => this.#open(remembered));
    // One's own is started when it runs; until then, it is read from what was kept of it.
    for (const { id, session } of this.list) if (id !== this.ownId) session.start();
    const shown = this.byId(keep.lastHost.get()) ?? this.list[0];
    if (shown) await shown.session.copy?.restore(keep.lastRooms.get()[shown.id] ?? '');
    this.refresh();
  }

  /** Takes up all that was kept of the hosts. Before any of them can be reached, so that they are asked for the rest only. */
  async restore(): Promise<void> {
    await Promise.all(this.list.map(async ({ session }) => session.copy?.restore()));
    this.refresh();
  }

  /** Takes over what changed in the sessions. */
  refresh(): void {
    for (const host of [...this.list, ...this.#joining]) host.refresh();
    this.#remember();
  }

  byId(id: string): HostView | null {
    return this.list.find((host) => host.id === id) ?? null;
  }

  /**
   * Joins a host. One that is known already, by this address or another, is not joined twice.
   * @throws Refusal why the first attempt failed
   */
  async join(target: Target, patience?: Patience): Promise<HostView> {
    const known = target.id === undefined ? null : this.byId(target.id);
    if (known?.online) return known;
    const { id = '', fingerprint = '', url, address } = target;
    const host = this.#open({ id, name: '', fingerprint, url, address }, target);
    this.#joining.add(host);
    try {
      await firstLogIn(host.session, patience);
    } catch (thrown) {
      host.session.stop();
      throw thrown;
    } finally {
      this.#joining.delete(host);
    }
    return this.#settle(host, target);
  }

  /** Stops, and forgets that it was ever joined. */
  forget(host: HostView): void {
    host.session.stop();
    host.session.copy?.forget();
    this.list = this.list.filter((other) => other !== host);
    this.#remember();
  }

  /** One has another key now: that of one's other device. */
  become(identity: Identity): void {
    this.#options.identity = identity;
    for (const host of this.list) host.session.become(identity);
  }

  /** One has another name now. */
  rename(name: string): void {
    this.#options.keep.name.set(name);
    for (const host of this.list) host.session.change({ name });
  }

  /** Bytes kept of all hosts for when they are away. */
  async copiesSize(): Promise<number> {
    return (await this.#options.copy?.size()) ?? 0;
  }

  /** Clears what is kept of all hosts, those included that are not remembered any more. */
  async clearCopies(): Promise<void> {
    for (const { session } of this.list) await session.copy?.clear();
    await this.#options.copy?.clear();
  }

  /** The window is going: what the hosts should know of one is told now or never. */
  leaving(): void {
    for (const { session } of this.list) {
      session.marks.flush();
      void session.copy?.flush();
    }
  }

  /** Nobody uses this device, or somebody does again. */
  idle(on: boolean): void {
    this.#idle = on;
    for (const host of this.list) host.session.own.idle(on);
  }

  /** Whether others may see how far one has read. */
  shareReceipts(on: boolean): void {
    this.receipts = on;
    this.#options.keep.receipts.set(on);
    for (const host of this.list) host.session.own.shareReceipts(on);
  }

  /** One wants to be shown in this colour, in degrees; null for whichever it happens to be. */
  colour(hue: number | null): void {
    this.hue = hue;
    this.#options.keep.hue.set(hue);
    for (const host of this.list) host.session.own.colour(hue);
  }

  /** One wants to be shown by this picture, in base64; '' for none. */
  showPicture(data: string): void {
    this.picture.set(data);
    for (const { session } of this.list) this.picture.tell(session);
  }

  networkUp(): void {
    for (const host of this.list) host.session.networkUp();
  }

  /** Hosts were heard of on the network: one that cannot be reached where it was is looked for where it is now. */
  heard(found: readonly FoundHost[]): void {
    for (const { id, url, address, fingerprint } of found) {
      const host = this.byId(id);
      // Anyone can claim an id on the network; without the key it is not the host one knows.
      if (!host || (host.remembered.fingerprint !== '' && host.remembered.fingerprint !== fingerprint)) continue;
      if (id !== this.ownId && host.status.state === 'offline' && host.remembered.url !== url) {
        this.move(host, url, address);
      }
    }
  }

  /** This app's own host came, went, or changed: its session follows. Returns it when it is there to be joined. */
  async follow(hosting: HostingStatus): Promise<HostView | null> {
    if (hosting.state !== 'on') {
      this.byId(this.ownId)?.session.stop();
      return null;
    }
    this.ownId = hosting.id;
    this.#options.keep.ownHost.set(hosting.id);
    const known = this.byId(hosting.id);
    const address = hosting.addresses[0] ?? `localhost:${String(hosting.port)}`;
    if (!known) return this.join({ ...hosting, url: hosting.localUrl, address });
    if (known.remembered.url !== hosting.localUrl) this.move(known, hosting.localUrl, address);
    known.session.start();
    return known;
  }

  #open(remembered: RememberedHost, asked: Pick<Target, 'password' | 'invite'> = {}): HostView {
    const { keep } = this.#options;
    const session = openSession(this.#options, remembered, asked);
    session.own.idle(this.#idle);
    session.own.shareReceipts(keep.receipts.get());
    session.own.colour(this.hue);
    const host = new HostView(session, remembered, (id) => keep.people(id));
    session.onChange((room) => {
      host.touch(room);
      if (room === null) this.picture.tell(session);
      this.#flush();
    });
    return host;
  }

  /** A host has answered: it is remembered, or recognised as one that is. */
  #settle(host: HostView, target: Target): HostView {
    const { host: info } = host.session;
    if (!info) throw new Refusal('host-gone');
    const known = this.byId(info.id);
    if (known) {
      host.session.stop();
      const pin = known.remembered.fingerprint;
      if (pin !== '' && pin !== info.fingerprint) throw new Refusal('key-changed');
      if (!known.online) this.move(known, target.url, target.address);
      known.session.start();
      return known;
    }
    host.remembered = { ...info, url: target.url, address: target.address };
    this.list = [...this.list, host];
    host.refresh();
    this.#remember();
    return host;
  }

  /** The host's key has changed, and one has decided to trust the new one: whatever it is, it is pinned from now on. */
  trustAnew(host: HostView): void {
    host.remembered = { ...host.remembered, fingerprint: '' };
    host.session.trustAnew();
    this.#remember();
  }

  /** Connects to a host at another URL from now on. */
  move(host: HostView, url: string, address: string): void {
    host.remembered = { ...host.remembered, url, address };
    host.session.change({ url });
    this.#remember();
  }

  #remember(): void {
    const remembered = this.list.map((host) => host.remembered);
    if (remembered.length === this.#kept.length && remembered.every((one, i) => one === this.#kept[i])) return;
    this.#kept = remembered;
    this.#options.keep.hosts.set(remembered);
  }
}
