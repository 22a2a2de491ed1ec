import type { Handler } from './caller.ts';

/** How far one has read, told to one's other devices. */
export const readHandlers: { read: Handler<'read'> } = {
  read: async (caller, { room: id, seq }) => {
    const { core, member } = caller;
    const room = core.rooms.seenBy(member, id);
    // What one may not read is not counted either.
    const first = await core.rooms.firstFor(member, room);
    const mark = await core.reads.set(member, room, Math.max(seq, first - 1));
    core.receipts.read(member, room, mark.seq);
    const others = core.members.connectionsOf(member).filter((connection) => !Object.is(connection, caller));
    for (const connection of others) connection.tell({ type: 'read', room: id, mark });
    return mark;
  },
};
