import { passedOn } from '../../src-shared/domain/forward.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import type { Forward, Forwarded } from '../../src-shared/protocol/forward.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { Store } from '../store/store.ts';
import type { Rooms } from './rooms.ts';

/**
 * What somebody passes on, out of the log: only what they may read, and as they saw it, for they sign it.
 * @throws Refusal `no-such-room`, `no-such-event`, `message-deleted`, `forward-changed`
 */
export async function readForward(
  { store, rooms }: { store: Store; rooms: Rooms },
  by: Member,
  { room: id, target, edit }: Forward,
): Promise<Forwarded> {
  const room = rooms.seenBy(by, id);
  const first = await rooms.firstFor(by, room);
  // A message as the beginning of a thread: itself, and what became of it.
  const { root } = await store.messages.thread(id, target, { limit: 1 }, by.id, first);
  if (root.kind !== 'message') throw new Refusal('no-such-event');
  if (root.erased || root.state?.deleted) throw new Refusal('message-deleted');
  if (!root.forwarded && root.state?.edit?.id !== edit) throw new Refusal('forward-changed');
  return passedOn({ ...root, text: root.state?.text ?? root.text, forwarded: root.forwarded ?? null }, room);
}
