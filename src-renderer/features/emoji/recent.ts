import type { Keep } from '../../lib/keep.ts';

/** Offered until one has used others. */
const USUAL = ['👍', '❤️', '😂', '🎉', '👀', '✅'];

const KEPT = 24;

/** The emoji one used last, the last first. */
export function recentEmoji(keep: Keep): string[] {
  return keep.emoji.get();
}

/** A row of six to react with at once: a few one uses, filled up with what everyone does. */
export function quickEmoji(keep: Keep): string[] {
  return [...new Set([...keep.emoji.get().slice(0, 3), ...USUAL])].slice(0, USUAL.length);
}

export function remember(keep: Keep, emoji: string): void {
  keep.emoji.set([...new Set([emoji, ...keep.emoji.get()])].slice(0, KEPT));
}
