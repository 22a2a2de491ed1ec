import type { Member } from '../../../src-shared/protocol/rooms.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Everyone on a host whom one has seen online in any room, by name. */
export function seenOn(host: HostView): Member[] {
  const seen = new Map(host.rooms.flatMap((room) => room.online.map((member) => [member.id, member])));
  return [...seen.values()].sort((a, b) => names.compare(a.name, b.name));
}

/** A person who is online, as the host describes them. */
export function onlineMember(host: HostView, id: number): Member | null {
  if (host.me?.id === id) return host.me;
  for (const room of host.rooms) {
    const member = room.online.find((one) => one.id === id);
    if (member) return member;
  }
  return null;
}

/** Those whose name has what was typed in it, as people write it: whatever its case and accents. */
export function matching<T extends { name: string }>(people: readonly T[], typed: string): T[] {
  const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
  const wanted = plain(typed.trim());
  return people.filter(({ name }) => plain(name).includes(wanted));
}
