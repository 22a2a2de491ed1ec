import { nameKey } from '../../../src-shared/domain/names.ts';
import { excerpt, hits, score } from '../../../src-shared/domain/search-hits.ts';
import { parseQuery, type SearchQuery } from '../../../src-shared/domain/search-query.ts';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { Found } from '../../../src-shared/protocol/search.ts';
import type { Match } from '../../store/search-store.ts';
import type { HostRoom } from '../room-list.ts';
import type { Caller, Handler } from './caller.ts';

/** Search in the rooms that the person who asks may read. */
export const searchHandlers: { search: Handler<'search'> } = {
  search: async (caller, { query: text, room, before: cursor, limit, utcOffset }) => {
    const { core, member } = caller;
    const query = parseQuery(text, utcOffset);
    if (!core.budgets.searches.take(member.id)) throw new Refusal('rate-limited');
    const rooms = scope(caller, query, room).map(({ id }) => id);
    const scoped = { rooms, from: authors(caller, query), me: member.id, cursor, limit };
    const { matches, next } = await core.store.search.find(query, scoped);
    return { results: ranked(matches, query), next, covers: await core.store.search.covers(rooms) };
  },
};

/** @throws Refusal `no-such-room` for what this person may not see, as for what there is not */
function scope({ core, member }: Caller, query: SearchQuery, room: string | undefined): HostRoom[] {
  const visible = core.rooms.visibleTo(member);
  const named = query.in.map((name) => {
    const found = visible.find((one) => one.id === name || nameKey(one.name) === nameKey(name));
    if (!found) throw new Refusal('no-such-room');
    return found;
  });
  const wanted = room === undefined ? visible : [core.rooms.seenBy(member, room)];
  return named.length === 0 ? wanted : wanted.filter((one) => named.includes(one));
}

/** @throws Refusal `no-such-member` */
function authors({ core, member }: Caller, { from }: SearchQuery): ReadonlySet<number> | null {
  if (from.length === 0) return null;
  const ids = from.map((name) => {
    const author = name.toLowerCase() === 'me' ? member : core.members.named(nameKey(name));
    if (!author) throw new Refusal('no-such-member');
    return author.id;
  });
  return new Set(ids);
}

/** The best first. All of them are the newest there are; how old one is beside the others counts as well. */
function ranked(matches: readonly Match[], { terms }: SearchQuery): Found[] {
  const scored = matches.map(({ text, thread, ...match }, place) => {
    const ranges = hits(text, terms);
    const found: Found = { ...match, ...(thread !== undefined && { thread }), ...excerpt(text, ranges) };
    return { found, score: score(text, ranges, place) };
  });
  return scored.sort((a, b) => b.score - a.score).map(({ found }) => found);
}
