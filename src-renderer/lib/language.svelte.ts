/**
 * The window's language. Every sentence a person sees is a message: `import { m } from '.../src-shared/messages/messages.js'`
 * and `m.rooms_leave()`, or `m.rooms_people({ count })` where there is something to put in. The texts are in
 * messages/{en,de,fr,es,ja,ar}.json at the top of the project, one key for each sentence in all six, sorted; a key begins
 * with the folder under features/ that shows it (`common_` for what several do). Call messages where they are shown, in
 * markup or in a function, not once when a module is loaded: then they follow the language while the window is open.
 * After a change of those files: `npm run messages`, which tests and builds do of themselves.
 */
import { localeFor, tagFor, type LanguageChoice } from '../../src-shared/domain/language.ts';
import { getTextDirection, locales, overwriteGetLocale, type Locale } from '../../src-shared/messages/runtime.js';
import { hasTexts, readTexts } from './texts.ts';

export { locales, type Locale };

/** Languages call themselves by their own names, so that one finds back from a language one cannot read. */
export const LANGUAGE_NAMES: Record<Locale, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  ar: 'العربية',
};

function systemLanguages(): readonly string[] {
  return typeof navigator === 'undefined' ? [] : navigator.languages;
}

class Language {
  /** What was chosen, in the settings. */
  choice = $state<LanguageChoice>('system');
  #system = $state.raw<readonly string[]>(systemLanguages());
  readonly locale = $derived(localeFor(this.choice, this.#system));
  readonly tag = $derived(tagFor(this.locale, this.#system));
  readonly direction = $derived(getTextDirection(this.locale));

  /** Speaks as one has chosen, once the texts of that language are there. */
  choose(choice: LanguageChoice): void {
    this.#spoken(localeFor(choice, this.#system), () => (this.choice = choice));
  }

  /** Asks the system again. */
  refresh(): void {
    const system = systemLanguages();
    this.#spoken(localeFor(this.choice, system), () => (this.#system = system));
  }

  #spoken(locale: Locale, then: () => void): void {
    if (hasTexts(locale)) then();
    else readTexts(locale).then(then).catch(reportError);
  }
}

export const language = new Language();
overwriteGetLocale(() => language.locale);
