import { expect, test } from 'vitest';
import { checkEmoji, react, shownReaction } from '../../../../src-shared/domain/reactions.ts';
import { quoteText } from '../../../../src-shared/domain/quotes.ts';
import { QUOTE_MAX } from '../../../../src-shared/protocol/limits.ts';

const ADA = { id: 1, name: 'Ada' };
const BO = { id: 2, name: 'Bo' };

test.each(['👍', '❤️', '👍🏽', '🏳️‍🌈', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👩‍👩‍👧‍👦', '1️⃣', '🇩🇪'])('%s is one emoji', (emoji) => {
  expect(checkEmoji(emoji)).toBe(emoji);
});

test('a character that is an emoji only when coloured is taken for it', () => {
  expect(checkEmoji('❤')).toBe('❤️');
});

test.each(['', 'a', '1', '👍👍', '👍 ', 'ok', '\u200d', '🏽🏽', '🇩', '👨‍'.repeat(30)])('%j is not', (text) => {
  expect(() => checkEmoji(text)).toThrow(expect.objectContaining({ code: 'not-an-emoji' }) as Error);
});

test('reactions are counted in the order in which they were first used, and go when nobody has them', () => {
  let reactions = react([], '👍', ADA, true);
  reactions = react(reactions, '🎉', ADA, true);
  reactions = react(reactions, '👍', BO, true);
  expect(reactions).toEqual([
    { emoji: '👍', count: 2, by: [ADA, BO] },
    { emoji: '🎉', count: 1, by: [ADA] },
  ]);
  reactions = react(react(reactions, '👍', ADA, false), '👍', BO, false);
  expect(reactions).toEqual([{ emoji: '🎉', count: 1, by: [ADA] }]);
  expect(react([], '👍', ADA, false)).toEqual([]);
});

test('somebody whom a page did not name counts all the same', () => {
  const many = [{ emoji: '👍', count: 900, by: [ADA] }];
  expect(react(many, '👍', BO, false)).toEqual([{ emoji: '👍', count: 899, by: [ADA] }]);
  expect(shownReaction({ emoji: '👍', count: 3, by: [ADA, BO] }, 2)).toEqual({
    emoji: '👍',
    count: 3,
    mine: true,
    names: ['Bo', 'Ada'],
  });
});

test('a quote is the first line that says something, cut between characters', () => {
  expect(quoteText('\n\n  one  \ntwo')).toBe('one');
  expect(quoteText('')).toBe('');
  const long = quoteText('🦜'.repeat(5_000));
  expect([Array.from(long).length, long.isWellFormed(), long.endsWith('…')]).toEqual([QUOTE_MAX, true, true]);
  expect(quoteText('x'.repeat(QUOTE_MAX))).toBe('x'.repeat(QUOTE_MAX));
});
