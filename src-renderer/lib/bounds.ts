import { Tokenizer, type TokenizerObject } from 'marked';

/** Quotes within quotes, lists within lists, emphasis within emphasis: what lies deeper is text. */
export const DEPTH_MAX = 6;

/**
 * Characters looked through in one message in search of an end that is not there. Anyone may send a thousand asterisks, each
 * of which could begin an emphasis that ends nowhere: looking to the end for each would take seconds.
 */
export const VAIN_MAX = 60_000;

/** Lists begun within lists on one line: nobody's writing, and the dearest there is. */
const MARKERS_IN_A_ROW = /^ {0,3}(?:(?:[-+*]|\d{1,9}[.)])[ \t]+){5}/;

/** Lines of a message in which lists are looked for. Each line costs dearly; a list of a thousand is nobody's writing. */
export const LISTED_LINES_MAX = 1_000;

/** Pieces of code that are coloured in one message: more than dense code of its length has. Each is an element. */
const COLOURED_MAX = 1_200;

/**
 * Elements that one message may become: more than lists and tables of its length have. To put in and lay out each of eight
 * thousand would keep the page from anything else; past this the whole message is shown as it was written.
 */
export const ELEMENTS_MAX = 1_500;

/** What one message has cost so far, how many lines it has, and whether one of them may underline those above it. */
interface Spent {
  vain: number;
  coloured: number;
  depth: number;
  lines: number;
  underlined: boolean;
}

let spent: Spent = { vain: 0, coloured: 0, depth: 0, lines: 0, underlined: false };

/** Begins another message. */
export function startSpending(text: string): void {
  const underlined = /[=-][ \t]*$/m.test(text);
  spent = { vain: 0, coloured: 0, depth: 0, lines: text.split('\n').length, underlined };
}

function count(html: string): number {
  return html.match(/<\w/g)?.length ?? 0;
}

/** Code that was coloured, or null if it has too many pieces. */
export function boundedColours(html: string | null): string | null {
  if (html === null) return null;
  spent.coloured += count(html);
  return spent.coloured > COLOURED_MAX ? null : html;
}

/** A message is not too many elements to be drawn at once. */
export function drawable(html: string): boolean {
  return count(html) <= ELEMENTS_MAX;
}

/** Steps one level down, unless that is too deep. */
function within<T>(look: () => T | undefined): T | undefined {
  if (spent.depth >= DEPTH_MAX) return undefined;
  spent.depth += 1;
  try {
    return look();
  } finally {
    spent.depth -= 1;
  }
}

/** Looks for something that has an end further on in `source`, unless too much was looked through for nothing already. */
function search<T>(source: string, look: () => T | undefined): T | undefined {
  if (spent.vain > VAIN_MAX) return undefined;
  const found = within(look);
  if (!found) spent.vain += source.length;
  return found;
}

/**
 * What something of a kind has at its beginning, or behind its first line. marked's own expressions say so too, but are long:
 * most of what a first page of messages costs is to compile them, and few messages have any use for one.
 */
const SIGN = {
  angle: /^ {0,3}</,
  bracket: /^ {0,3}\[/,
  quote: /^ {0,3}>/,
  columns: /^[^\n]+\n {0,3}[|:-][|:\- ]*(?:\n|$)/,
  reference: /^!?\[/,
};

/** The tokenizer whose methods are called, with the `this` of the one at work. */
const usual = Tokenizer.prototype;

/** For `marked`: what may be nested or searched for, within bounds. Past them a sign is the character it is. */
export const boundedTokenizer: TokenizerObject = {
  emStrong(source, masked, before) {
    if (!/^[*_]/.test(source)) return undefined;
    return search(source, () => usual.emStrong.call(this, source, masked, before));
  },
  del(source, masked, before) {
    if (!source.startsWith('~')) return undefined;
    return search(source, () => usual.del.call(this, source, masked, before));
  },
  link(source) {
    if (!SIGN.reference.test(source)) return undefined;
    return search(source, () => usual.link.call(this, source));
  },
  reflink(source, links) {
    if (!SIGN.reference.test(source)) return undefined;
    return within(() => usual.reflink.call(this, source, links));
  },
  blockquote(source) {
    if (!SIGN.quote.test(source)) return undefined;
    return within(() => usual.blockquote.call(this, source));
  },
  list(source) {
    if (spent.lines > LISTED_LINES_MAX || MARKERS_IN_A_ROW.test(source)) return undefined;
    return within(() => usual.list.call(this, source));
  },
  html(source) {
    return SIGN.angle.test(source) ? usual.html.call(this, source) : undefined;
  },
  def(source) {
    return SIGN.bracket.test(source) ? usual.def.call(this, source) : undefined;
  },
  table(source) {
    return SIGN.columns.test(source) ? usual.table.call(this, source) : undefined;
  },
  lheading(source) {
    return spent.underlined ? usual.lheading.call(this, source) : undefined;
  },
  tag(source) {
    return source.startsWith('<') ? usual.tag.call(this, source) : undefined;
  },
  autolink(source) {
    return source.startsWith('<') ? usual.autolink.call(this, source) : undefined;
  },
};
