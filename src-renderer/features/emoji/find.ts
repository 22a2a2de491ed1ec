import type { Emoji } from './data.ts';

/** The shortest of its shortcodes that begins with what was typed. */
export function codeFor({ codes }: Pick<Emoji, 'codes'>, typed: string): string | undefined {
  return codes.filter((code) => code.startsWith(typed)).sort((a, b) => a.length - b.length)[0];
}

/** How well an emoji fits what was typed: lower is better, null is not at all. */
function fit({ codes, name, tags }: Emoji, typed: string): number | null {
  if (codes.includes(typed)) return 0;
  const code = codeFor({ codes }, typed);
  // The less is left to type, the likelier it is meant; a code is never as long as a thousand characters.
  if (code !== undefined) return 1 + code.length / 1_000;
  if (tags.includes(typed)) return 2;
  if (name.startsWith(typed) || tags.some((tag) => tag.startsWith(typed))) return 3;
  return name.includes(typed) || codes.some((code) => code.includes(typed)) ? 4 : null;
}

/** The emoji that fit what was typed, the best first; among equals the one used last, then the standard's order. */
export function findEmoji(all: readonly Emoji[], typed: string, recent: readonly string[] = []): Emoji[] {
  const wanted = typed.trim().toLowerCase().replace(/\s+/g, ' ');
  const used = (emoji: string): number => {
    const at = recent.indexOf(emoji);
    return at === -1 ? recent.length : at;
  };
  return all
    .flatMap((emoji) => {
      const rank = fit(emoji, wanted) ?? fit(emoji, wanted.replaceAll(' ', '_'));
      return rank === null ? [] : [{ emoji, rank }];
    })
    .sort((a, b) => a.rank - b.rank || used(a.emoji.emoji) - used(b.emoji.emoji))
    .map(({ emoji }) => emoji);
}
