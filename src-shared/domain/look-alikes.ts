import data from 'unhomoglyph/data.json' with { type: 'json' };
import { foldName } from './names.ts';

/** Unicode's list of what is drawn alike (UTS #39, confusables.txt): each character by the one that stands for it. */
const DRAWN_LIKE: ReadonlyMap<string, string> = new Map(Object.entries(data));

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/** What is left of a text when everything drawn alike is the same (UTS #39, section 4). */
function skeleton(text: string): string {
  const drawn = Array.from(text.normalize('NFD'), (one) => DRAWN_LIKE.get(one) ?? one);
  return drawn.join('').normalize('NFD');
}

/**
 * What a name looks like: two names that have one of these in common could be taken for each other. Drawn as it is, with
 * capitals that look like small letters of others, and whatever its case. Spaces tell no names apart.
 */
export function looks(name: string): readonly string[] {
  const plain = name.normalize('NFKC').replace(IGNORABLE, '');
  const drawn = foldName(skeleton(plain)).replace(/\s+/gu, '');
  const said = skeleton(foldName(plain)).replace(/\s+/gu, '');
  return [`drawn ${drawn}`, `said ${said}`];
}

/** Could one name be taken for the other? */
export function lookAlike(a: string, b: string): boolean {
  const known = looks(a);
  return looks(b).some((look) => known.includes(look));
}
