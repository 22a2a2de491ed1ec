import createPurifier, { type Config } from 'dompurify';
import type { TrustedHTML, TrustedTypePolicy, TrustedTypePolicyFactory } from 'trusted-types/lib';
import { language } from './language.svelte.ts';
import { plainHtml, toHtml } from './markdown.ts';
import { setNewest } from './newest.ts';

/**
 * What may be put into the page. Where the browser has Trusted Types, only this sanitiser makes such a thing: the content
 * security policy refuses plain strings.
 */
export type Html = string | TrustedHTML;

/** Not in every browser. */
const { trustedTypes } = window as { trustedTypes?: TrustedTypePolicyFactory };

/** In the place of the policy that DOMPurify would make for itself, and no less private. */
const policy = trustedTypes?.createPolicy('dompurify', {
  createHTML: (html) => html,
  createScriptURL: (url) => url,
}) as TrustedTypePolicy | undefined;

/** Where HTML is parsed, without anything in it coming to life. DOMPurify would make such a document for each text. */
const inert = document.implementation.createHTMLDocument();

const CACHED = 2_000;
/** What texts became. */
const cache = new Map<string, Html>();
/** The language of the words on the buttons in it. */
let spoken = language.locale;

const ALLOWED: Config = {
  ALLOWED_TAGS: [
    'a', 'blockquote', 'br', 'button', 'code', 'del', 'div', 'em', 'hr', 'li', 'ol', 'p', 'pre', 'span', 'strong',
    'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
  ], // prettier-ignore
  ALLOWED_ATTR: ['class', 'href', 'rel', 'start', 'tabindex', 'target', 'title', 'type', 'data-copy', 'data-more'],
  // Everything but `href` is no address; without this, only what looks like an allowed one would be let through.
  ADD_URI_SAFE_ATTR: ['rel', 'start', 'tabindex', 'target', 'type'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  IN_PLACE: true,
  ...(policy ? { TRUSTED_TYPES_POLICY: policy } : {}),
};

/** A sanitiser: from HTML to the HTML that it lets through. */
function purifier(more: Config = {}): (html: string) => string {
  const purify = createPurifier(window);
  purify.setConfig({ ...ALLOWED, ...more });
  return (html) => {
    const parsed = inert.createElement('div');
    parsed.innerHTML = trusted(html) as string;
    purify.sanitize(parsed);
    return parsed.innerHTML;
  };
}

function trusted(html: string): Html {
  return policy?.createHTML(html) ?? html;
}

/** The second of two locks: `toHtml` writes nothing else, and nothing else would get through here. */
const sanitise = purifier();
const sanitiseStill = purifier({ FORBID_TAGS: ['button'], FORBID_ATTR: ['tabindex'], ADD_FORBID_CONTENTS: ['button'] });

/** A message's text as HTML for a page in which nothing can be pressed but links. */
export function renderStill(text: string): string {
  return sanitiseStill(toHtml(text));
}

/** A message's text as HTML that may be put into the page. The newest few thousand are remembered. */
export function render(text: string): Html {
  if (language.locale !== spoken) {
    spoken = language.locale;
    cache.clear();
  }
  const known = cache.get(text);
  if (known !== undefined) return known;
  // What follows it on its line stands a space away, on the side on which the page goes on.
  const html = trusted((plainHtml(text) ?? sanitise(toHtml(text))).trimEnd());
  setNewest(cache, text, html, CACHED);
  return html;
}
