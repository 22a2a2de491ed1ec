const marks = /\p{M}/gu;
const ascii = /^[ -~]*$/;

/** Names asked for before: with every key that is pressed, all of them are asked for again. */
const known = new Map<string, string>();
const KNOWN_MAX = 20_000;

/** A name as people type it: without its accents, in small letters. */
export function plainName(name: string): string {
  if (ascii.test(name)) return name.toLowerCase();
  const before = known.get(name);
  if (before !== undefined) return before;
  const plain = name.normalize('NFKD').replace(marks, '').toLocaleLowerCase();
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(name, plain);
  return plain;
}
