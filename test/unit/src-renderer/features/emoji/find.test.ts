import { describe, expect, it } from 'vitest';
import type { Emoji } from '../../../../../src-renderer/features/emoji/data.ts';
import { codeFor, findEmoji } from '../../../../../src-renderer/features/emoji/find.ts';
import { isLarge } from '../../../../../src-renderer/features/emoji/large.ts';

const emoji = (sign: string, codes: string[], name: string, tags: string[] = []): Emoji => ({
  emoji: sign,
  name,
  codes,
  tags,
  group: 0,
});
const all = [
  emoji('😃', ['smiley'], 'grinning face with big eyes', ['happy']),
  emoji('😄', ['smile', 'grinning_face_with_smiling_eyes'], 'grinning face with smiling eyes', ['happy']),
  emoji('😏', ['smirk', 'smirking_face'], 'smirking face', ['boss']),
  emoji('🎉', ['tada', 'party_popper'], 'party popper', ['celebrate']),
];
const found = (typed: string, recent: string[] = []) => findEmoji(all, typed, recent).map((one) => one.emoji);

describe('emoji', () => {
  it('are found by the beginning of a shortcode, the one nearest to being typed out first', () => {
    expect(found('smi')).toEqual(['😄', '😏', '😃']);
    expect(found('smiley')).toEqual(['😃']);
    expect(codeFor(all[1] ?? { codes: [] }, 'gri')).toBe('grinning_face_with_smiling_eyes');
  });

  it('are found by name, by what they mean, and with spaces for underscores', () => {
    expect(found('Party pop')).toEqual(['🎉']);
    expect(found('celeb')).toEqual(['🎉']);
    expect(found('zebra')).toEqual([]);
  });

  it('that one used last come first among equals', () => {
    expect(found('happy')).toEqual(['😃', '😄']);
    expect(found('happy', ['😄'])).toEqual(['😄', '😃']);
  });

  it('alone are shown large, a few of them, and nothing else', () => {
    for (const text of ['🎉', '👍🏽 👩‍👩‍👧', '🇪🇺🇫🇷', ' ❤️ ']) expect(isLarge(text), text).toBe(true);
    for (const text of ['', '1', '#', 'ok 🎉', '🎉'.repeat(9), '☝', '🎉\u200b'])
      expect(isLarge(text), text).toBe(false);
  });
});
