import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { RoomEvent } from '../../../src-shared/protocol/events.ts';
import type { MessageSent } from '../../../src-shared/protocol/messages.ts';
import type { Caller } from './caller.ts';

/** What a request that makes an event is answered with. */
export function sent({ seq, at }: RoomEvent): MessageSent {
  return { seq, at };
}

/** Takes an event out of the person's budget. @throws Refusal `rate-limited` */
export function spend({ core, member }: Caller): void {
  if (!core.budgets.events.take(member.id)) throw new Refusal('rate-limited');
}

async function isMember({ core, member }: Caller, room: string): Promise<boolean> {
  return (await core.store.roomsOf(member.id)).includes(room);
}

/** @throws Refusal `not-in-room` */
export async function mustBeIn(caller: Caller, room: string): Promise<void> {
  // A reader of the room is a member of it; asking the store each time would be dear where most requests are.
  if (!caller.subscribed(room) && !(await isMember(caller, room))) throw new Refusal('not-in-room');
}

/** Who is in a room may say something in it, and change it. @throws Refusal `no-such-room`, `not-in-room`, `rate-limited` */
export async function mayChange(caller: Caller, room: string): Promise<void> {
  caller.core.rooms.seenBy(caller.member, room);
  await mustBeIn(caller, room);
  spend(caller);
}

/** Who may say something in a room may arrange it: not while muted, nor where it is locked. @throws Refusal as above, `muted`, `room-locked` */
export async function mayArrange(caller: Caller, room: string): Promise<void> {
  await mayChange(caller, room);
  const { moderation, rooms } = caller.core;
  moderation.checkWriting(caller.member, rooms.get(room));
}
