import type { HostView } from '../../lib/host-view.svelte.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';
import { seenOn } from '../direct/people.ts';
import { speechIn } from '../moderation/speech.ts';
import { best } from '../palette/rank.ts';

/** A room, or a person, to whom a message can be passed on. */
export interface Place {
  id: string;
  name: string;
  room: RoomView | null;
  /** The person's number; the conversation with them is made if need be. */
  member: number | null;
}

/** Rows shown at most. */
const SHOWN = 6;

function rooms(host: HostView, now: number): Place[] {
  // One that is open to everyone is entered on the way.
  const open = ({ info }: RoomView): boolean => !info.archived && info.kind !== 'direct';
  return host.rooms
    .filter((room) => open(room) && !speechIn(host, room, { ms: now }).closed)
    .map((room) => ({ id: room.id, name: room.name, room, member: null }));
}

function people(host: HostView): Place[] {
  const known = host.rooms.flatMap(({ other }) => (other ? [other] : []));
  const there = seenOn(host).filter(({ id, role }) => id !== host.me?.id && role !== 'guest');
  const all = new Map([...known, ...there].map(({ id, name }) => [id, name]));
  return Array.from(all, ([member, name]) => ({ id: `@${String(member)}`, name, room: null, member }));
}

/** Where one may say something on a host, what fits what was typed best first. */
export function placesFor(host: HostView, typed: string, now: number): Place[] {
  const all = [...rooms(host, now), ...(host.muted && host.muted.until > now ? [] : people(host))];
  return best(all, typed, SHOWN);
}
