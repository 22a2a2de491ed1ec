/** Where something lies in time. Of two at one time, the greater key is the newer. */
export interface Moment {
  at: number;
  key: number;
}

/** One of several sequences, each newest first, that is read a piece at a time. */
export interface Source<R extends Moment> {
  /** Nothing in it is newer than this. */
  bound: Moment;
  /** The next piece of it; empty at its end. */
  next(): R[];
}

export function isNewer(a: Moment, b: Moment): boolean {
  return a.at > b.at || (a.at === b.at && a.key > b.key);
}

interface Open<R extends Moment> extends Source<R> {
  rows: R[];
}

/** Puts a source where it belongs among others that are sorted, the newest last. */
function insert<R extends Moment>(sources: Open<R>[], source: Open<R>): void {
  let low = 0;
  let high = sources.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sources[middle];
    if (other && isNewer(source.bound, other.bound)) low = middle + 1;
    else high = middle;
  }
  sources.splice(low, 0, source);
}

/** Merges sequences into one, the newest first. A sequence is read only when nothing newer can come from another. */
export function* newestFirst<R extends Moment>(all: readonly Source<R>[]): Generator<R, void, undefined> {
  const sources: Open<R>[] = all.map((source) => ({ bound: source.bound, next: () => source.next(), rows: [] }));
  sources.sort((a, b) => (isNewer(a.bound, b.bound) ? 1 : -1));
  for (let newest = sources.pop(); newest; newest = sources.pop()) {
    const row = newest.rows.shift();
    if (row) yield row;
    if (newest.rows.length === 0) newest.rows = newest.next();
    const [head] = newest.rows;
    if (head) insert(sources, { ...newest, bound: head });
  }
}
