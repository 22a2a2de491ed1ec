import type { HostingStatus } from '../../src-shared/protocol/bridge.ts';
import type { MembershipItem, ChangeItem } from '../../src-shared/domain/timeline.ts';
import { asRefusal } from '../../src-shared/protocol/errors.ts';
import type { SettingsProblem } from '../../src-shared/protocol/settings.ts';
import type { Failure } from '../../src-shared/session/ports.ts';
import type { Status } from '../../src-shared/session/session.ts';
import { secondsWord } from './seconds.ts';

export function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString()} ${n === 1 ? one : many}`;
}

export function failureOf(thrown: unknown): Failure {
  return asRefusal(thrown).toJSON();
}

/** Names in a sentence: all of them if few, else two and how many others. */
export function listNames(names: readonly string[]): string {
  const [first = '', second = '', third = ''] = names;
  if (names.length <= 1) return first;
  if (names.length === 2) return `${first} and ${second}`;
  if (names.length === 3) return `${first}, ${second} and ${third}`;
  return `${first}, ${second} and ${String(names.length - 2)} others`;
}

/** Who came and who went, each person once, by how they ended up. */
export function membershipWords(changes: MembershipItem['changes']): string {
  const last = new Map(changes.map(({ name, did }) => [name, did]));
  const names = (did: 'join' | 'leave'): string[] => [...last].filter(([, is]) => is === did).map(([name]) => name);
  const joined = names('join');
  const left = names('leave');
  const parts = [];
  if (joined.length > 0) parts.push(`${listNames(joined)} joined`);
  if (left.length > 0) parts.push(`${listNames(left)} left`);
  return parts.join(', ');
}

export function changeWords({ name, change }: Pick<ChangeItem, 'name' | 'change'>): string {
  switch (change.kind) {
    case 'create':
      return `${name} made this room`;
    case 'rename':
      return `${name} renamed the room to “${change.title}”`;
    case 'topic':
      return change.topic === '' ? `${name} removed the topic` : `${name} set the topic: ${change.topic}`;
    case 'archive':
      return `${name} archived this room`;
    case 'lock':
      return change.on ? `${name} locked the room: only moderators write` : `${name} unlocked the room`;
    case 'slow':
      return change.seconds === 0
        ? `${name} ended slow mode`
        : `${name} set slow mode: one message every ${secondsWord(change.seconds)}`;
    case 'invite':
      return `${name} invited ${change.whoName}`;
  }
}

export function typingWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  if (names.length > 3) return 'Several people are typing…';
  return `${listNames(names)} ${names.length === 1 ? 'is' : 'are'} typing…`;
}

/** The state of a connection in a word or two. */
export function stateWord(status: Status): string {
  const words = {
    stopped: 'Switched off',
    connecting: 'Connecting…',
    connected: 'Connected',
    offline: 'Offline',
    refused: 'Refused',
  } as const;
  return words[status.state];
}

/** What happened to a host one was, or wants to be, connected to. */
export function failureWords(host: string, failure: Failure): string {
  switch (failure.code) {
    case 'host-gone':
      return `${host} cannot be reached. Waiting for it; your messages are kept.`;
    case 'host-closing':
      return `${host} stopped hosting. Waiting for it; your messages are kept.`;
    case 'refused':
    case 'timed-out':
    case 'unreachable':
    case 'no-such-name':
      return `${host} is not there just now. Waiting for it; your messages are kept.`;
    default:
      return failure.message;
  }
}

/** "in 5 s", or "now". */
export function waitWords(retryAt: number, now: number): string {
  const seconds = Math.ceil((retryAt - now) / 1_000);
  return seconds > 0 ? `in ${String(seconds)} s` : 'now';
}

export function hostingWord(status: HostingStatus): string {
  const words = { off: 'Off', starting: 'Starting…', on: 'On', failed: 'Could not start' } as const;
  return words[status.state];
}

export function settingsProblemWords(problem: SettingsProblem): string {
  if (problem.kind === 'unwritable')
    return `The settings could not be saved: they hold until Parley is closed. Is there room, and may ${problem.path} be written?`;
  return problem.kept === null
    ? 'The settings were damaged, so the usual ones are used where they could not be read.'
    : `The settings were damaged, so the usual ones are used where they could not be read. The old file is kept as ${problem.kept}.`;
}

/** Bytes as people say them. */
export function sizeWords(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const step = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  const style = { style: 'unit', unit: units[step] ?? 'byte', maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 };
  return new Intl.NumberFormat(undefined, style as Intl.NumberFormatOptions).format(value);
}
