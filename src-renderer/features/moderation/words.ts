import { m } from '../../../src-shared/messages/messages.js';
import type { AccessPolicy } from '../../../src-shared/protocol/moderation.ts';
import type { Role } from '../../../src-shared/protocol/rooms.ts';
import { number } from '../../lib/formats.ts';
import { secondsWord } from '../../lib/seconds.ts';

export { secondsWord };

/** What people are called by their role; nothing for those who are most. */
export function roleWord(role: Role): string {
  return {
    owner: m.moderation_role_owner(),
    moderator: m.moderation_role_moderator(),
    member: '',
    guest: m.moderation_role_guest(),
  }[role];
}

export interface Choice {
  value: number;
  label: () => string;
}

const lasting = (value: number, unit: 'minute' | 'hour' | 'day') => (): string =>
  number(value, { style: 'unit', unit, unitDisplay: 'long' });

const HOUR = 60;
const DAY = 24 * HOUR;

/** How long something lasts, in minutes. A mute of 0 ends one; a ban of 0 stands for ever. */
export const MUTE_TIMES: readonly Choice[] = [
  { value: 10, label: lasting(10, 'minute') },
  { value: HOUR, label: lasting(1, 'hour') },
  { value: DAY, label: lasting(1, 'day') },
  { value: 0, label: m.moderation_not_any_more },
];
export const BAN_TIMES: readonly Choice[] = [
  { value: HOUR, label: lasting(1, 'hour') },
  { value: DAY, label: lasting(1, 'day') },
  { value: 30 * DAY, label: lasting(30, 'day') },
  { value: 0, label: m.moderation_for_ever_choice },
];
export const INVITE_TIMES: readonly Choice[] = [
  { value: 30, label: lasting(30, 'minute') },
  { value: DAY, label: lasting(1, 'day') },
  { value: 7 * DAY, label: lasting(7, 'day') },
  { value: 30 * DAY, label: lasting(30, 'day') },
];
export const INVITE_USES: readonly Choice[] = [
  { value: 1, label: () => m.moderation_people({ count: 1 }) },
  { value: 10, label: () => m.moderation_people({ count: 10 }) },
  { value: 100, label: () => m.moderation_people({ count: 100 }) },
];
/** Seconds between two messages of one person. */
export const SLOW_TIMES: readonly Choice[] = [
  { value: 0, label: m.hosting_state_off },
  { value: 5, label: () => secondsWord(5) },
  { value: 30, label: () => secondsWord(30) },
  { value: 60, label: () => secondsWord(60) },
  { value: 300, label: () => secondsWord(300) },
];

/** Minutes in the largest unit that says it: "3 days", "2 h", "5 min". */
export function minutesWord(minutes: number): string {
  if (minutes < HOUR) return m.time_minutes({ n: minutes });
  const hours = Math.round(minutes / HOUR);
  return hours < 48 ? m.time_hours({ n: hours }) : m.time_days({ count: Math.round(hours / 24) });
}

/** The time left until something ends. */
export function leftWord(until: number, now: number): string {
  return minutesWord(Math.max(1, Math.round((until - now) / 60_000)));
}

export const POLICIES: readonly { value: AccessPolicy; label: () => string; hint: () => string }[] = [
  { value: 'open', label: m.moderation_policy_open, hint: m.moderation_policy_open_text },
  { value: 'password', label: m.moderation_policy_password, hint: m.moderation_policy_password_text },
  { value: 'invite', label: m.moderation_policy_invite, hint: m.moderation_policy_invite_text },
  { value: 'approval', label: m.moderation_policy_approval, hint: m.moderation_policy_approval_text },
];
