const plainMarks = /\p{M}/gu;

function plain(text: string): string {
  return text.normalize('NFKD').replace(plainMarks, '').toLocaleLowerCase();
}

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
  const wanted = plain(typed.trim());
  const given = plain(name);
  if (wanted === '') return 0;
  if (given === wanted) return 0;
  if (given.startsWith(wanted)) return 1;
  if (given.split(/[\s\-_.]+/u).some((word) => word.startsWith(wanted))) return 2;
  if (given.includes(wanted)) return 3;
  return scattered(given, wanted.replace(/\s/gu, '')) ? 4 : null;
}
