import type { ShownReaction } from '../reactions.ts';
import type { ExportAbout, ExportWords, Formatter } from './format.ts';
import { Transcript, type SaidItem, type TranscriptItem } from './transcript.ts';

/** Whatever some program takes for the end of a line. */
const LINE_ENDS = /\r\n?|[\n\v\f\u0085\u2028\u2029]/;
/** Lists and quotations in each other: programs fall over where there are thousands. */
const TOO_DEEP = /^((?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){12}[ \t]*)(?=[>\-+*\d])/;
const LINK_TO_ELSEWHERE = /\](?=\((?!\s*<?(?:https?:|mailto:)))/gi;

/**
 * A block of code is left as it is, so where one begins and ends has to be known exactly as CommonMark knows it. Only one
 * at the very start of a line counts, where no list or quote can be around it; `tame` sees to it that there is no other.
 */
const OPENS = /^(?:(`{3,})[^`]*|(~{3,}).*)$/;
const CLOSES = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;

/** One line of somebody's Markdown, so that it fetches nothing, runs nothing, and begins no block of code. */
function tame(line: string): string {
  return line
    .replace(/<(?=[a-z/!?])/gi, '&lt;')
    .replaceAll('![', '\\![')
    .replace(LINK_TO_ELSEWHERE, '\\]')
    .replaceAll(']:', ']\\:')
    .replace(/`{3,}|~{3,}/g, '\\$&')
    .replace(TOO_DEEP, '$1\\');
}

/**
 * What somebody wrote, as a quotation: each of its lines begins with ">", which no line of the export's own does, so that
 * no text passes for a line of somebody else. Within it their Markdown stands as they wrote it, but for what is not text.
 */
function quoted(text: string): string {
  let fence = '';
  const lines = text.split(LINE_ENDS).map((raw) => {
    // A tab is as wide as where it stands makes it, and ">" moves it.
    const line = raw.replace(/^[ \t]+/, (space) => space.replaceAll('\t', '    '));
    if (fence !== '') {
      if (CLOSES.exec(line)?.[1]?.startsWith(fence)) fence = '';
      return line;
    }
    const opened = OPENS.exec(line);
    fence = opened?.[1] ?? opened?.[2] ?? '';
    return opened ? line : tame(line);
  });
  return lines.map((line) => `> ${line}`).join('\n');
}

/** A name or the like within a line of the export's own. */
function plain(text: string): string {
  return text
    .split(LINE_ENDS)
    .join(' ')
    .replace(/[\\`*_[\]<>&~|#!]/g, '\\$&');
}

function reactionWords({ reactions }: { reactions: readonly ShownReaction[] }, words: ExportWords): string {
  return reactions.map((one) => `${one.emoji} ${one.count} (${plain(words.reactors(one))})`).join(' · ');
}

function headOf(said: SaidItem, words: ExportWords): string {
  const marks = [
    `**${plain(said.name)}**`,
    words.time(said.at),
    ...(said.pinned ? [words.pinned()] : []),
    ...(said.edited === null ? [] : [words.edited()]),
  ];
  return marks.join(' · ');
}

function placeOf(said: SaidItem, words: ExportWords): string[] {
  const lines: string[] = [];
  if (said.inThread !== null) lines.push(`↳ ${plain(words.inThread(said.root))}`);
  if (said.replyTo) {
    const { name, text } = words.quote(said.replyTo.quote);
    lines.push(`↩ ${name === '' ? '' : `**${plain(name)}**: `}${plain(text)}`);
  }
  return lines;
}

function messageText(said: SaidItem, words: ExportWords): string {
  const parts = [[headOf(said, words), ...placeOf(said, words)].join('  \n')];
  for (const { text, at } of said.earlier) parts.push(`*${plain(words.before(at))}*`, quoted(text));
  if (said.deleted) parts.push(`*${plain(words.deleted(said.item))}*`);
  else if (said.text !== '') parts.push(quoted(said.action ? `${plain(said.name)} ${said.text}` : said.text));
  if (said.forwarded) parts.push(`*${plain(words.forwarded(said.forwarded))}*`, quoted(said.forwarded.text));
  if (said.reactions.length > 0) parts.push(reactionWords(said, words));
  if (said.thread) parts.push(`*${plain(words.replies(said.thread.count))}*`);
  return `${parts.join('\n\n')}\n\n`;
}

function itemText(item: TranscriptItem, words: ExportWords): string {
  if (item.type === 'said') return messageText(item, words);
  if (item.type === 'day') return `## ${plain(words.day(item.at))}\n\n`;
  return `*${plain(words.notice(item))}*\n\n`;
}

/** Markdown, to be read as it is or rendered. */
export function markdownFormat(about: ExportAbout, words: ExportWords): Formatter {
  const transcript = new Transcript();
  return {
    begin: () => {
      const topic = about.room.topic === '' ? [] : [plain(about.room.topic)];
      return `${[`# ${plain(about.room.name)}`, ...topic, ...words.about(about).map(plain)].join('\n\n')}\n\n`;
    },
    *page(page) {
      for (const item of transcript.items(page)) yield itemText(item, words);
    },
    end: () => `---\n\n${plain(words.end(transcript.messages))}\n`,
  };
}
