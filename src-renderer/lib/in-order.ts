const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** People, rooms: by their names, as people look them up. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return names.compare(a.name, b.name);
}

/** The first of some, as many as are wanted, in order: what is no more than one of thousands is hardly looked at. */
export function firstOf<T>(all: Iterable<T>, count: number, compare: (a: T, b: T) => number): T[] {
  const first: T[] = [];
  for (const one of all) {
    const last = first[count - 1];
    if (last !== undefined && compare(one, last) >= 0) continue;
    first.splice(placeIn(first, one, compare), 0, one);
    first.length = Math.min(first.length, count);
  }
  return first;
}

/** Where something belongs among what is in order: behind all that is not after it. */
function placeIn<T>(ordered: readonly T[], one: T, compare: (a: T, b: T) => number): number {
  let from = 0;
  let to = ordered.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compare(ordered[middle] as T, one) > 0) to = middle;
    else from = middle + 1;
  }
  return from;
}

/**
 * Keeps a long list in order while now this one and now that one comes, goes, or is called otherwise. To compare names is
 * dear: only what is new is compared.
 */
export class InOrder<T extends { readonly name: string }> {
  readonly #compare: (a: T, b: T) => number;
  #ordered: readonly T[] = [];
  /** What each was called when its place was found. */
  #called = new Map<T, string>();

  constructor(compare: (a: T, b: T) => number = byName) {
    this.#compare = compare;
  }

  /** These in order. */
  of(things: Iterable<T>): readonly T[] {
    const called = new Map(Array.from(things, (one) => [one, one.name]));
    const fresh = [...called.keys()].filter((one) => this.#called.get(one) !== called.get(one)).sort(this.#compare);
    const stay = this.#ordered.filter((one) => called.get(one) === this.#called.get(one));
    this.#called = called;
    this.#ordered = merged(stay, fresh, this.#compare);
    return this.#ordered;
  }
}

function merged<T>(ordered: readonly T[], fresh: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  if (ordered.length === 0 || fresh.length === 0) return ordered.length === 0 ? fresh : ordered;
  const all: T[] = [];
  let at = 0;
  for (const one of fresh) {
    const place = placeIn(ordered, one, compare);
    while (at < place) all.push(ordered[at++] as T);
    all.push(one);
  }
  while (at < ordered.length) all.push(ordered[at++] as T);
  return all;
}
