import type {
  ExportAbout,
  ExportedPage,
  ExportLooks,
  ExportWords,
  Formatter,
} from '../../src-shared/domain/export/format.ts';
import type { MessageEvent, ReceivedEvent } from '../../src-shared/protocol/events.ts';
import { uuidv7 } from '../../src-shared/protocol/ids.ts';

export const about: ExportAbout = {
  room: { id: idOf(1), name: 'general', topic: 'all there is', kind: 'room' },
  host: { id: 'library', name: 'Library' },
  by: 'Ada',
  at: Date.UTC(2026, 10, 21, 12),
  first: 1,
  last: 9,
  copied: false,
};

/** Plain words, the same on every computer. */
export const plainWords: ExportWords = {
  language: 'en',
  direction: 'ltr',
  about: ({ host, by }) => [`From ${host.name}, exported by ${by}.`],
  day: (at) => new Date(at).toISOString().slice(0, 10),
  time: (at) => new Date(at).toISOString().slice(11, 16),
  fullTime: (at) => new Date(at).toISOString(),
  notice: ({ type }) => (type === 'membership' ? 'somebody came or went' : 'the room was changed'),
  deleted: ({ name }) => `${name} deleted this`,
  quote: (quote) => ({ name: quote?.name ?? '', text: quote?.text ?? 'something earlier' }),
  forwarded: ({ name }) => `Forwarded from ${name}`,
  inThread: (root) => (root ? `in the thread of ${root.name}: ${root.text}` : 'in a thread'),
  replies: (count) => `${String(count)} replies`,
  reactors: ({ names }) => names.join(', '),
  edited: () => '(edited)',
  pinned: () => 'Pinned',
  before: () => 'Before',
  end: (messages) => `${String(messages)} messages`,
};

export const plainLooks: ExportLooks = {
  initials: (name) => name.slice(0, 1),
  hue: (member) => (member * 137) % 360,
  rich: (text) => `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
};

/** A UUIDv7 of its own for each number. */
export function idOf(number: number): string {
  return uuidv7(
    Date.UTC(2026, 10, 21),
    new Uint8Array([...new Uint8Array(6), number >> 24, number >> 16, number >> 8, number]),
  );
}

/** A message as a page carries it. */
export function saidAt(seq: number, text: string, more: Partial<MessageEvent> = {}): MessageEvent {
  const at = Date.UTC(2026, 10, 21, 9) + seq * 1_000;
  return { kind: 'message', seq, id: idOf(seq), at, by: 1, name: 'Ada', text, ...more };
}

export function pageOf(events: readonly ReceivedEvent[], more: Partial<ExportedPage> = {}): ExportedPage {
  return { events, versions: new Map(), people: [], ...more };
}

/** A whole export in one string. */
export function written(format: Formatter, ...pages: ExportedPage[]): string {
  return [format.begin(), ...pages.flatMap((page) => [...format.page(page)]), format.end()].join('');
}
