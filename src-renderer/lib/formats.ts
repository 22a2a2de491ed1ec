import { language } from './language.svelte.ts';

/** Messages are made for a language without its region: their digits, and so all, are these. */
const DIGITS = { numberingSystem: 'latn' } as const;

/** Formatters are slow to make, and there are few of them. */
const formatters = new Map<string, unknown>();

function kept<F>(kind: string, options: object, make: (tag: string) => F): F {
  const key = `${kind} ${language.tag} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known !== undefined) return known as F;
  const made = make(language.tag);
  formatters.set(key, made);
  return made;
}

export function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept('date', options, (tag) => new Intl.DateTimeFormat(tag, { ...DIGITS, ...options }));
}

/** A number as the language writes it. */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  return kept('number', options, (tag) => new Intl.NumberFormat(tag, { ...DIGITS, ...options })).format(value);
}

/** Text sorted as the language's dictionaries do. */
export function collator(options: Intl.CollatorOptions = {}): Intl.Collator {
  return kept('collator', options, (tag) => new Intl.Collator(tag, options));
}
