import { afterEach, describe, expect, it } from 'vitest';
import { dayOf, timeOf } from '../../../../src-renderer/lib/dates.ts';
import { number } from '../../../../src-renderer/lib/formats.ts';
import { language } from '../../../../src-renderer/lib/language.svelte.ts';
import { failureText, listNames, membershipWords } from '../../../../src-renderer/lib/words.ts';
import { m } from '../../../../src-shared/messages/messages.js';
import { localeFor } from '../../../../src-shared/domain/language.ts';
import { check } from '../../../../src-shared/protocol/codec.ts';
import { Refusal, REFUSALS } from '../../../../src-shared/protocol/errors.ts';
import { refusal } from '../../../../src-shared/protocol/answers.ts';
import { refusalFrom } from '../../../../src-shared/session/pending.ts';

describe('the window’s language', () => {
  afterEach(() => {
    language.choice = 'system';
  });

  it('is the first of the person’s languages that there is, else English', () => {
    expect(localeFor('system', ['sv-SE', 'de-AT', 'en'])).toBe('de');
    expect(localeFor('system', ['ar-EG'])).toBe('ar');
    expect(localeFor('system', ['sv-SE'])).toBe('en');
    expect(localeFor('system', [])).toBe('en');
  });

  it('decides direction, dates and numbers', () => {
    const noon = new Date('2026-03-01T12:00').getTime();
    language.choice = 'ar';
    expect(language.direction).toBe('rtl');
    expect([number(12), m.common_number({ count: 12 })]).toEqual(['12', '12']);
    language.choice = 'de';
    expect(language.direction).toBe('ltr');
    expect(number(1_234.5)).toBe('1.234,5');
    expect(dayOf(noon, noon)).toBe('Heute');
    expect(dayOf(noon, new Date('2026-03-29T12:00').getTime())).toBe('Sonntag, 1. März');
    expect(timeOf(noon)).toBe('12:00');
    language.choice = 'ja';
    expect(dayOf(noon, new Date('2026-03-29T12:00').getTime())).toBe('3月1日日曜日');
  });

  it('has the plural forms of each language', () => {
    const joined = (count: number): string =>
      membershipWords(Array.from({ length: count }, (_, i) => ({ name: `N${String(i)}`, did: 'join' as const })));
    language.choice = 'de';
    expect(joined(1)).toBe('N0 ist dazugekommen');
    expect(joined(2)).toBe('N0 und N1 sind dazugekommen');
    language.choice = 'ar';
    const others = (count: number): string => listNames(Array.from({ length: count + 2 }, () => 'س'));
    expect(others(2)).toMatch(/وشخصان آخران$/);
    expect(others(3)).toMatch(/3 آخرون$/);
  });

  it('tells why something failed by its code, and a more precise sentence as it was said', () => {
    language.choice = 'fr';
    expect(failureText({ code: 'text-empty', message: REFUSALS['text-empty'] })).toBe('Ce message est vide.');
    expect(failureText({ code: 'banned', message: 'Until Monday.' })).toBe('Until Monday.');
    const alike = Refusal.because('room-name-taken', { why: 'name-alike', name: 'Lobby' });
    expect(failureText(alike)).toBe('Cela ressemble trop à «\u00a0Lobby\u00a0». Choisis un autre nom.');
    const until = new Date('2026-03-01T12:00').getTime();
    const banned = Refusal.because('banned', { reason: 'spam', until });
    expect(failureText(refusalFrom(check(refusal, JSON.parse(JSON.stringify(banned)))))).toBe(
      'Tu ne peux pas entrer sur cet hôte en ce moment. Raison donnée\u00a0: spam. Cela prend fin\u00a0: 1 mars 2026, 12:00.',
    );
  });
});
