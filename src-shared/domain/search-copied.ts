import type { MessageEvent } from '../protocol/events.ts';
import type { Found } from '../protocol/search.ts';
import { allWords } from './forward.ts';
import { mentions } from './message-item.ts';
import { nameKey } from './names.ts';
import { hits, score } from './search-hits.ts';
import type { Having, SearchQuery } from './search-query.ts';

/** Matches of one page, the newest first: the best first. How old each is beside the others counts as well. */
export function ranked<F extends Found>(matches: readonly F[], { terms }: Pick<SearchQuery, 'terms'>): F[] {
  const scored = matches.map((found, place) => {
    const text = currentText(found.event) ?? '';
    return { found, score: score(text, hits(text, terms), place) };
  });
  return scored.sort((a, b) => b.score - a.score).map(({ found }) => found);
}

const HAS: Record<Having, (text: string) => boolean> = {
  link: (text) => /https?:\/\//i.test(text),
  code: (text) => text.includes('`'),
  // No message has a file yet.
  file: () => false,
};

/** What a message says now; null if it was deleted. */
export function currentText({ text, forwarded, erased, state }: MessageEvent): string | null {
  return erased || state?.deleted ? null : allWords({ text: state?.text ?? text, forwarded });
}

function fits(event: MessageEvent, query: SearchQuery, me: number | null): boolean {
  const { from, before, after, mentionsMe } = query;
  if (before !== null && event.at >= before) return false;
  if (after !== null && event.at < after) return false;
  if (mentionsMe && !mentions(event, event.state, me)) return false;
  const by = (name: string): boolean =>
    name.toLowerCase() === 'me' ? event.by === me : nameKey(event.name) === nameKey(name);
  return from.length === 0 || from.some(by);
}

/** A message as a match, if it has all that is searched for: the same rules as a host has. */
export function matchIn(room: string, event: MessageEvent, query: SearchQuery, me: number | null): Found | null {
  const text = currentText(event);
  if (text === null || !fits(event, query, me) || !query.has.every((what) => HAS[what](text))) return null;
  if (!query.terms.every((term) => hits(text, [term]).length > 0)) return null;
  return { room, event };
}
