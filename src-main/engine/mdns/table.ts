import { BlockList, isIPv4 } from 'node:net';
import type { FoundHost } from '../../../src-shared/protocol/bridge.ts';
import type { Heard, Response } from './records.ts';

/** Hosts remembered at a time, and from one sender. */
const HOSTS_MAX = 500;
const PER_SENDER_MAX = 32;
/** Milliseconds a host stays without being heard of: three questions unanswered. */
export const EXPIRE_MS = 95_000;
/** Milliseconds for hosts to be heard of again after the network has changed. */
const RECHECK_MS = 4_000;

interface Entry extends Heard {
  sender: string;
  address: string;
  seenAt: number;
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

  /** Takes in a packet from `sender`. */
  take({ heard, gone }: Response, sender: string, now: number): void {
    for (const instance of gone) this.#entries.delete(instance);
    for (const host of heard) this.#remember(host, sender, now);
  }

  /** Forgets hosts not heard of for long; true if there were any. */
  expire(now: number): boolean {
    const before = this.#entries.size;
    for (const [instance, { seenAt }] of this.#entries) {
      if (now - seenAt > EXPIRE_MS) this.#entries.delete(instance);
    }
    return this.#entries.size < before;
  }

  /** The network has changed: who is not heard of again soon is forgotten. */
  recheck(now: number): void {
    const seenAt = now - EXPIRE_MS + RECHECK_MS;
    for (const entry of this.#entries.values()) entry.seenAt = Math.min(entry.seenAt, seenAt);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The hosts, each once, by name and then by address. */
  list(isOwn: (id: string, address: string) => boolean): FoundHost[] {
    const newest = new Map<string, Entry>();
    for (const entry of this.#entries.values()) {
      const key = `${entry.id} ${entry.address} ${String(entry.port)}`;
      if ((newest.get(key)?.seenAt ?? -Infinity) <= entry.seenAt) newest.set(key, entry);
    }
    return [...newest.values()].map((entry) => found(entry, isOwn)).sort(byName);
  }

  #remember(host: Heard, sender: string, now: number): void {
    const known = this.#entries.get(host.instance);
    if (!known && !this.#hasRoomFor(sender)) return;
    // Heard through several interfaces, a host keeps the first address, or it would jump between them.
    const stays = known?.port === host.port && known.id === host.id && host.addresses.includes(known.address);
    const address = stays ? known.address : bestAddress(host.addresses, sender);
    this.#entries.set(host.instance, { ...host, sender, address, seenAt: now });
  }

  #hasRoomFor(sender: string): boolean {
    if (this.#entries.size >= HOSTS_MAX) return false;
    let count = 0;
    for (const entry of this.#entries.values()) if (entry.sender === sender) count += 1;
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
