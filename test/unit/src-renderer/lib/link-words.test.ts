import { expect, it } from 'vitest';
import { linkWords, newLinkSecret, secretOf } from '../../../../src-renderer/lib/link-words.ts';

it('a secret is twelve words, and comes back from them however they are typed', () => {
  const secret = newLinkSecret();
  const words = linkWords(secret);
  expect(words).toHaveLength(12);
  for (const typed of [words.join(' '), `  ${words.join('-').toUpperCase()} `, words.join(',\n')])
    expect(secretOf(typed)).toEqual(secret);
});

it.each(['', 'abandon', 'abandon '.repeat(12), `${'zoo '.repeat(11)}zebra`, `${'abandon '.repeat(23)}art`])(
  'anything else is refused: %s',
  (typed) => {
    expect(() => secretOf(typed)).toThrow(expect.objectContaining({ code: 'linking-words' }));
  },
);
