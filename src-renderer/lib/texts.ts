/**
 * What the build puts in the place of src-shared/messages/messages.js: of the six languages the window reads the one it
 * speaks. The calls stay what they are, `m.rooms_leave()`, and follow the language as they do where all six are there.
 */
import '../../src-shared/messages/registry.js';
import { getLocale, type Locale } from '../../src-shared/messages/runtime.js';

const files: Record<Locale, () => Promise<object>> = {
  en: () => import('../../src-shared/messages/messages/en.js'),
  de: () => import('../../src-shared/messages/messages/de.js'),
  fr: () => import('../../src-shared/messages/messages/fr.js'),
  es: () => import('../../src-shared/messages/messages/es.js'),
  ja: () => import('../../src-shared/messages/messages/ja.js'),
  ar: () => import('../../src-shared/messages/messages/ar.js'),
};

const read = new Map<Locale, object>();

/** Are a language's texts there to be spoken? */
export function hasTexts(locale: Locale): boolean {
  return read.has(locale);
}

/** Reads a language's texts. */
export async function readTexts(locale: Locale): Promise<void> {
  read.set(locale, await files[locale]());
}

type Text = (...inputs: unknown[]) => string;

/** Made once each: lists that are made when a module is loaded hold them, and are to speak every language. */
const calls = new Map<string | symbol, Text>();

/** Says a text in the language that is spoken then; none where there is none of this key. */
function callOf(key: string | symbol): Text | undefined {
  const texts = read.get(getLocale());
  if (texts && !(key in texts)) return undefined;
  const known = calls.get(key);
  if (known) return known;
  const call: Text = (...inputs) => (Reflect.get(read.get(getLocale()) ?? {}, key) as Text)(...inputs);
  calls.set(key, call);
  return call;
}

/** Every text by its key, in the language that is spoken when it is called. */
export const m = new Proxy({}, { get: (_target, key): unknown => callOf(key) });
