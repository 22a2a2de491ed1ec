import { nameKey } from '../../../src-shared/domain/names.ts';
import { ranked } from '../../../src-shared/domain/search-copied.ts';
import { parseQuery, type SearchQuery } from '../../../src-shared/domain/search-query.ts';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { Match, SearchWish } from '../../store/search-store.ts';
import type { HostRoom } from '../room-list.ts';
import type { Caller, Handler } from './caller.ts';

/** Search in the rooms that the person who asks may read. */
export const searchHandlers: { search: Handler<'search'> } = {
  search: async (caller, { query: text, room, before: cursor, limit, utcOffset }) => {
    const { core, member } = caller;
    const query = parseQuery(text, utcOffset);
    if (!core.budgets.searches.take(member.id)) throw new Refusal('rate-limited');
    const visible = core.rooms.visibleTo(member);
    const narrowed = narrow(caller, visible, query, room);
    const { terms, has, before, after, mentionsMe } = query;
    const { matches, next } = await core.store.search.find({
      ...{ terms, has, before, after, cursor, limit },
      ...scope(narrowed, visible),
      from: authors(caller, query),
      mentions: mentionsMe ? member.id : null,
    });
    const readable = new Set((narrowed ?? visible).map(({ id }) => id));
    // The index has been told which rooms; that nothing else comes out of it is not left to it.
    const found = matches.filter((match) => readable.has(match.room));
    const results = ranked(await seen(caller, found), query);
    return { results, next, covers: await core.store.search.covers([...readable]) };
  },
};

/** Matches that lie where this person may read. */
async function seen({ core, member }: Caller, matches: readonly Match[]): Promise<Match[]> {
  const firsts = new Map<string, number>();
  for (const id of new Set(matches.map(({ room }) => room))) {
    const room = core.rooms.get(id);
    if (room.history === 'all') continue;
    const since = await core.store.since(id, member.id);
    firsts.set(id, since ?? Infinity);
  }
  return matches.filter(({ room, event }) => event.seq >= (firsts.get(room) ?? 0));
}

/** The rooms that are asked for; null for all. @throws Refusal `no-such-room`, also for what this person may not see */
function narrow({ core, member }: Caller, visible: readonly HostRoom[], query: SearchQuery, room: string | undefined) {
  const named = query.in.map((name) => {
    const found = visible.find((one) => one.id === name || nameKey(one.name) === nameKey(name));
    if (!found) throw new Refusal('no-such-room');
    return found;
  });
  const asked = room === undefined ? null : core.rooms.seenBy(member, room);
  if (!asked) return named.length === 0 ? null : named;
  return named.length === 0 || named.includes(asked) ? [asked] : [];
}

/** Rooms open to everyone are not told one by one: of those there may be thousands. */
function scope(narrowed: HostRoom[] | null, visible: readonly HostRoom[]): Pick<SearchWish, 'rooms' | 'hidden'> {
  const hidden = visible.filter(({ kind }) => kind !== 'room').map(({ id }) => id);
  return { rooms: narrowed?.map(({ id }) => id) ?? null, hidden };
}

/** @throws Refusal `no-such-member` */
function authors({ core, member }: Caller, { from }: SearchQuery): number[] | null {
  if (from.length === 0) return null;
  return from.map((name) => {
    const author = name.toLowerCase() === 'me' ? member : core.members.named(nameKey(name));
    if (!author) throw new Refusal('no-such-member');
    return author.id;
  });
}
