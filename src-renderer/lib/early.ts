import { localeFor } from '../../src-shared/domain/language.ts';
import { isLocale } from '../../src-shared/messages/runtime.js';
import type { OwnKeyInfo } from '../../src-shared/protocol/desktop.ts';
import type { Settings } from '../../src-shared/protocol/settings.ts';
import { openCopy, openOutbox } from './databases.ts';
import { readTexts } from './texts.ts';

/** What takes its time elsewhere, in main or on the disk, and is asked for while the window's own code is being read. */
export interface Early {
  /** The settings, in the desktop app. */
  settings?: Promise<Settings>;
  /** One's key there, unless the page still has an earlier one to hand over. */
  key?: Promise<OwnKeyInfo>;
  /** The texts of the language that is to be spoken are there. */
  texts: Promise<void>;
}

/** What of a guest's settings is needed before there is code to read them with. */
function guestLanguage(): unknown {
  try {
    const kept = JSON.parse(localStorage.getItem('parley.settings') ?? '{}') as { appearance?: { language?: unknown } };
    return kept.appearance?.language;
  } catch {
    // Nothing is kept here, or nothing that makes sense.
    return undefined;
  }
}

async function textsIn(choice: Promise<unknown>): Promise<void> {
  const chosen = await choice.catch(() => undefined);
  await readTexts(localeFor(isLocale(chosen) ? chosen : 'system', navigator.languages));
}

/** Asks. */
export function askEarly(): Early {
  // What fails here fails again where it is used, and is dealt with there.
  for (const open of [openCopy, openOutbox]) open().catch(() => undefined);
  const { parley } = window;
  if (!parley) return { texts: textsIn(Promise.resolve(guestLanguage())) };
  const settings = parley.settings.get();
  const texts = textsIn(settings.then(({ appearance }) => appearance.language));
  return { settings, texts, ...(localStorage.getItem('parley.key') === null ? { key: parley.key.open(null) } : {}) };
}
