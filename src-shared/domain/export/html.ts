import { sha256 } from '@noble/hashes/sha2.js';
import { escapeHtml as escape } from '../escape-html.ts';
import type { ExportAbout, ExportLooks, ExportWords, Formatter } from './format.ts';
import { PAGE_STYLE } from './html-style.ts';
import { Transcript, type SaidItem, type TranscriptItem } from './transcript.ts';

/** Colours that people are told apart by: a class for each, since the page allows no style but its own. */
const HUES = 12;

/** Nothing runs in the page, nothing is loaded, and it is styled by these very rules or not at all. */
function policy(): string {
  const digest = btoa(String.fromCharCode(...sha256(new TextEncoder().encode(PAGE_STYLE))));
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
}

function beginning(about: ExportAbout, words: ExportWords): string {
  const { name, topic } = about.room;
  const sentences = words.about(about).map((sentence) => `<p dir="auto">${escape(sentence)}</p>\n`);
  return `<!doctype html>
<html lang="${escape(words.language)}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<meta name="generator" content="Parley">
<title>${escape(name)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<header class="top">
<h1 dir="auto">${escape(name)}</h1>
${topic === '' ? '' : `<p class="topic" dir="auto">${escape(topic)}</p>\n`}${sentences.join('')}</header>
`;
}

function headOf({ name, by, at, pinned }: SaidItem, words: ExportWords, looks: ExportLooks): string {
  const hue = Math.round((looks.hue(by) * HUES) / 360) % HUES;
  const pin = pinned ? ` <em>${escape(words.pinned())}</em>` : '';
  const time = `<time datetime="${new Date(at).toISOString()}" title="${escape(words.fullTime(at))}">${escape(words.time(at))}</time>`;
  return `<header><span class="who h${hue}" aria-hidden="true">${escape(looks.initials(name))}</span><b><bdi>${escape(name)}</bdi></b> ${time}${pin}</header>\n`;
}

/** A line that leads to another message of the page, where that is known to be in it. */
function pointer(kind: string, seq: number | undefined, html: string, first: number): string {
  return seq === undefined || seq < first
    ? `<p class="${kind}">${html}</p>\n`
    : `<p class="${kind}"><a href="#m${seq}">${html}</a></p>\n`;
}

function placeOf(said: SaidItem, words: ExportWords, first: number): string {
  const thread =
    said.inThread === null
      ? ''
      : pointer('in', said.root?.seq, `<bdi>${escape(words.inThread(said.root))}</bdi>`, first);
  if (!said.replyTo) return thread;
  const { quote } = said.replyTo;
  const { name, text } = words.quote(quote);
  const named = name === '' ? '' : `<b><bdi>${escape(name)}</bdi></b> `;
  return thread + pointer('to', quote?.seq, `${named}<bdi>${escape(text)}</bdi>`, first);
}

function textOf(said: SaidItem, words: ExportWords, looks: ExportLooks): string {
  if (said.deleted) return `<p class="gone">${escape(words.deleted(said.item))}</p>\n`;
  const earlier = said.earlier.map(
    ({ text, at }) =>
      `<details><summary>${escape(words.before(at))}</summary><div class="text" dir="auto">${looks.rich(text)}</div></details>\n`,
  );
  const who = said.action ? `<b class="does"><bdi>${escape(said.name)}</bdi></b> ` : '';
  const edited =
    said.edited === null
      ? ''
      : `<small title="${escape(words.fullTime(said.edited))}">${escape(words.edited())}</small>`;
  const { forwarded } = said;
  const passedOn = forwarded
    ? `<p class="to">${escape(words.forwarded(forwarded))}</p>\n<div class="text" dir="auto">${looks.rich(forwarded.text)}</div>\n`
    : '';
  return `<div class="text${said.action ? ' act' : ''}" dir="auto">${who}${looks.rich(said.text)}</div>\n${edited}${earlier.join('')}${passedOn}`;
}

function footOf({ reactions, thread }: SaidItem, words: ExportWords): string {
  const shown = reactions.map(
    (one) => `<span title="${escape(words.reactors(one))}">${escape(one.emoji)} ${one.count}</span>`,
  );
  const row = shown.length === 0 ? '' : `<p class="reactions">${shown.join(' ')}</p>\n`;
  return thread ? `${row}<p class="thread">${escape(words.replies(thread.count))}</p>\n` : row;
}

/** One self-contained page without a script, light or dark as the reader has it, fit to be printed. */
export function htmlFormat(about: ExportAbout, words: ExportWords, looks: ExportLooks): Formatter {
  const transcript = new Transcript();
  let open = false;

  function message(said: SaidItem): string {
    const classes = ['message', ...(said.startsGroup ? ['starts'] : []), ...(said.inThread === null ? [] : ['deep'])];
    const head = said.startsGroup ? headOf(said, words, looks) : '';
    const body = placeOf(said, words, about.first) + textOf(said, words, looks) + footOf(said, words);
    return `<article class="${classes.join(' ')}" id="m${said.seq}">\n${head}${body}</article>\n`;
  }

  function day(at: number): string {
    const closed = open ? '</section>\n' : '';
    open = true;
    return `${closed}<section>\n<h2>${escape(words.day(at))}</h2>\n`;
  }

  function written(item: TranscriptItem): string {
    if (item.type === 'said') return message(item);
    return item.type === 'day' ? day(item.at) : `<p class="notice" dir="auto">${escape(words.notice(item))}</p>\n`;
  }

  return {
    begin: () => beginning(about, words),
    *page(page) {
      for (const item of transcript.items(page)) yield written(item);
    },
    end: () =>
      `${open ? '</section>\n' : ''}<footer>${escape(words.end(transcript.messages))}</footer>\n</main>\n</body>\n</html>\n`,
  };
}
