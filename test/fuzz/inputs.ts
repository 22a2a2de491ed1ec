import type { Chance } from '../support/soak.ts';

export type Json = null | boolean | number | string | Json[] | { [field: string]: Json };
export type Frame = Record<string, Json>;

/** Text that has been trouble somewhere. */
const STRINGS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202egnp.exe',
  '\u2028',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  "'; DROP TABLE events; --",
  '%00',
  '${1}',
  'ＡＤＡ',
  '👩‍👩‍👧‍👦',
  'é́'.repeat(40),
  'x'.repeat(300),
  'x'.repeat(9_000),
  '01890000-0000-7000-8000-000000000001',
  'NaN',
  '-1',
];

const NUMBERS = [0, -0, 1, -1, 0.5, 1e21, -1e21, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 - 1, Number.MIN_VALUE, 1e308];

/** Any JSON value, none too deep. */
export function anyJson(chance: Chance, depth = 3): Json {
  const kind = chance.int(0, depth > 0 ? 7 : 5);
  if (kind === 0) return null;
  if (kind === 1) return chance.happens(0.5);
  if (kind === 2) return chance.pick(NUMBERS);
  if (kind === 3) return chance.int(-10, 1_000);
  if (kind <= 5) return anyText(chance);
  if (kind === 6) return Array.from({ length: chance.int(0, 4) }, () => anyJson(chance, depth - 1));
  return Object.fromEntries(
    Array.from({ length: chance.int(0, 4) }, () => [anyText(chance), anyJson(chance, depth - 1)]),
  );
}

function anyText(chance: Chance): string {
  if (chance.happens(0.5)) return chance.pick(STRINGS);
  return String.fromCharCode(...Array.from({ length: chance.int(0, 12) }, () => chance.int(0, 0xffff)));
}

/** A frame with one to three of its fields, or of theirs, changed, left out or added. */
export function mutated(frame: Frame, chance: Chance): Frame {
  const copy = structuredClone(frame);
  for (let i = chance.int(1, 3); i > 0; i -= 1) mutateOne(copy, chance);
  return copy;
}

function mutateOne(target: Frame | Json[], chance: Chance): void {
  const holder = target as Record<string, Json>;
  const field = chance.happens(0.1) ? anyText(chance) : chance.pick([...Object.keys(holder), 'id']);
  // Only its own: what everything inherits is not ours to change.
  const value = Object.hasOwn(holder, field) ? holder[field] : undefined;
  const change = chance.int(0, 5);
  if (change <= 1 && typeof value === 'object' && value !== null) mutateOne(value, chance);
  else if (change === 2) Reflect.deleteProperty(holder, field);
  else if (change === 3 && typeof value === 'number') holder[field] = value + chance.pick([1, -1, 0.5, 1e9]);
  else if (change === 3 && typeof value === 'string') holder[field] = mutatedText(value, chance);
  // Not `holder[field] =`: a field may well be called __proto__.
  else
    Object.defineProperty(holder, field, {
      value: anyJson(chance),
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

/** Text with a piece cut out, doubled, replaced or put in. */
export function mutatedText(text: string, chance: Chance): string {
  const from = chance.int(0, text.length);
  const to = Math.min(text.length, from + chance.int(0, 12));
  const piece = text.slice(from, to);
  const other = chance.pick([piece + piece, '', anyText(chance), '"', '}', '\\u0000', ',']);
  return text.slice(0, from) + other + text.slice(to);
}

/** What might come instead of one of these frames, as text. */
export function anyInput(frames: readonly Frame[], chance: Chance): string {
  const frame = chance.pick(frames);
  const kind = chance.int(0, 9);
  if (kind === 0) return Buffer.from(chance.bytes(chance.int(0, 60))).toString('latin1');
  if (kind === 1) return JSON.stringify(anyJson(chance));
  if (kind <= 3) return mutatedText(JSON.stringify(frame), chance);
  if (kind <= 8) return JSON.stringify(mutated(frame, chance));
  return JSON.stringify(frame);
}

/** The object that a text is, if it is one. */
export function objectIn(text: string): Frame | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Frame) : null;
  } catch {
    // Then it is not JSON.
    return null;
  }
}
