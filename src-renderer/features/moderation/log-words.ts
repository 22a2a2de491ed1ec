import { m } from '../../../src-shared/messages/messages.js';
import type { AuditEntry } from '../../../src-shared/protocol/moderation.ts';
import type { Role } from '../../../src-shared/protocol/rooms.ts';
import { minutesWord, POLICIES, roleWord, secondsWord } from './words.ts';

type Deed = (who: { by: string; target: string }) => string;

/** What an entry of the audit log says was done, by whom and to what. */
const DEEDS: ReadonlyMap<string, Deed> = new Map(
  Object.entries<Deed>({
    claim: m.deed_claim,
    role: m.deed_role,
    handover: m.deed_handover,
    kick: m.deed_kick,
    mute: m.deed_mute,
    unmute: m.deed_unmute,
    remove: m.deed_remove,
    purge: m.deed_purge,
    picture: m.deed_picture,
    ban: m.deed_ban,
    unban: m.deed_unban,
    lock: m.deed_lock,
    unlock: m.deed_unlock,
    slow: m.deed_slow,
    archive: m.deed_archive,
    history: m.deed_history,
    report: m.deed_report,
    access: ({ by, target }) => m.deed_access({ by, target: policyWord(target) }),
    invite: m.deed_invite,
    revoke: m.deed_revoke,
    admit: m.deed_admit,
    'come in': m.deed_come_in,
    'turn away': m.deed_turn_away,
  }),
);

function policyWord(policy: string): string {
  return (
    POLICIES.find(({ value }) => value === policy)
      ?.label()
      .toLocaleLowerCase() ?? policy
  );
}

/** One entry as a sentence. What a newer host does is told as it names it. */
export function deedWords({ by, action, target }: Pick<AuditEntry, 'by' | 'action' | 'target'>): string {
  return DEEDS.get(action)?.({ by, target }) ?? `${by}: ${action} ${target}`;
}

/** A time as the log has it, and the reason that follows. */
const LASTING = /^(?:(?<minutes>\d{1,6}) min|for ever)\. ?(?<reason>.*)$/s;

function lasting(detail: string): string {
  const found = LASTING.exec(detail)?.groups;
  if (!found) return detail;
  const { minutes, reason = '' } = found;
  const time = minutes === undefined ? m.moderation_for_ever() : minutesWord(Number(minutes));
  return reason === '' ? time : `${time}. ${reason}`;
}

function removed(detail: string): string {
  const [, count = '', reason = ''] = /^(\d+) messages of \d+ min, rooms: \d+\. ?(.*)$/s.exec(detail) ?? [];
  return count === '' ? detail : `${m.moderation_purged({ count: Number(count) })} ${reason}`.trim();
}

function goodFor(detail: string): string {
  const [, uses, minutes] = /^(\d+) uses, (\d+) min$/.exec(detail) ?? [];
  if (uses === undefined) return detail;
  return `${m.moderation_people({ count: Number(uses) })}, ${minutesWord(Number(minutes))}`;
}

function everySo(detail: string): string {
  const seconds = Number.parseInt(detail, 10);
  return seconds > 0 ? secondsWord(seconds) : m.hosting_state_off();
}

/** What the log adds to a deed, in words of the window's language. */
const DETAILS: ReadonlyMap<string, (detail: string) => string | undefined> = new Map(
  Object.entries<(detail: string) => string | undefined>({
    claim: m.detail_claim,
    role: (role) => (role === 'member' ? m.moderation_role_member() : roleWord(role as Role)),
    mute: lasting,
    ban: lasting,
    // The end of a mute lasts no time.
    unmute: (detail) => LASTING.exec(detail)?.groups?.reason,
    // A number that only programs know.
    remove: () => '',
    purge: removed,
    slow: everySo,
    history: (scope) => (scope === 'all' ? m.rooms_history_all() : m.rooms_history_joined()),
    access: (detail) => (detail === '' ? '' : m.detail_password()),
    invite: goodFor,
  }),
);

export function detailWords({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>): string {
  return DETAILS.get(action)?.(detail) ?? detail;
}
