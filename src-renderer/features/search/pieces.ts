import type { FoundItem } from './found.ts';

/** A part of a found text, and whether it is what was looked for. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** A found text cut at the words that were looked for. */
export function pieces({ text, ranges, cut }: Pick<FoundItem, 'text' | 'ranges' | 'cut'>): Piece[] {
  const all: Piece[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from < at) continue;
    all.push({ text: text.slice(at, from), hit: false }, { text: text.slice(from, to), hit: true });
    at = to;
  }
  all.push({ text: text.slice(at), hit: false });
  if (cut.start) all.unshift({ text: '… ', hit: false });
  if (cut.end) all.push({ text: ' …', hit: false });
  return all.filter((piece) => piece.text !== '');
}
