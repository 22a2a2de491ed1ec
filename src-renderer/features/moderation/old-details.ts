import { m } from '../../../src-shared/messages/messages.js';
import type { AuditEntry } from '../../../src-shared/protocol/audit.ts';
import type { Role } from '../../../src-shared/protocol/rooms.ts';
import { minutesWord, roleWord, secondsWord } from './words.ts';

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

/** What stands beside each deed. */
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

/** What hosts noted beside a deed in English, before they noted facts, in words of the window’s language. */
export function detailWords({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>): string {
  return DETAILS.get(action)?.(detail) ?? detail;
}
