import { TEXT_MAX } from '../../../src-shared/protocol/limits.ts';
import { characters } from '../../../src-shared/domain/names.ts';
import { addresses, linked } from './addresses.ts';
import { heavy } from './heavy.ts';
import { oddNames, oddTexts } from './letters.ts';
import { markup } from './markup.ts';

/** What somebody with bad intentions may write, all different. */
function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** As messages: each no longer than a message may be, and not blank. */
export const hostileMessages: readonly string[] = distinct(
  [...markup, ...linked, ...oddTexts, ...heavy].map((text) =>
    characters(text) <= TEXT_MAX ? text : text.slice(0, TEXT_MAX).toWellFormed(),
  ),
).filter((text) => text.trim() !== '');

/** As names of people, rooms and hosts, and as topics: whatever of the above is short enough. */
export const hostileNames: readonly string[] = distinct([
  ...oddNames,
  ...[...markup, ...addresses].filter((text) => text.length <= 64),
]);
export const hostileTopics: readonly string[] = distinct([
  ...oddNames,
  ...[...markup, ...linked].filter((text) => text.length <= 256),
]);
export const hostileAddresses: readonly string[] = distinct(addresses);
