import { describe, expect, it } from 'vitest';
import { dayOf, lastSeenWords } from '../../../../src-renderer/lib/dates.ts';
import { hueOf, initials } from '../../../../src-renderer/lib/people.ts';
import {
  failureWords,
  listNames,
  membershipWords,
  retryWords,
  typingWords,
  waitWords,
} from '../../../../src-renderer/lib/words.ts';

describe('words', () => {
  it('lists names, and counts the many', () => {
    expect(listNames(['Ada'])).toBe('Ada');
    expect(listNames(['Ada', 'Bo'])).toBe('Ada and Bo');
    expect(listNames(['Ada', 'Bo', 'Cy'])).toBe('Ada, Bo and Cy');
    expect(listNames(['Ada', 'Bo', 'Cy', 'Di', 'Ed'])).toBe('Ada, Bo and 3 others');
  });

  it('says of each person once how they ended up', () => {
    const came = (name: string) => ({ name, did: 'join' as const });
    const went = (name: string) => ({ name, did: 'leave' as const });
    expect(membershipWords([came('Ada'), came('Bo'), came('Cy'), came('Di')])).toBe('Ada, Bo and 2 others joined');
    expect(membershipWords([came('Ada'), went('Ada'), came('Bo')])).toBe('Bo joined, Ada left');
  });

  it('says who is typing', () => {
    expect(typingWords([])).toBe('');
    expect(typingWords(['Ada'])).toBe('Ada is typing…');
    expect(typingWords(['Ada', 'Bo'])).toBe('Ada and Bo are typing…');
    expect(typingWords(['A', 'B', 'C', 'D'])).toBe('Several people are typing…');
  });

  it('says what became of a host, and when it is tried again', () => {
    expect(failureWords('Lab', { code: 'host-closing', message: '' })).toMatch(/^Lab stopped hosting\./);
    expect(failureWords('Lab', { code: 'wrong-version', message: 'Another version.' })).toBe('Another version.');
    expect(waitWords(10_000, 7_900)).toBe('in 3 s');
    expect(waitWords(10_000, 10_001)).toBe('now');
    expect(retryWords(10_000, 7_900)).toBe('Trying again in 3 s.');
    expect(retryWords(10_000, 10_001)).toBe('Trying again now.');
  });
});

describe('days', () => {
  const at = (text: string): number => new Date(text).getTime();

  it('are today, yesterday, or a date', () => {
    expect(dayOf(at('2026-03-29T00:10'), at('2026-03-29T23:50'))).toBe('Today');
    // The night in which the clocks change, in many places.
    expect(dayOf(at('2026-03-28T23:59'), at('2026-03-29T00:01'))).toBe('Yesterday');
    expect(dayOf(at('2026-03-01T12:00'), at('2026-03-29T12:00'))).toMatch(/March/);
    expect(dayOf(at('2024-03-01T12:00'), at('2026-03-29T12:00'))).toMatch(/2024/);
  });
});

it('a host that is away was seen today, yesterday, or on a day with its date', () => {
  const at = (text: string): number => new Date(text).getTime();
  const seen = (text: string): string => lastSeenWords(at(text), at('2026-03-29T12:00'));
  expect(seen('2026-03-29T09:05')).toMatch(/^Offline: last seen today at 9:05\sAM\.$/);
  expect(seen('2026-03-28T21:30')).toMatch(/^Offline: last seen yesterday at 9:30\sPM\.$/);
  expect(seen('2026-03-01T09:05')).toMatch(/^Offline: last seen Mar 1, 2026, 9:05\sAM\.$/);
});

describe('pictures of people', () => {
  it('show one or two letters, in any script', () => {
    expect(initials('Ada Lovelace')).toBe('AL');
    expect(initials('ada')).toBe('A');
    expect(initials('Anna Maria von Trapp')).toBe('AT');
    expect(initials('(Bo) "Bobby"')).toBe('BB');
    expect(initials('مريم')).toBe('م');
    expect(initials('👩‍🚀 Ann')).toBe('👩‍🚀A');
    expect(initials('---')).toBe('?');
  });

  it('have colours far apart for people who came one after the other', () => {
    for (let member = 1; member < 50; member += 1) {
      const apart = Math.abs(hueOf(member) - hueOf(member + 1));
      expect(Math.min(apart, 360 - apart)).toBeGreaterThan(90);
    }
  });
});
