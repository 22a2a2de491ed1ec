import { m } from '../../../src-shared/messages/messages.js';
import type { Presence } from '../../../src-shared/domain/presence.ts';
import type { MemberStatus } from '../../../src-shared/protocol/rooms.ts';
import { dayOf, timeOf } from '../../lib/dates.ts';

const DAY_MS = 86_400_000;

/** How somebody is there, in words. */
export function presenceWord(presence: Presence): string {
  const words = { online: m.presence_online, away: m.presence_away, busy: m.presence_busy, gone: m.presence_gone };
  return words[presence]();
}

/** How long a status may stand: minutes, or 0 until one changes it. */
export const STATUS_TIMES: readonly { value: number; label: () => string }[] = [
  { value: 30, label: m.status_minutes_30 },
  { value: 60, label: m.status_hour },
  { value: 240, label: m.status_hours_4 },
  { value: 1_440, label: m.status_day },
  { value: 0, label: m.status_always },
];

/** Until when a status stands, or ''. */
export function untilWords({ until }: MemberStatus, now: number): string {
  if (until === undefined) return '';
  const soon = until - now < DAY_MS && new Date(until).getDate() === new Date(now).getDate();
  return m.presence_until({ time: soon ? timeOf(until) : `${dayOf(until, now)}, ${timeOf(until)}` });
}
