import { m } from '../../src-shared/messages/messages.js';
import { Marked, type Tokens } from 'marked';
import { escapeHtml } from '../../src-shared/domain/escape-html.ts';
import { withoutTowers } from '../../src-shared/domain/names.ts';
import { boundedColours, boundedTokenizer, drawable, startSpending } from './bounds.ts';
import { highlight } from './highlight.ts';

/** A longer block of code shows its beginning, and the rest when asked. */
export const CODE_LINES_SHOWN = 24;

const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** The address of a link that may be opened, or null: a web page or a mail address, written out in full. */
export function safeHref(href: string): string | null {
  try {
    const url = new URL(href);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** What cannot be opened stays visible as text. */
function link(href: string, label: string): string {
  const safe = safeHref(href);
  if (safe === null) return label;
  return `<a href="${escapeHtml(safe)}" title="${escapeHtml(safe)}" target="_blank" rel="noopener noreferrer">${label}</a>`;
}

function codeBlock({ text, lang = '' }: Tokens.Code): string {
  const language = /^[\w+#-]{1,24}/.exec(lang)?.[0].toLowerCase() ?? '';
  const lines = text.split('\n').length;
  const code = boundedColours(highlight(text, language)) ?? escapeHtml(text);
  const long = lines > CODE_LINES_SHOWN;
  const more = long
    ? `<button type="button" class="more" data-more>${m.markdown_show_all({ count: lines })}</button>`
    : '';
  return (
    `<div class="code${long ? ' folded' : ''}"><div class="bar"><span>${escapeHtml(language)}</span>` +
    `<button type="button" data-copy>${m.common_copy()}</button></div><pre tabindex="0"><code>${code}</code></pre>${more}</div>`
  );
}

/** To which side a table's cell is to go, as a class: styles written into the page are not allowed. */
function side({ align }: Tokens.TableCell): string {
  return align === null ? '' : ` class="${align}"`;
}

const marked = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: boundedTokenizer,
  renderer: {
    // People write "<3" and quote HTML; it is text like any other.
    html: ({ text, block }) => (block ? `<p>${escapeHtml(text.trim())}</p>\n` : escapeHtml(text)),
    // A picture would be fetched from wherever its author likes, and tell them who reads it when.
    image: ({ href, text }) => link(href, escapeHtml(text === '' ? href : text)),
    text(token) {
      if ('tokens' in token) return this.parser.parseInline(token.tokens);
      // Whether it calls itself escaped or not: after a "<script>" everything does, and nothing is.
      return escapeHtml(token.text);
    },
    link({ href, tokens }) {
      return link(href, this.parser.parseInline(tokens));
    },
    code: codeBlock,
    // Headings would shout in a conversation.
    heading({ tokens }) {
      return `<p class="heading">${this.parser.parseInline(tokens)}</p>`;
    },
    checkbox: ({ checked }) => `<span class="task">${checked ? '☑' : '☐'}</span> `,
    table(token) {
      const cells = (row: Tokens.TableCell[], tag: string): string =>
        row.map((cell) => `<${tag}${side(cell)}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
      const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
      const head = `<thead><tr>${cells(token.header, 'th')}</tr></thead>`;
      return `<div class="table" tabindex="0"><table>${head}<tbody>${rows}</tbody></table></div>`;
    },
  },
});

/** One line of words that mean nothing in Markdown or HTML: most of what people say. */
const WORDS = /^(?:\p{L}|\p{N}+(?= ))[\p{L}\p{M}\p{N} ,.;:?!'"()…–—‘’“”-]*$/u;

/** What `toHtml` would make of a text of plain words, at once; null for any other. */
export function plainHtml(text: string): string | null {
  const plain = WORDS.test(text) && !text.endsWith(' ') && !/www\./i.test(text);
  return plain ? `<p>${escapeHtml(withoutTowers(text))}</p>\n` : null;
}

/** A message as it was written. */
function asWritten(text: string): string {
  return `<p class="written">${escapeHtml(text)}</p>`;
}

/** A message as HTML: built only of what this file writes, and still to be passed through the sanitiser. */
export function toHtml(written: string): string {
  const text = withoutTowers(written);
  startSpending(text);
  try {
    const html = marked.parse(text, { async: false });
    return drawable(html) ? html : asWritten(text);
  } catch {
    return asWritten(text);
  }
}
