import { Refusal } from '../protocol/errors.ts';
import type { Actor, Reaction } from '../protocol/message-state.ts';

/** Longer than any emoji there is, in UTF-16 units. */
const LONGEST = 40;

/** As a string, because the flag is newer than the language level that the sources are checked at. */
const ONE_EMOJI = '^\\p{RGI_Emoji}$';

let emoji: RegExp | null = null;

/** Made when it is needed first: that takes 15 ms, which no start of the window has to spare. */
function oneEmoji(): RegExp {
  return (emoji ??= new RegExp(ONE_EMOJI, 'v'));
}

/** Asks for the coloured form of a character that has a plain one too. */
const COLOURED = '\ufe0f';

/** One emoji in its normal form, so that "❤" and "❤️" count together. @throws Refusal `not-an-emoji` */
export function checkEmoji(text: string): string {
  if (text.length <= LONGEST) {
    if (oneEmoji().test(text)) return text;
    if (oneEmoji().test(text + COLOURED)) return text + COLOURED;
  }
  throw new Refusal('not-an-emoji');
}

function without(list: readonly Actor[], id: number): Actor[] {
  return list.filter((one) => one.id !== id);
}

/**
 * A message's reactions after someone put an emoji on it or took it away. The log holds real changes only, so each one
 * counts, also where a page has not named everyone.
 */
export function react(reactions: readonly Reaction[], emoji: string, who: Actor, on: boolean): Reaction[] {
  const known = reactions.find((one) => one.emoji === emoji);
  if (!known) return on ? [...reactions, { emoji, count: 1, by: [who] }] : [...reactions];
  const by = on ? [...without(known.by, who.id), who] : without(known.by, who.id);
  const changed = { emoji, count: known.count + (on ? 1 : -1), by };
  return reactions.flatMap((one) => (one !== known ? [one] : changed.count > 0 ? [changed] : []));
}

/** A reaction as shown: one's own name first, so that it shows in a short list. */
export interface ShownReaction {
  emoji: string;
  count: number;
  mine: boolean;
  names: string[];
}

export function shownReaction({ emoji, count, by }: Reaction, me: number | null): ShownReaction {
  const own = by.filter(({ id }) => id === me);
  const names = [...own, ...by.filter(({ id }) => id !== me)].map(({ name }) => name);
  return { emoji, count, mine: own.length > 0, names };
}
