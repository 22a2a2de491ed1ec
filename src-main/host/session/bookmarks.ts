import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { Bookmark } from '../../../src-shared/protocol/bookmarks.ts';
import type { Caller, Handler } from './caller.ts';
import { spend } from './spending.ts';
import { tellOthers } from './reads.ts';

/** What one marks for oneself. */
export const bookmarkHandlers: { [T in 'bookmark' | 'bookmarks']: Handler<T> } = {
  bookmark: async (caller, { room: id, target, on }) => {
    const { core, member } = caller;
    const room = core.rooms.seenBy(member, id);
    spend(caller);
    if (on) await core.store.bookmarks.add(id, member.id, target, await core.rooms.firstFor(member, room));
    else await core.store.bookmarks.remove(id, member.id, target);
    tellOthers(caller, { type: 'bookmarks' });
    return {};
  },

  bookmarks: async (caller) => {
    const { core, member } = caller;
    if (!core.budgets.searches.take(member.id)) throw new Refusal('rate-limited');
    return { bookmarks: await readable(caller, await core.store.bookmarks.of(member.id)) };
  },
};

/** Leaves out what this person may not read any more: they have left its room, or newcomers do not see it. */
async function readable({ core, member }: Caller, bookmarks: readonly Bookmark[]): Promise<Bookmark[]> {
  const visible = new Map(core.rooms.visibleTo(member).map((room) => [room.id, room]));
  const firsts = new Map<string, number>();
  for (const id of new Set(bookmarks.map(({ room }) => room))) {
    const room = visible.get(id);
    if (room) firsts.set(id, await core.rooms.firstFor(member, room).catch(() => Infinity));
  }
  return bookmarks.filter(({ room, seq }) => seq >= (firsts.get(room) ?? Infinity));
}
