import type { Member } from '../protocol/rooms.ts';

/** How somebody is there: in use, away, not to be disturbed, or not at all. */
export type Presence = 'online' | 'away' | 'busy' | 'gone';

/** How a person is there, given how the host describes them; null for who is not online. */
export function presenceOf(member: Pick<Member, 'state'> | null): Presence {
  return member ? (member.state ?? 'online') : 'gone';
}
