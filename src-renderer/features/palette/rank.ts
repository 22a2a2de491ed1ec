import { firstOf } from '../../lib/in-order.ts';
import { plainName } from '../../lib/plain-name.ts';

/** The letters of what was typed, in their order, with others between. */
function scattered(name: string, typed: string): boolean {
  let at = 0;
  for (const letter of typed) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** How well a name fits what was typed: lower is better; null if not at all. */
export function rank(name: string, typed: string): number | null {
  return fitOf(plainName(name), plainName(typed.trim()));
}

function fitOf(given: string, wanted: string): number | null {
  if (wanted === '') return 0;
  if (given === wanted) return 0;
  if (given.startsWith(wanted)) return 1;
  if (given.split(/[\s\-_.]+/u).some((word) => word.startsWith(wanted))) return 2;
  if (given.includes(wanted)) return 3;
  return scattered(given, wanted.replace(/\s/gu, '')) ? 4 : null;
}

/**
 * The few whose names fit best what was typed, the best first; those that fit alike in the order they have, or as told.
 * Asked with every key, of all the rooms and people there are.
 */
export function best<T extends { readonly name: string }>(
  all: Iterable<T>,
  typed: string,
  count: number,
  among: (a: T, b: T) => number = () => 0,
): T[] {
  const wanted = plainName(typed.trim());
  const fitting = Array.from(all, (one) => ({ one, fit: fitOf(plainName(one.name), wanted) }));
  const fit = fitting.filter((each): each is { one: T; fit: number } => each.fit !== null);
  return firstOf(fit, count, (a, b) => a.fit - b.fit || among(a.one, b.one)).map(({ one }) => one);
}
