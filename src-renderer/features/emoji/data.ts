import { m } from '../../../src-shared/messages/messages.js';
import dataUrl from 'emoji-picker-element-data/en/emojibase/data.json?url';
import { z } from 'zod';

/** An emoji as it is found: by its shortcodes, its name, and words for what it shows. */
export interface Emoji {
  emoji: string;
  name: string;
  codes: readonly string[];
  tags: readonly string[];
  group: number;
}

const entries = z.array(
  z.object({
    emoji: z.string(),
    annotation: z.string(),
    shortcodes: z.array(z.string()).default([]),
    tags: z.array(z.string()).default([]),
    group: z.int().optional(),
    order: z.int().default(0),
    version: z.number(),
  }),
);

/** Newer ones show as empty boxes on many systems. */
const NEWEST = 15;

/** Skin tones and hair: parts of emoji, none by themselves. */
const PARTS = 2;

/** The groups in the order they are shown, with the sign of each. */
export const GROUPS = [
  { group: 0, name: m.emoji_smileys, sign: '😀' },
  { group: 1, name: m.emoji_people, sign: '👋' },
  { group: 3, name: m.emoji_nature, sign: '🐻' },
  { group: 4, name: m.emoji_food, sign: '🍔' },
  { group: 5, name: m.emoji_travel, sign: '🚀' },
  { group: 6, name: m.emoji_activities, sign: '⚽' },
  { group: 7, name: m.emoji_objects, sign: '💡' },
  { group: 8, name: m.emoji_symbols, sign: '❤️' },
  { group: 9, name: m.emoji_flags, sign: '🏁' },
] as const;

let loading: Promise<readonly Emoji[]> | null = null;

async function load(): Promise<readonly Emoji[]> {
  const response = await fetch(dataUrl);
  const read = entries.parse(await response.json());
  return read
    .filter(({ group, version }) => group !== undefined && group !== PARTS && version <= NEWEST)
    .sort((a, b) => a.order - b.order)
    .map(({ emoji, annotation, shortcodes, tags, group = 0 }) => ({
      emoji,
      name: annotation,
      codes: shortcodes,
      tags,
      group,
    }));
}

/** Every emoji, in the order of the Unicode standard; fetched from our own origin when first wanted. */
export function allEmoji(): Promise<readonly Emoji[]> {
  loading ??= load().catch((thrown: unknown) => {
    // The host may have been away: the next one who asks tries again.
    loading = null;
    throw thrown;
  });
  return loading;
}
