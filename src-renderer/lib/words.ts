import { m } from '../../src-shared/messages/messages.js';
import type { HostingStatus } from '../../src-shared/protocol/bridge.ts';
import type { MembershipItem, ChangeItem } from '../../src-shared/domain/timeline.ts';
import { asRefusal, REFUSALS } from '../../src-shared/protocol/errors.ts';
import type { SettingsProblem } from '../../src-shared/protocol/settings.ts';
import type { Failure } from '../../src-shared/session/ports.ts';
import type { Status } from '../../src-shared/session/session.ts';
import { dayAndTimeOf } from './dates.ts';
import { number } from './formats.ts';
import { secondsWord } from './seconds.ts';

export function count(n: number, one: string, many: string): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

export function failureOf(thrown: unknown): Failure {
  return asRefusal(thrown).toJSON();
}

/** By name: one for each code and reason. A host of another version may send codes that are not in the list. */
const sentences = m as unknown as Partial<Record<string, (inputs: { name: string }) => string>>;
const english: Partial<Record<string, string>> = REFUSALS;

/** Why something failed, in the window's language; what is in no list is shown as it was said. */
export function failureText({ code, message, detail }: Failure): string {
  if (!detail && message !== english[code]) return message;
  const { why, name = '', reason = '', until } = detail ?? {};
  const key = why === undefined ? `error_${code}` : `why_${why}`;
  const told = sentences[key.replaceAll('-', '_')]?.({ name }) ?? message;
  const because = reason === '' ? [] : [m.also_reason({ reason })];
  const end = typeof until === 'number' ? [m.also_until({ until: dayAndTimeOf(until) })] : [];
  return [told, ...because, ...end].join(' ');
}

/** Names in a sentence: all of them if few, else two and how many others. */
export function listNames(names: readonly string[]): string {
  const [first = '', second = '', third = ''] = names;
  if (names.length <= 1) return first;
  if (names.length === 2) return m.names_two({ first, second });
  if (names.length === 3) return m.names_three({ first, second, third });
  return m.names_more({ first, second, count: names.length - 2 });
}

/** Who came and who went, each person once, by how they ended up. */
export function membershipWords(changes: MembershipItem['changes']): string {
  const last = new Map(changes.map(({ name, did }) => [name, did]));
  const names = (did: 'join' | 'leave'): string[] => [...last].filter(([, is]) => is === did).map(([name]) => name);
  const joined = names('join');
  const left = names('leave');
  const parts = [];
  if (joined.length > 0) parts.push(m.membership_joined({ names: listNames(joined), count: joined.length }));
  if (left.length > 0) parts.push(m.membership_left({ names: listNames(left), count: left.length }));
  return parts.join(m.membership_and());
}

export function changeWords({ name, change }: Pick<ChangeItem, 'name' | 'change'>): string {
  switch (change.kind) {
    case 'create':
      return m.change_create({ name });
    case 'rename':
      return m.change_rename({ name, title: change.title });
    case 'topic':
      return change.topic === '' ? m.change_topic_removed({ name }) : m.change_topic({ name, topic: change.topic });
    case 'archive':
      return m.change_archive({ name });
    case 'lock':
      return change.on ? m.change_lock({ name }) : m.change_unlock({ name });
    case 'slow':
      return change.seconds === 0
        ? m.change_slow_off({ name })
        : m.change_slow({ name, time: secondsWord(change.seconds) });
    case 'history':
      return change.scope === 'all' ? m.change_history_all({ name }) : m.change_history_joined({ name });
    case 'invite':
      return m.change_invite({ name, who: change.whoName });
  }
}

export function typingWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  if (names.length > 3) return m.typing_several();
  return m.typing_names({ names: listNames(names), count: names.length });
}

/** Who has seen something; between two people it need not be said who. */
export function seenWords(names: readonly string[], direct: boolean): string {
  if (names.length === 0) return '';
  return direct ? m.seen() : m.seen_by({ names: listNames(names) });
}

/** The state of a connection in a word or two. */
export function stateWord(status: Status): string {
  const words = {
    stopped: m.state_stopped,
    connecting: m.state_connecting,
    connected: m.state_connected,
    offline: m.state_offline,
    refused: m.state_refused,
  } as const;
  return words[status.state]();
}

/** What happened to a host one was, or wants to be, connected to. */
export function failureWords(host: string, failure: Failure): string {
  switch (failure.code) {
    case 'host-gone':
      return m.failure_gone({ host });
    case 'host-closing':
      return m.failure_closing({ host });
    case 'refused':
    case 'timed-out':
    case 'unreachable':
    case 'no-such-name':
      return m.failure_away({ host });
    default:
      return failureText(failure);
  }
}

/** "in 5 s", or "now". */
export function waitWords(retryAt: number, now: number): string {
  const seconds = Math.ceil((retryAt - now) / 1_000);
  return seconds > 0 ? m.wait_seconds({ seconds: number(seconds) }) : m.wait_now();
}

/** When a host that is away is tried again, as a sentence. */
export function retryWords(retryAt: number, now: number): string {
  const seconds = Math.ceil((retryAt - now) / 1_000);
  return seconds > 0 ? m.retry_in({ seconds: number(seconds) }) : m.retry_now();
}

export function hostingWord(status: HostingStatus): string {
  const words = {
    off: m.hosting_state_off,
    starting: m.hosting_state_starting,
    on: m.hosting_state_on,
    failed: m.hosting_state_failed,
  } as const;
  return words[status.state]();
}

export function settingsProblemWords(problem: SettingsProblem): string {
  if (problem.kind === 'unwritable') return m.settings_unwritable({ path: problem.path });
  return problem.kept === null ? m.settings_damaged() : m.settings_damaged_kept({ path: problem.kept });
}

/** Bytes as people say them. */
export function sizeWords(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const step = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  const style = { style: 'unit', unit: units[step] ?? 'byte', maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 };
  return number(value, style as Intl.NumberFormatOptions);
}
