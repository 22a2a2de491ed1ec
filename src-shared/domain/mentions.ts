import { foldName } from './names.ts';
import { NAME_MAX } from '../protocol/limits.ts';

/** A part of a text that names something, sign included. */
export interface Named<W> {
  start: number;
  end: number;
  who: W;
}

/** It calls upon someone: a member, everyone in the room, or everyone who is here now. */
export type Mention = Named<number | 'room' | 'here'>;

/** Gives the member of a name, by its key as `nameKey` makes it. */
export type NameLookup = (key: string) => number | undefined;

/** Signs that are looked at in one text; far more than anyone means, and few enough for any text to be cheap. */
const SIGNS_MAX = 500;

const EVERYONE: ReadonlyMap<string, 'room' | 'here'> = new Map([
  ['room', 'room'],
  ['here', 'here'],
]);

const WORD = /[\p{L}\p{N}\p{M}_]/u;
const CLUSTER = /\P{M}\p{M}*/gu;

/** A text with every difference that names ignore taken out, and where each unit of it stands in the original. */
interface Folded {
  text: string;
  at: number[];
}

function foldCluster(cluster: string): string {
  if (/\s/u.test(cluster)) return ' ';
  return cluster.length === 1 && cluster < '\x7f' ? cluster.toLowerCase() : foldName(cluster);
}

function fold(text: string): Folded {
  const at: number[] = [];
  let folded = '';
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const part = foldCluster(cluster);
    for (let i = 0; i < part.length; i += 1) at.push(index);
    folded += part;
  }
  at.push(text.length);
  return { text: folded, at };
}

/** A text as names are looked for in it: one that does not hold the sign and the key of a name does not name it. */
export function foldText(text: string): string {
  return fold(text).text;
}

/** Of each unit of a text, whether a word goes on there. */
function wordsIn(text: string): boolean[] {
  const word: boolean[] = [];
  for (const character of text) {
    const is = WORD.test(character);
    for (let i = 0; i < character.length; i += 1) word.push(is);
  }
  return word;
}

/** Where a name that begins at `from` may end, the longest first: where no word goes on. */
function ends(word: readonly boolean[], from: number): number[] {
  const found: number[] = [];
  const most = Math.min(word.length, from + 2 * NAME_MAX);
  for (let end = from + 1; end <= most; end += 1) {
    if (!word[end] || !word[end - 1]) found.push(end);
  }
  return found.reverse();
}

function match<W>(
  text: string,
  possibleEnds: readonly number[],
  from: number,
  lookup: (key: string) => W | undefined,
): Omit<Named<W>, 'start'> | null {
  for (const end of possibleEnds) {
    const who = lookup(text.slice(from, end));
    if (who !== undefined) return { end, who };
  }
  return null;
}

function findNamed<W>(text: string, sign: '@' | '#', lookup: (key: string) => W | undefined): Named<W>[] {
  if (!text.includes(sign)) return [];
  const { text: folded, at } = fold(text);
  const word = wordsIn(folded);
  const all: Named<W>[] = [];
  let signs = 0;
  for (let i = folded.indexOf(sign); i !== -1 && signs < SIGNS_MAX; i = folded.indexOf(sign, i + 1)) {
    signs += 1;
    if (i > 0 && word[i - 1]) continue;
    const found = match(folded, ends(word, i + 1), i + 1, lookup);
    if (!found) continue;
    all.push({ start: at[i] ?? 0, end: at[found.end] ?? text.length, who: found.who });
    i = found.end - 1;
  }
  return all;
}

/**
 * Whom a text calls upon with "@": known names, the longest that fits, however they are written; `@room` and `@here`. A
 * sign within a word, as in an address of mail, calls nobody.
 */
export function findMentions(text: string, lookup: NameLookup): Mention[] {
  return findNamed<Mention['who']>(text, '@', (key) => lookup(key) ?? EVERYONE.get(key));
}

/**
 * Rooms that a text names with "#", by the same rule. What is sent is the name as people read it: whoever reads it is led
 * to the room of that name among those they know of, and to none otherwise.
 */
export function findRooms(text: string, lookup: (key: string) => string | undefined): Named<string>[] {
  return findNamed(text, '#', lookup);
}
