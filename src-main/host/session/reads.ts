import type { Push } from '../../../src-shared/protocol/answers.ts';
import type { Caller, Handler } from './caller.ts';

/** How far one has read, told to one's other devices. */
export const readHandlers: { [T in 'read' | 'thread.read']: Handler<T> } = {
  read: async (caller, { room: id, seq }) => {
    const { core, member } = caller;
    const room = core.rooms.seenBy(member, id);
    // What one may not read is not counted either.
    const first = await core.rooms.firstFor(member, room);
    const mark = await core.reads.set(member, room, Math.max(seq, first - 1));
    core.receipts.read(member, room, mark.seq);
    tellOthers(caller, { type: 'read', room: id, mark });
    return mark;
  },

  'thread.read': async (caller, { room: id, root, seq }) => {
    const { core, member } = caller;
    await core.store.reads.saveThread(core.rooms.seenBy(member, id).id, member.id, root, seq);
    tellOthers(caller, { type: 'thread.read', room: id, root, seq });
    return {};
  },
};

/** Tells the person's other connections. */
export function tellOthers(caller: Caller, push: Push): void {
  const { core, member } = caller;
  const others = core.members.connectionsOf(member).filter((connection) => !Object.is(connection, caller));
  for (const connection of others) connection.tell(push);
}
