/** The first of `count` things in the order of their times, numbered from 1, that is of a time or later; else `count` + 1. */
export function firstSince(count: number, timeOf: (number: number) => number | undefined, since: number): number {
  let low = 1;
  let high = count + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((timeOf(middle) ?? Infinity) < since) low = middle + 1;
    else high = middle;
  }
  return low;
}
