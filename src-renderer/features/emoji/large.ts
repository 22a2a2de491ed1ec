/** As a string, because the flag is newer than the language level that the sources are checked at. */
const ONLY_EMOJI = new RegExp('^(?:\\p{RGI_Emoji}|\\s)+$', 'v');

/** More of them would be a picture book. */
const MOST = 8;

/** Is a text nothing but a few emoji? Such a one is shown large. */
export function isLarge(text: string): boolean {
  if (text.length > MOST * 12 || !ONLY_EMOJI.test(text)) return false;
  return Array.from(new Intl.Segmenter().segment(text.replace(/\s/g, ''))).length <= MOST;
}
