import { isLocale, type Locale } from '../messages/runtime.js';

/** A language that was chosen, or whichever the system has. */
export type LanguageChoice = 'system' | Locale;

function primary(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}

/** The language to speak: the chosen one, else the first of those somebody reads that there is. */
export function localeFor(choice: LanguageChoice, wanted: readonly string[]): Locale {
  return choice === 'system' ? (wanted.map(primary).find(isLocale) ?? 'en') : choice;
}

/** A language with the region, if the system has one for it: a date in Britain is not one in America. */
export function tagFor(locale: Locale, wanted: readonly string[]): string {
  return wanted.find((tag) => primary(tag) === locale) ?? locale;
}
