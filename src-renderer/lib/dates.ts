import { m } from '../../src-shared/messages/messages.js';
import { dateFormat } from './formats.ts';

const time = (): Intl.DateTimeFormat => dateFormat({ hour: 'numeric', minute: '2-digit' });
const full = (): Intl.DateTimeFormat => dateFormat({ dateStyle: 'full', timeStyle: 'short' });
const thisYear = (): Intl.DateTimeFormat => dateFormat({ weekday: 'long', day: 'numeric', month: 'long' });
const anyYear = (): Intl.DateTimeFormat => dateFormat({ day: 'numeric', month: 'long', year: 'numeric' });

export function timeOf(at: number): string {
  return time().format(at);
}

export function fullTimeOf(at: number): string {
  return full().format(at);
}

/** A point in time, short, for a sentence. */
export function dayAndTimeOf(at: number): string {
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function daysBetween(at: number, now: number): number {
  // Rounded, because a day on which the clocks change has 23 or 25 hours.
  return Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
}

/** A day as people call it: today, yesterday, or its date. */
export function dayOf(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return m.day_today();
  if (days === 1) return m.day_yesterday();
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? thisYear() : anyYear()).format(at);
}

/** When a host that is away was there last, in a sentence. */
export function lastSeenWords(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return m.offline_seen_today({ time: timeOf(at) });
  if (days === 1) return m.offline_seen_yesterday({ time: timeOf(at) });
  return m.offline_seen({ when: dayAndTimeOf(at) });
}

/** The time without what may follow it, such as "PM": for where there is little room. */
export function shortTimeOf(at: number): string {
  const parts = time()
    .formatToParts(at)
    .filter(({ type }) => type === 'hour' || type === 'minute');
  return parts.map(({ value }) => value).join(':');
}
