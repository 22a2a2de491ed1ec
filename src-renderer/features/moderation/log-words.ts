import { m } from '../../../src-shared/messages/messages.js';
import type { AuditEntry, AuditFacts, AuditRoom } from '../../../src-shared/protocol/audit.ts';
import { detailWords } from './old-details.ts';
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

/** A room by its name, or by what it is where its name is for its members alone. */
function roomWord({ kind, name }: AuditRoom): string {
  return name ?? (kind === 'direct' ? m.fact_direct() : m.fact_private());
}

/** One entry as a sentence. What a newer host does is told as it names it. */
export function deedWords({ by, action, target: whom, facts }: Omit<AuditEntry, 'id' | 'at' | 'detail'>): string {
  const target = whom === '' && facts?.room ? roomWord(facts.room) : whom;
  return DEEDS.get(action)?.({ by, target }) ?? `${by}: ${action} ${target}`;
}

/** A fact in words, if it is told. */
function told<T>(fact: T | undefined, words: (fact: T) => string): string[] {
  return fact === undefined ? [] : [words(fact)];
}

/** The room, unless the sentence names it already. */
function placeWords({ room }: AuditFacts, target: string): string[] {
  return room && target !== '' ? [m.fact_in({ room: roomWord(room) })] : [];
}

/** What the log adds to a deed, part by part: how long, where, how many, why. */
export function factWords({ action, target, detail, facts }: Omit<AuditEntry, 'id' | 'at' | 'by'>): string[] {
  if (!facts) return [detailWords({ action, detail })].filter((words) => words !== '');
  return [
    ...(action === 'claim' ? [m.detail_claim()] : []),
    ...told(facts.role, (role) => (role === 'member' ? m.moderation_role_member() : roleWord(role))),
    ...told(facts.uses, (count) => m.moderation_people({ count })),
    ...told(facts.minutes, (minutes) => (minutes === null ? m.moderation_for_ever() : minutesWord(minutes))),
    ...told(facts.seconds, (seconds) => (seconds === 0 ? m.hosting_state_off() : secondsWord(seconds))),
    ...told(facts.scope, (scope) => (scope === 'all' ? m.rooms_history_all() : m.rooms_history_joined())),
    ...told(facts.password, () => m.detail_password()),
    ...told(facts.messages, (count) => m.fact_messages({ count })),
    ...told(facts.rooms, (count) => m.fact_rooms({ count })),
    ...placeWords(facts, target),
    ...told(facts.reason, (reason) => reason),
  ];
}
