/** As a string, because the flag is newer than the language level that the sources are checked at. */
const ONLY_EMOJI = '^(?:\\p{RGI_Emoji}|\\s)+$';

/** What no emoji has, or only words have: tells most messages at a glance, without an expression that is dear to make. */
const WORDS = /[a-z]|^[^\u0080-\uffff]*$/i;

/** More of them would be a picture book. */
const MOST = 8;

let onlyEmoji: RegExp | null = null;

/** Is a text nothing but a few emoji? Such a one is shown large. */
export function isLarge(text: string): boolean {
  if (text.length > MOST * 12 || WORDS.test(text)) return false;
  onlyEmoji ??= new RegExp(ONLY_EMOJI, 'v');
  if (!onlyEmoji.test(text)) return false;
  return Array.from(new Intl.Segmenter().segment(text.replace(/\s/g, ''))).length <= MOST;
}
