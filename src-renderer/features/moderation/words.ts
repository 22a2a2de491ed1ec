import type { AccessPolicy, AuditEntry } from '../../../src-shared/protocol/moderation.ts';
import type { Role } from '../../../src-shared/protocol/rooms.ts';

/** What people are called by their role; nothing for those who are most. */
export function roleWord(role: Role): string {
  return { owner: 'Owner', moderator: 'Moderator', member: '', guest: 'Guest' }[role];
}

export interface Choice {
  value: number;
  label: string;
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** How long something lasts, in minutes. A mute of 0 ends one; a ban of 0 stands for ever. */
export const MUTE_TIMES: readonly Choice[] = [
  { value: 10, label: '10 minutes' },
  { value: HOUR, label: '1 hour' },
  { value: DAY, label: '1 day' },
  { value: 0, label: 'Not any more' },
];
export const BAN_TIMES: readonly Choice[] = [
  { value: HOUR, label: '1 hour' },
  { value: DAY, label: '1 day' },
  { value: 30 * DAY, label: '30 days' },
  { value: 0, label: 'For ever' },
];
export const INVITE_TIMES: readonly Choice[] = [
  { value: 30, label: '30 minutes' },
  { value: DAY, label: '1 day' },
  { value: 7 * DAY, label: '7 days' },
  { value: 30 * DAY, label: '30 days' },
];
export const INVITE_USES: readonly Choice[] = [
  { value: 1, label: '1 person' },
  { value: 10, label: '10 people' },
  { value: 100, label: '100 people' },
];
/** Seconds between two messages of one person. */
export const SLOW_TIMES: readonly Choice[] = [
  { value: 0, label: 'Off' },
  { value: 5, label: '5 s' },
  { value: 30, label: '30 s' },
  { value: 60, label: '1 min' },
  { value: 300, label: '5 min' },
];

export { secondsWord } from '../../lib/seconds.ts';

/** Minutes in the largest unit that says it: "3 days", "2 h", "5 min". */
function minutesWord(minutes: number): string {
  if (minutes < HOUR) return `${String(minutes)} min`;
  const hours = Math.round(minutes / HOUR);
  return hours < 48 ? `${String(hours)} h` : `${String(Math.round(hours / 24))} days`;
}

/** The time left until something ends. */
export function leftWord(until: number, now: number): string {
  return minutesWord(Math.max(1, Math.round((until - now) / 60_000)));
}

/** What the log adds to a deed, its minutes told as people do. The end of a mute lasts no time. */
export function detailWords({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>): string {
  if (action === 'unmute') return detail.replace(/^0 min\. ?/, '');
  return detail.replace(/\b(\d{1,6}) min\b/, (_, minutes: string) => minutesWord(Number(minutes)));
}

export const POLICIES: readonly { value: AccessPolicy; label: string; hint: string }[] = [
  { value: 'open', label: 'Everyone', hint: 'Whoever can reach this host comes in.' },
  { value: 'password', label: 'With a password', hint: 'Newcomers are asked for it once.' },
  { value: 'invite', label: 'By invite', hint: 'Newcomers need a link that somebody made for them.' },
  { value: 'approval', label: 'After approval', hint: 'Newcomers wait until a moderator lets them in.' },
];

/** What an entry of the audit log says was done: a verb in the past, and what it was done to. */
const DEEDS: Readonly<Record<string, (target: string) => string>> = {
  claim: () => 'became the owner',
  role: (target) => `changed the role of ${target}`,
  handover: (target) => `handed the host over to ${target}`,
  kick: (target) => `sent ${target} away`,
  mute: (target) => `muted ${target}`,
  unmute: (target) => `let ${target} speak again`,
  remove: (target) => `removed a message of ${target}`,
  purge: (target) => `removed what ${target} said in the last hour`,
  ban: (target) => `banned ${target}`,
  unban: (target) => `lifted the ban of ${target}`,
  lock: (target) => `locked ${target}`,
  unlock: (target) => `unlocked ${target}`,
  slow: (target) => `set slow mode in ${target}`,
  history: (target) => `set what newcomers may read in ${target}`,
  report: (target) => `reported a message of ${target}`,
  access: (target) => `changed who may come in: ${policyWord(target)}`,
  invite: (target) => `made invite ${target}`,
  revoke: (target) => `revoked invite ${target}`,
  admit: (target) => `let ${target} in`,
  'turn away': (target) => `turned ${target} away`,
};

function policyWord(policy: string): string {
  return POLICIES.find(({ value }) => value === policy)?.label.toLocaleLowerCase() ?? policy;
}

/** One entry as a sentence. What a newer host does is told as it names it. */
export function deedWords({ by, action, target }: Pick<AuditEntry, 'by' | 'action' | 'target'>): string {
  const deed = DEEDS[action];
  return deed ? `${by} ${deed(target)}` : `${by}: ${action} ${target}`;
}
