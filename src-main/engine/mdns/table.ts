import { BlockList, isIPv4 } from 'node:net';
import type { FoundHost } from '../../../src-shared/protocol/bridge.ts';
import type { Heard, Response } from './records.ts';

/** Hosts remembered at a time, and from one sender. */
const HOSTS_MAX = 500;
const PER_SENDER_MAX = 32;
/** Senders one host is heard from: one for each network it shares with this computer. */
const SENDERS_MAX = 8;
/** Milliseconds a host stays without being heard of: three questions unanswered. */
export const EXPIRE_MS = 95_000;
/** Milliseconds for hosts to be heard of again after the network has changed, or somebody else claims to be them. */
const RECHECK_MS = 4_000;

interface Entry extends Heard {
  /** Who announces it, and when each last did. A goodbye counts for its sender alone: anyone can send one. */
  senders: Map<string, number>;
  address: string;
}

/** Senders not heard of for as long as it takes to be forgotten, but for a moment in which to be heard of again. */
function doubt(senders: Map<string, number>, now: number, but?: string): void {
  for (const [sender, at] of senders)
    if (sender !== but) senders.set(sender, Math.min(at, now - EXPIRE_MS + RECHECK_MS));
}

function newestOf({ senders }: Entry): number {
  return Math.max(...senders.values());
}

/** Another key, so another host: what is known of one is never overwritten by what somebody else says. */
function keyOf({ instance, id, fingerprint }: Heard): string {
  return `${id} ${fingerprint} ${instance}`;
}

/** Addresses that are never a host on this network: this computer, none, link-local IPv6, multicast, broadcast. */
const nowhere = new BlockList();
nowhere.addSubnet('0.0.0.0', 8);
nowhere.addSubnet('127.0.0.0', 8);
nowhere.addSubnet('224.0.0.0', 3);
nowhere.addSubnet('fe80::', 10, 'ipv6');
nowhere.addSubnet('ff00::', 8, 'ipv6');
nowhere.addSubnet('::', 127, 'ipv6');

function usable(address: string): boolean {
  return !nowhere.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/**
 * The address to reach a host at. Its sender is certainly on this network, while a claimed address may belong to some
 * virtual network on the host's computer; but a packet that a router carried over has the router as its sender.
 */
export function bestAddress(addresses: readonly string[], sender: string): string {
  const claimed = addresses.filter(usable);
  if (claimed.length === 0 || claimed.includes(sender)) return sender;
  return claimed.find((address) => isIPv4(address)) ?? claimed[0] ?? sender;
}

/** The hosts heard of, as a bounded list that forgets. Times are milliseconds of a clock that never jumps. */
export class HostTable {
  readonly #entries = new Map<string, Entry>();

  /** Takes in a packet from `sender`; true if it says something else than others did, who should be asked again. */
  take({ heard, gone }: Response, sender: string, now: number): boolean {
    if (gone.length > 0) this.#withdraw(new Set(gone), sender);
    return heard.filter((host) => this.#remember(host, sender, now)).length > 0;
  }

  /** Forgets hosts not heard of for long; true if there were any. */
  expire(now: number): boolean {
    const before = this.#entries.size;
    for (const [key, { senders }] of this.#entries) {
      for (const [sender, at] of senders) if (now - at > EXPIRE_MS) senders.delete(sender);
      if (senders.size === 0) this.#entries.delete(key);
    }
    return this.#entries.size < before;
  }

  /** The network has changed: who is not heard of again soon is forgotten. */
  recheck(now: number): void {
    for (const { senders } of this.#entries.values()) doubt(senders, now);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The hosts, each once, by name and then by address. */
  list(isOwn: (id: string, address: string) => boolean): FoundHost[] {
    const newest = new Map<string, Entry>();
    for (const entry of this.#entries.values()) {
      const key = `${entry.id} ${entry.fingerprint} ${entry.address} ${String(entry.port)}`;
      const other = newest.get(key);
      if (!other || newestOf(other) <= newestOf(entry)) newest.set(key, entry);
    }
    return [...newest.values()].map((entry) => found(entry, isOwn)).sort(byName);
  }

  /** True if the host was somewhere else a moment ago, by another's word. */
  #remember(host: Heard, sender: string, now: number): boolean {
    const known = this.#entries.get(keyOf(host));
    if (!known && !this.#hasRoomFor(sender)) return false;
    const senders = known?.senders ?? new Map<string, number>();
    // Heard through several interfaces, a host keeps the first address, or it would jump between them.
    const stays = known?.port === host.port && host.addresses.includes(known.address);
    const address = stays ? known.address : bestAddress(host.addresses, sender);
    const moved = known !== undefined && (known.address !== address || known.port !== host.port);
    if (moved) doubt(senders, now, sender);
    if (senders.has(sender) || senders.size < SENDERS_MAX) senders.set(sender, now);
    this.#entries.set(keyOf(host), { ...host, senders, address });
    return moved && senders.size > 1;
  }

  #withdraw(instances: ReadonlySet<string>, sender: string): void {
    for (const [key, { instance, senders }] of this.#entries) {
      if (instances.has(instance)) senders.delete(sender);
      if (senders.size === 0) this.#entries.delete(key);
    }
  }

  #hasRoomFor(sender: string): boolean {
    if (this.#entries.size >= HOSTS_MAX) return false;
    let count = 0;
    for (const { senders } of this.#entries.values()) if (senders.has(sender)) count += 1;
    return count < PER_SENDER_MAX;
  }
}

function found(
  { id, name, fingerprint, version, port, address }: Entry,
  isOwn: (id: string, address: string) => boolean,
): FoundHost {
  const label = `${isIPv4(address) ? address : `[${address}]`}:${String(port)}`;
  return { id, name, fingerprint, version, url: `parley://${label}/session`, address: label, own: isOwn(id, address) };
}

function byName(a: FoundHost, b: FoundHost): number {
  return a.name.localeCompare(b.name) || (a.address < b.address ? -1 : 1);
}
