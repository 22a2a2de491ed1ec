import { Refusal } from '../protocol/errors.ts';

/** Something to be found in a text: words in a row. Of the last one typed, the beginning is enough. */
export interface Term {
  /** As it was typed: what its words are is for the index to say. */
  text: string;
  words: string[];
  prefix: boolean;
}

/** What a message can have in it besides words. */
export type Having = 'link' | 'file' | 'code';

/** What a search asks for. Names are as they were typed; times are in milliseconds, `before` not included. */
export interface SearchQuery {
  terms: Term[];
  from: string[];
  in: string[];
  has: Having[];
  before: number | null;
  after: number | null;
  mentionsMe: boolean;
}

/** Terms that are looked for; more make a search slow and find nothing. */
const TERMS_MAX = 12;
/** Letters that the beginning of a word needs to count as one; shorter, it is a word of its own. Less where one sign is a word. */
const PREFIX_MIN = 3;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const DAY_MS = 86_400_000;

/** An operator, a phrase or a word. Every part ends at the next blank or quote, so that no text is slow to take apart. */
const PIECE = /([a-z]{2,8}):(?:"([^"]*)"?|([^\s"]*))|"([^"]*)("?)|[^\s"]+/giu;

/** The words of a text, as the index takes it apart: letters, digits and what is put upon them. */
const WORDS = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;

/** Words with neither case nor accents: two that are equal so are one word to the index. */
export function foldWord(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words of a text and where they stand. */
export function wordsOf(text: string): { word: string; start: number; end: number }[] {
  return Array.from(text.matchAll(WORDS), ({ 0: word, index }) => ({
    word: foldWord(word),
    start: index,
    end: index + word.length,
  }));
}

/** The beginning and the end of a day, month or year, as 2026, 2026-11 or 2026-11-21. @throws Refusal `search-date` */
function span(text: string, offset: number): { start: number; end: number } {
  const parts = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (!parts) throw new Refusal('search-date');
  const [year = null, month = null, day = null] = parts.slice(1).map((part) => (part ? Number(part) : null));
  if (year === null) throw new Refusal('search-date');
  const start = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
  const made = new Date(start);
  // There is no 31st of November: what comes out is another month.
  if (made.getUTCMonth() !== (month ?? 1) - 1 || made.getUTCDate() !== (day ?? 1)) throw new Refusal('search-date');
  const end = day !== null ? start + DAY_MS : month !== null ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
  return { start: start - offset, end: end - offset };
}

/** @throws Refusal `search-operator` */
function having(value: string): Having {
  if (value === 'link' || value === 'file' || value === 'code') return value;
  throw Refusal.because('search-operator', { why: 'search-has' });
}

function operator(query: SearchQuery, name: string, value: string, offset: number): void {
  switch (name) {
    case 'from':
      query.from.push(value.replace(/^@/, ''));
      return;
    case 'in':
      query.in.push(value.replace(/^#/, ''));
      return;
    case 'has':
      query.has.push(having(value));
      return;
    case 'before':
      query.before = Math.min(query.before ?? Infinity, span(value, offset).start);
      return;
    case 'after':
      query.after = Math.max(query.after ?? -Infinity, span(value, offset).end);
      return;
    case 'mentions':
      if (value !== 'me') throw Refusal.because('search-operator', { why: 'search-mentions' });
      query.mentionsMe = true;
  }
}

const OPERATORS = new Set(['from', 'in', 'has', 'before', 'after', 'mentions']);

function addTerm(query: SearchQuery, text: string, open: boolean): void {
  const words = wordsOf(text).map(({ word }) => word);
  const last = words.at(-1);
  if (last === undefined) return;
  const prefix = open && (last.length >= PREFIX_MIN || IDEOGRAPH.test(last));
  query.terms.push({ text: text.replace(/[\p{Cc}"]/gu, ' '), words, prefix });
}

/**
 * Takes apart what somebody types into a search: words, "phrases", `from:`, `in:`, `has:link`, `has:file`, `has:code`,
 * `before:` and `after:` a day, `mentions:me`. Of a last word that may not be finished, the beginning is searched for.
 * @param utcOffset minutes that the asker's clock is ahead of UTC
 * @throws Refusal `search-empty` without a word to look for, `search-date`, `search-operator`
 */
export function parseQuery(text: string, utcOffset = 0): SearchQuery {
  const query: SearchQuery = { terms: [], from: [], in: [], has: [], before: null, after: null, mentionsMe: false };
  for (const piece of text.matchAll(PIECE)) {
    const [whole, name, quoted, plain, phrase, closed] = piece;
    const key = name?.toLowerCase() ?? '';
    if (OPERATORS.has(key)) operator(query, key, quoted ?? plain ?? '', utcOffset * 60_000);
    else addTerm(query, phrase ?? whole, piece.index + whole.length === text.length && closed !== '"');
  }
  if (query.terms.length === 0) throw new Refusal('search-empty');
  if (query.terms.length > TERMS_MAX) throw new Refusal('search-long');
  return query;
}
