import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { RequestType } from '../../../src-shared/protocol/requests.ts';
import type { Handler } from './caller.ts';
import { mustBeIn } from './spending.ts';

type ReadingType = Extract<
  RequestType,
  'history' | 'thread' | 'pins' | 'keys' | 'messages' | 'message.versions' | 'room.export'
>;

/** What can be read of a room by anyone who may know of it. */
export const readingHandlers: { [T in ReadingType]: Handler<T> } = {
  history: async ({ core, member }, { room: id, before, after, around, limit }) => {
    const room = core.rooms.seenBy(member, id);
    if ([before, after, around].filter((end) => end !== undefined).length > 1)
      throw new Refusal('bad-frame', 'Give one of "before", "after" and "around".');
    const first = await core.rooms.firstFor(member, room);
    return core.store.messages.history(room.id, { before, after, around, limit }, member.id, first);
  },

  thread: async ({ core, member }, { room: id, root, before, limit }) => {
    const first = await core.rooms.firstFor(member, core.rooms.seenBy(member, id));
    return core.store.messages.thread(id, root, { before, limit }, member.id, first);
  },

  pins: async ({ core, member }, { room: id }) => {
    const first = await core.rooms.firstFor(member, core.rooms.seenBy(member, id));
    return { events: await core.store.messages.pins(id, member.id, first) };
  },

  messages: async ({ core, member }, { room: id, targets }) => {
    const first = await core.rooms.firstFor(member, core.rooms.seenBy(member, id));
    return { events: await core.store.messages.messages(id, targets, member.id, first) };
  },

  keys: ({ core }, { members }) => ({
    keys: members.flatMap((id) => {
      const known = core.members.find(id);
      return known ? [{ id, name: known.name, key: known.key }] : [];
    }),
  }),

  'message.versions': async ({ core, member }, { room: id, target }) => {
    const first = await core.rooms.firstFor(member, core.rooms.seenBy(member, id));
    return core.store.messages.versions(id, target, first);
  },

  'room.export': async (caller, { room: id }) => {
    const { core, member } = caller;
    const room = core.rooms.seenBy(member, id);
    // Nobody can come into an archived room any more.
    if (!room.archived) await mustBeIn(caller, id);
    return { first: await core.rooms.firstFor(member, room), lastSeq: room.lastSeq };
  },
};
