/** Characters in a link; systems pass it on as an argument of a program. */
export const LINK_MAX = 2_048;

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/**
 * A link in the form in which it may be handed to the system: http, https or mailto, parsed and written anew, so that
 * nothing but a URL of that scheme gets through. Other schemes start programs.
 * @throws Error saying why not
 */
export function checkedLink(text: string): string {
  if (text.length > LINK_MAX) throw new Error('this link is too long');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw new Error('this is not a link');
  if (!SCHEMES.has(url.protocol)) throw new Error('only web and mail links are opened');
  if (url.protocol !== 'mailto:' && url.hostname === '') throw new Error('this link leads nowhere');
  if (url.href.length > LINK_MAX * 3) throw new Error('this link is too long');
  return url.href;
}

/** Characters in a `parley://` link that is passed on to a page; the page looks at what it says. */
const DEEP_LINK_MAX = 2_048;

/** The `parley://` link among a program's arguments, where systems other than macOS put it; null if there is none. */
export function deepLinkIn(args: readonly string[]): string | null {
  // The first is the program itself; of several links, the last is what was pressed.
  return args.slice(1).findLast((arg) => /^parley:/i.test(arg) && arg.length <= DEEP_LINK_MAX) ?? null;
}
