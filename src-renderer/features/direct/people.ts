import type { Member } from '../../../src-shared/protocol/rooms.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';
import { InOrder } from '../../lib/in-order.ts';
import { plainName } from '../../lib/plain-name.ts';

const orders = new WeakMap<HostView, InOrder<Member>>();

/** Everyone on a host whom one has seen online in any room, by name. */
export function seenOn(host: HostView): readonly Member[] {
  const order = orders.get(host) ?? new InOrder<Member>();
  orders.set(host, order);
  return order.of(host.seen.values());
}

/** A person who is online, as the host describes them. */
export function onlineMember(host: HostView, id: number): Member | null {
  return host.me?.id === id ? host.me : (host.seen.get(id) ?? null);
}

/** Those whose name has what was typed in it, as people write it: whatever its case and accents. */
export function matching<T extends { name: string }>(people: readonly T[], typed: string): readonly T[] {
  const wanted = plainName(typed.trim());
  return wanted === '' ? people : people.filter(({ name }) => plainName(name).includes(wanted));
}
