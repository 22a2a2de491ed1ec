/** Hues a golden angle apart: members who joined one after the other get colours easily told apart. */
const GOLDEN_ANGLE = 137.508;

export function hueOf(member: number): number {
  return Math.round((member * GOLDEN_ANGLE) % 360);
}

let graphemes: Intl.Segmenter | null = null;

function firstLetter(word: string): string {
  // A plain letter with another behind it stands by itself, and a segmenter takes its time to be made.
  if (/^[a-z\d](?:[a-z\d]|$)/i.test(word)) return word.charAt(0);
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (const { segment } of graphemes.segment(word))
    if (/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(segment)) return segment;
  return '';
}

/** One or two letters for a picture: of the first and the last word. */
export function initials(name: string): string {
  const letters = name
    .split(/\s+/u)
    .map(firstLetter)
    .filter((letter) => letter !== '');
  const first = letters[0] ?? '?';
  const last = letters.length > 1 ? (letters.at(-1) ?? '') : '';
  return (first + last).toLocaleUpperCase();
}
