import { foldName } from './names.ts';
import { NAME_MAX } from '../protocol/limits.ts';

/** A part of a text that calls upon someone: a member, everyone in the room, or everyone who is here now. */
export interface Mention {
  start: number;
  end: number;
  who: number | 'room' | 'here';
}

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

function isWord(text: string, i: number): boolean {
  const point = text.codePointAt(i);
  return point !== undefined && WORD.test(String.fromCodePoint(point));
}

/** Where a name that begins at `from` may end, the longest first: where no word goes on. */
function ends(text: string, from: number): number[] {
  const found: number[] = [];
  const most = Math.min(text.length, from + 2 * NAME_MAX);
  for (let end = from + 1; end <= most; end += 1) {
    if (!isWord(text, end) || !isWord(text, end - 1)) found.push(end);
  }
  return found.reverse();
}

function match(text: string, from: number, lookup: NameLookup): { end: number; who: Mention['who'] } | null {
  for (const end of ends(text, from)) {
    const key = text.slice(from, end);
    const who = lookup(key) ?? EVERYONE.get(key);
    if (who !== undefined) return { end, who };
  }
  return null;
}

/**
 * Whom a text calls upon with "@": known names, the longest that fits, however they are written; `@room` and `@here`. A
 * sign within a word, as in an address of mail, calls nobody.
 */
export function findMentions(text: string, lookup: NameLookup): Mention[] {
  if (!text.includes('@')) return [];
  const { text: folded, at } = fold(text);
  const mentions: Mention[] = [];
  let signs = 0;
  for (let i = folded.indexOf('@'); i !== -1 && signs < SIGNS_MAX; i = folded.indexOf('@', i + 1)) {
    signs += 1;
    if (i > 0 && isWord(folded, i - 1)) continue;
    const found = match(folded, i + 1, lookup);
    if (!found) continue;
    mentions.push({ start: at[i] ?? 0, end: at[found.end] ?? text.length, who: found.who });
    i = found.end - 1;
  }
  return mentions;
}
