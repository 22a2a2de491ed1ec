import type { ExportLooks, ExportWords } from '../../../src-shared/domain/export/format.ts';
import { m } from '../../../src-shared/messages/messages.js';
import { dayOf, fullTimeOf, timeOf } from '../../lib/dates.ts';
import { language } from '../../lib/language.svelte.ts';
import { hueOf, initials } from '../../lib/people.ts';
import { renderStill } from '../../lib/sanitise.ts';
import { changeWords, membershipWords } from '../../lib/words.ts';
import { reactorWords } from '../reactions/words.ts';

/** An export's own words, in the window's language. */
export function exportWords(): ExportWords {
  return {
    language: language.locale,
    direction: language.direction,
    about: ({ host, by, at, first, copied }) => [
      m.export_about({ name: by, host: host.name, date: fullTimeOf(at) }),
      ...(copied ? [m.export_copied({ host: host.name })] : first > 1 ? [m.export_joined()] : []),
    ],
    // Whoever reads it does so on another day: no "today".
    day: (at) => dayOf(at, Infinity),
    time: timeOf,
    fullTime: fullTimeOf,
    notice: (item) => (item.type === 'membership' ? membershipWords(item.changes) : changeWords(item)),
    deleted: ({ by, deleted }) =>
      !deleted || deleted.by === by ? m.messages_deleted() : m.messages_removed_by({ name: deleted.name }),
    quote: (quote) =>
      quote
        ? { name: quote.name, text: quote.deleted ? m.messages_quote_deleted() : quote.text }
        : { name: '', text: m.messages_quote_earlier() },
    forwarded: ({ name, at }) => `${m.forward_from({ name })} · ${fullTimeOf(at)}`,
    inThread: (root) => (root ? m.export_in_thread({ name: root.name, text: root.text }) : m.messages_from_thread()),
    replies: (count) => m.threads_replies({ count }),
    reactors: reactorWords,
    edited: m.messages_edited,
    pinned: m.messages_pinned,
    before: (at) => `${m.messages_version_before()} · ${fullTimeOf(at)}`,
    end: (count) => m.export_messages({ count }),
  };
}

export const exportLooks: ExportLooks = { initials, hue: hueOf, rich: renderStill };
