import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REFUSALS } from '../../src-shared/protocol/errors.ts';
import { ALSO, REASONS } from '../../src-shared/protocol/reasons.ts';

const LOCALES = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const;

/** A text, or one text for each plural form of a number. */
type Message = string | [{ declarations: string[]; selectors: string[]; match: Record<string, string> }];

const read = (locale: string): Record<string, Message> =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, `../../messages/${locale}.json`), 'utf8')) as never;
const texts = Object.fromEntries(LOCALES.map((locale) => [locale, read(locale)]));
const { en = {} } = texts;
const others = LOCALES.filter((locale) => locale !== 'en');

const forms = (message: Message): string[] =>
  typeof message === 'string' ? [message] : Object.values(message[0].match);

/** What is put in, whichever of the forms it stands in. */
function inputs(message: Message): string[] {
  const found = forms(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  return [...new Set(found)].filter((name) => name !== 'shown').sort();
}

describe.each(LOCALES)('the messages in %s', (locale) => {
  const messages = texts[locale] ?? {};

  test('are all of them, sorted, so that two new ones seldom meet in one line', () => {
    expect(Object.keys(messages)).toEqual(Object.keys(en).sort());
  });

  test('say something, and put in what English puts in', () => {
    for (const [key, message] of Object.entries(messages)) {
      for (const text of forms(message)) expect(text.trim(), key).not.toBe('');
      const english = en[key] ?? '';
      expect({ key, plural: typeof message }).toEqual({ key, plural: typeof english });
      expect({ key, inputs: inputs(message) }).toEqual({ key, inputs: inputs(english) });
    }
  });

  test('have a form for every number', () => {
    const known = new Set<string>(new Intl.PluralRules(locale).resolvedOptions().pluralCategories);
    for (const [key, message] of Object.entries(messages)) {
      if (typeof message === 'string') continue;
      const chosen = Object.keys(message[0].match).map((one) => one.replace('plural=', ''));
      expect({ key, last: chosen.at(-1) }).toEqual({ key, last: '*' });
      expect({ key, unknown: chosen.filter((one) => one !== '*' && !known.has(one)) }).toEqual({ key, unknown: [] });
    }
  });
});

test('no sentence was left in English', () => {
  for (const locale of others) {
    const same = Object.entries(en).filter(([key, message]) => {
      const translated = texts[locale]?.[key];
      const long = forms(message).join('').split(' ').length > 3;
      return long && JSON.stringify(translated) === JSON.stringify(message);
    });
    expect({ locale, same: same.map(([key]) => key) }).toEqual({ locale, same: [] });
  }
});

test.each([
  ['error', REFUSALS],
  ['why', REASONS],
  ['also', ALSO],
])('each sentence of a refusal is there in every language, in English the one of its list: %s_', (prefix, list) => {
  const keyOf = (name: string): string => `${prefix}_${name.replaceAll('-', '_')}`;
  const listed = Object.fromEntries(Object.entries(list).map(([name, sentence]) => [keyOf(name), sentence]));
  const kept = Object.fromEntries(Object.entries(en).filter(([key]) => key.startsWith(`${prefix}_`)));
  expect(kept).toEqual(listed);
});

test('each message is shown somewhere', () => {
  const cwd = resolve(import.meta.dirname, '../..');
  const files = globSync('src-*/**/*.{ts,svelte}', { cwd, exclude: ['src-shared/messages'] });
  const sources = files.map((path) => readFileSync(resolve(cwd, path), 'utf8')).join('\n');
  const shown = new Set([...sources.matchAll(/\bm\.(\w+)/g)].map(([, key]) => key));
  // Refusals are shown by their codes and reasons.
  const idle = Object.keys(en).filter((key) => !shown.has(key) && !/^(error|why)_/.test(key));
  expect(idle).toEqual([]);
});
