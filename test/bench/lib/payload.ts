/** Marks the start of each message; a byte that no server escapes and no protocol frame contains. */
export const MARKER = 0x7f;

/** A word that is in every message. */
export const WORD = 'zephyr';

const SENTENCES =
  'the quick brown fox of the harbour carries a heavy lamp past seven quiet boats and says nothing at all to anyone there';

/** About 120 bytes of text: the marker, the message's number, a known word, and words that vary. */
export function payload(number: number): string {
  const shift = (number * 7) % SENTENCES.length;
  const words = (SENTENCES + ' ' + SENTENCES).slice(shift, shift + 101);
  return `${String.fromCharCode(MARKER)}${String(number).padStart(8, '0')} ${WORD} ${words.trim()}`;
}

/** The numbers of the messages that begin in a chunk. */
export function* numbersIn(chunk: Buffer): Generator<number> {
  for (let i = chunk.indexOf(MARKER); i !== -1; i = chunk.indexOf(MARKER, i + 9)) {
    const digits = chunk.toString('latin1', i + 1, i + 9);
    if (digits.length === 8) yield Number(digits);
  }
}

/** How many messages begin in a chunk. */
export function countIn(chunk: Buffer): number {
  let count = 0;
  for (let i = chunk.indexOf(MARKER); i !== -1; i = chunk.indexOf(MARKER, i + 1)) count += 1;
  return count;
}
