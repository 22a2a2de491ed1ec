import { app } from 'electron';
import { localeFor, type LanguageChoice } from '../../src-shared/domain/language.ts';
import { overwriteGetLocale } from '../../src-shared/messages/runtime.js';

/** Menus, dialogs and the tray speak the window's language. */
export function speak(choice: LanguageChoice): void {
  const locale = localeFor(choice, app.getPreferredSystemLanguages());
  overwriteGetLocale(() => locale);
}
