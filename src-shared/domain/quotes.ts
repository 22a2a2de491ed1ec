import type { Quote } from '../protocol/message-state.ts';
import { QUOTE_MAX } from '../protocol/limits.ts';

/** The line that begins or ends a block of code. */
const FENCE = /^ {0,3}(```|~~~)/;

/** The first line of a text that says something, cut to what a reply shows. */
export function quoteText(text: string): string {
  const [first = '', second = ''] = text.trimStart().split('\n', 2);
  const line = (FENCE.test(first) && second.trim() !== '' ? second : first).trim();
  // Cut by units first: spreading a long text into its characters only to drop them is not free.
  const start = Array.from(line.slice(0, 2 * QUOTE_MAX + 2));
  return start.length <= QUOTE_MAX ? start.join('') : `${start.slice(0, QUOTE_MAX - 1).join('')}…`;
}

const LEAD = /^(#{1,6}|>|[-*+]|\d{1,9}[.)]) +/;
const LINK = /!?\[([^[\]]*)\]\([^()\s]*\)/g;
const MARKED = /(\*{1,3}|~~|`)(?! )([^*~`]+)(?<! )\1/g;

/** A quoted line without the signs that only say how it looks: it stands in one line, in one look. */
export function plainLine(line: string): string {
  return line.replace(LEAD, '').replace(LINK, '$1').replace(MARKED, '$2');
}

/** A text of several lines without those signs; what is in a block of code stays as it is. */
export function plainText(text: string): string {
  const lines: string[] = [];
  let code = false;
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) code = !code;
    else lines.push(code ? line : plainLine(line));
  }
  return lines.join('\n');
}

/** The quote of a message with this text now; null if it was deleted. */
export function quoteOf(
  { id, seq, by, name }: { id: string; seq: number; by: number; name: string },
  text: string | null,
): Quote {
  return { id, seq, by, name, text: text === null ? '' : quoteText(text), deleted: text === null };
}
