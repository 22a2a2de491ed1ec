import createPurifier from 'dompurify';
import { toHtml } from './markdown.ts';

const purifier = createPurifier(window);

const CACHED = 2_000;
const cache = new Map<string, string>();

/** The second of two locks: `toHtml` writes nothing else, and nothing else would get through here. */
function sanitise(html: string): string {
  return purifier.sanitize(html, {
    ALLOWED_TAGS: [
      'a', 'blockquote', 'br', 'button', 'code', 'del', 'div', 'em', 'hr', 'li', 'ol', 'p', 'pre', 'span', 'strong',
      'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
    ], // prettier-ignore
    ALLOWED_ATTR: ['class', 'href', 'rel', 'start', 'tabindex', 'target', 'title', 'type', 'data-copy', 'data-more'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  });
}

/** A message's text as HTML that may be put into the page. The newest few thousand are remembered. */
export function render(text: string): string {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const html = sanitise(toHtml(text));
  if (cache.size >= CACHED) {
    const oldest = cache.keys().next();
    if (!oldest.done) cache.delete(oldest.value);
  }
  cache.set(text, html);
  return html;
}
