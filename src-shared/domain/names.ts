import { Refusal } from '../protocol/errors.ts';
import { NAME_MAX, STATUS_MAX, TEXT_MAX, TOPIC_MAX } from '../protocol/limits.ts';

/**
 * Control characters, line breaks, bidirectional overrides and isolates, and what has no ink. What shapes its neighbours
 * stays: joiners, variation selectors, the tags of flags.
 */
const HIDDEN =
  /(?![\p{Join_Control}\p{Variation_Selector}\u{e0020}-\u{e007f}])[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u;

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Characters as people count them in a limit: Unicode code points. */
export function characters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count += 1;
  return count;
}

function normalise(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** One line of text with nothing hidden in it, at most `max` characters, or null. */
function line(text: string, max: number): string | null {
  if (text.length > max * 8) return null;
  const clean = normalise(text);
  return HIDDEN.test(text.trim()) || characters(clean) > max ? null : clean;
}

const HIDDEN_ALL = new RegExp(HIDDEN.source, 'gu');
/** More marks on one letter than any language writes: they would reach into the lines around. */
const TOWER = /(\p{M}{4})\p{M}+/gu;

/** A text without towers of marks, which also take the longest of all to draw. */
export function withoutTowers(text: string): string {
  return text.replace(TOWER, '$1');
}

/** One line of text from somebody who checks nothing, fit to be shown: cleaned and cut, where `checkName` would refuse. */
export function shownLine(text: string, max: number): string {
  if (text.length <= max && /^[ -~]*$/.test(text)) return text;
  const start = text.slice(0, 8 * max).toWellFormed();
  const clean = normalise(withoutTowers(start.replace(HIDDEN_ALL, ' ')));
  return characters(clean) <= max ? clean : Array.from(clean).slice(0, max).join('');
}

/** A name of a room, a person or a host in its normal form. @throws Refusal `name-invalid` */
export function checkName(name: string): string {
  const clean = line(name, NAME_MAX);
  if (clean === null || nameKey(clean) === '') throw new Refusal('name-invalid');
  return clean;
}

/** A topic in its normal form; may be empty. @throws Refusal `topic-invalid` */
export function checkTopic(topic: string): string {
  const clean = line(topic, TOPIC_MAX);
  if (clean === null) throw new Refusal('topic-invalid');
  return clean;
}

/** What a person is at, in its normal form; may be empty. @throws Refusal `status-invalid` */
export function checkStatus(status: string): string {
  const clean = line(status, STATUS_MAX);
  if (clean === null) throw new Refusal('status-invalid');
  return clean;
}

/** A message's text as it is stored: well-formed Unicode, not blank. @throws Refusal `text-empty`, `text-too-long` */
export function checkText(text: string): string {
  if (text.length > TEXT_MAX && characters(text) > TEXT_MAX) throw new Refusal('text-too-long');
  if (text.trim() === '') throw new Refusal('text-empty');
  return text.toWellFormed();
}

/** A piece of a name without what names do not differ in: compatibility forms, case, what is not seen. */
export function foldName(piece: string): string {
  const plain = piece.normalize('NFKC').replace(IGNORABLE, '');
  // Upper case first: that is where "ß" meets "SS", and every sigma the same one.
  return plain.toUpperCase().toLowerCase().normalize('NFKC');
}

/** What two names share if people would take them for the same. */
export function nameKey(name: string): string {
  return normalise(foldName(name));
}

/** The name itself, or with the first free number behind it, such as "Ada 2". */
export function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  for (let i = 2; ; i += 1) {
    const suffix = ` ${String(i)}`;
    const start = Array.from(name)
      .slice(0, NAME_MAX - suffix.length)
      .join('');
    const candidate = start.trimEnd() + suffix;
    if (!taken(candidate)) return candidate;
  }
}
