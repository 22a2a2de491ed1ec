import { wordsOf, type Term } from './search-query.ts';

/** A part of a text: from, and up to but not including. */
export type Range = [number, number];

/** Units of a text that are shown around the first word found. */
const BEFORE = 60;
const EXCERPT = 240;

type Word = ReturnType<typeof wordsOf>[number];

function fits({ words, prefix }: Term, text: readonly Word[], from: number): boolean {
  return words.every((word, i) => {
    const there = text[from + i]?.word;
    return prefix && i === words.length - 1 ? there?.startsWith(word) === true : there === word;
  });
}

/** Where the terms stand in a text, in its order. */
export function hits(text: string, terms: readonly Term[]): Range[] {
  const words = wordsOf(text);
  const found: Range[] = [];
  words.forEach(({ start }, i) => {
    const term = terms.find((one) => fits(one, words, i));
    const end = term && words[i + term.words.length - 1]?.end;
    if (end !== undefined && start >= (found.at(-1)?.[1] ?? 0)) found.push([start, end]);
  });
  return found;
}

/** A text cut to what is around its first hit, and where the hits are then. */
export function excerpt(
  text: string,
  ranges: readonly Range[],
): { text: string; cut: { start: boolean; end: boolean }; ranges: Range[] } {
  const first = ranges[0]?.[0] ?? 0;
  const start =
    text.length <= EXCERPT ? 0 : boundary(text, Math.max(0, Math.min(first - BEFORE, text.length - EXCERPT)));
  const end = boundary(text, Math.min(text.length, start + EXCERPT));
  const shown = ranges.filter((range) => range[1] <= end).map(([from, to]): Range => [from - start, to - start]);
  return { text: text.slice(start, end), cut: { start: start > 0, end: end < text.length }, ranges: shown };
}

/** Not between the two halves of one character. */
function boundary(text: string, at: number): number {
  const low = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  return low ? at - 1 : at;
}

/**
 * How good a match is beside others of its page, which is `place` 0 for the newest: many hits in few words, but what was
 * said lately rather than what was said often.
 */
export function score(text: string, ranges: readonly Range[], place: number): number {
  const density = ranges.length / Math.sqrt(20 + text.length / 6);
  return density / (1 + place / 10);
}
