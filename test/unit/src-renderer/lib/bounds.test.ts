import fc from 'fast-check';
import { Marked, type TokenizerObject } from 'marked';
import { describe, expect, it } from 'vitest';
import { boundedTokenizer, startSpending } from '../../../../src-renderer/lib/bounds.ts';

function reading(tokenizer: TokenizerObject): (text: string) => string {
  const marked = new Marked({ gfm: true, breaks: true, tokenizer });
  return (text) => {
    startSpending(text);
    return marked.parse(text, { async: false });
  };
}

describe('reading Markdown within bounds', () => {
  it('finds what marked alone finds, also where a glance says that something is not there', () => {
    const sign = fc.constantFrom(
      ...['a', 'b c', ' ', '   ', '    ', '\t', '\n', '\n', '\n\n', '---', '===', '=', '-', '- ', '1. ', '> ', '>'],
      ...['<', '</b>', '<b>', '<!-- x -->', '<https://x.example>', '<a@b.example>', '|', ' | ', '|-|', ':-:', '--|--'],
      ...[
        '[',
        ']',
        '[a]',
        '[a]: /b',
        '[a][b]',
        '![a][b]',
        '(b)',
        '*a*',
        '~~b~~',
        '`c`',
        '```',
        '# ',
        '\\',
        '\r\n',
        'é',
        '---\t\n',
        '=== \n',
      ],
    );
    const [bounded, alone] = [reading(boundedTokenizer), reading({})];
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 14 }), (signs) => {
        expect(bounded(signs.join(''))).toBe(alone(signs.join('')));
      }),
      { numRuns: 3_000 },
    );
  });
});
