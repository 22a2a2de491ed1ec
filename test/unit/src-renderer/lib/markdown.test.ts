import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE_LINES_SHOWN, plainHtml, safeHref, toHtml } from '../../../../src-renderer/lib/markdown.ts';

/** Every tag and attribute that `toHtml` writes by itself. */
const written =
  /^<\/?(a|blockquote|br|button|code|del|div|em|hr|li|ol|p|pre|span|strong|table|tbody|td|th|thead|tr|ul)(\s[^<>]*)?>$/;

describe('markdown', () => {
  it('keeps what looks like HTML as text', () => {
    expect(toHtml('<b>bold</b> <3')).toBe('<p>&lt;b&gt;bold&lt;/b&gt; &lt;3</p>\n');
    expect(toHtml('<script>alert(1)</script>')).not.toContain('<script');
  });

  it('makes plain words at once what the long way would make of them, and leaves the rest to it', () => {
    for (const text of [
      'yes',
      '12 of them',
      'Ähm, no; 3.5 is fine. Why?',
      'はい, 行きます',
      'a  b',
      'two words. www',
    ]) {
      expect(plainHtml(text)).toBe(toHtml(text));
    }
    for (const text of [
      '1. first',
      '12',
      'see www.x.example',
      '<b>',
      'a*b*',
      ' a',
      'a ',
      'a\nb',
      '@ada',
      'x & y',
      '',
    ]) {
      expect(plainHtml(text)).toBeNull();
    }
    const word = fc.constantFrom(
      'a',
      'É',
      '1',
      '12',
      'www',
      'WwW',
      'x',
      ' ',
      ' ',
      '.',
      ',',
      ';',
      '?',
      '!',
      'http',
      'mailto',
      ':',
      "'",
      '"',
      '(',
      ')',
      '-',
      '—',
      '’',
      '…',
      '\u0301',
      'ß',
      '日',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const html = plainHtml(words.join(''));
        return html === null || html === toHtml(words.join(''));
      }),
    );
  });

  it('names nobody: who and what it names is marked where it is shown', () => {
    expect(toHtml('@ada in #team lunch')).toBe('<p>@ada in #team lunch</p>\n');
  });

  it('shows a whole message as it was written that would be too many elements, and code without its colours', () => {
    expect(toHtml(`${'*a* '.repeat(1_600)}\nb`)).toMatch(/^<p class="written">(\*a\* )+\nb<\/p>$/);
    expect(toHtml('*a* '.repeat(1_400))).toContain('<em>');
    expect(toHtml(`\`\`\`json\n${'['.repeat(3_000)}\n\`\`\``)).toContain(`<code>${'['.repeat(3_000)}</code>`);
  });

  it('cuts towers of marks, which no language writes', () => {
    expect(toHtml(`*a*e${'\u0301'.repeat(9)}`)).toBe(`<p><em>a</em>e${'\u0301'.repeat(4)}</p>\n`);
    expect(plainHtml(`e${'\u0301'.repeat(9)}`)).toBe(`<p>e${'\u0301'.repeat(4)}</p>\n`);
  });

  it('opens web and mail addresses only, and shows the rest as text', () => {
    expect(toHtml('[a](https://x.example)')).toContain('href="https://x.example/"');
    expect(toHtml('[a](mailto:ada@x.example)')).toContain('href="mailto:ada@x.example"');
    for (const href of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      '/relative',
      '//x.example',
    ])
      expect(toHtml(`[label](${href})`)).toBe('<p>label</p>\n');
    expect(safeHref('java\nscript:alert(1)')).toBeNull();
    expect(safeHref('https://x.example/"onclick="')).toBe('https://x.example/%22onclick=%22');
  });

  it('shows a picture as a link to it', () => {
    expect(toHtml('![a cat](https://x.example/cat.png)')).toMatch(/<a [^>]*cat\.png[^>]*>a cat<\/a>/);
    expect(toHtml('![](https://x.example/cat.png)')).not.toContain('<img');
  });

  it('keeps the sides to which the columns of a table go', () => {
    const html = toHtml('| a | b | c |\n| --- | ---: | :---: |\n| 1 | 2 | 3 |');
    expect(html).toContain('<td>1</td><td class="right">2</td><td class="center">3</td>');
  });

  it('colours known languages, and escapes the rest', () => {
    expect(toHtml('```js\nconst a = 1;\n```')).toContain('hljs-keyword');
    expect(toHtml('```nonesuch\n<b>\n```')).toContain('&lt;b&gt;');
    expect(toHtml('```"><img>\nx\n```')).not.toContain('<img');
  });

  it('folds long code', () => {
    const lines = (count: number): string => `\`\`\`\n${'x\n'.repeat(count)}\`\`\``;
    expect(toHtml(lines(CODE_LINES_SHOWN - 1))).not.toContain('data-more');
    expect(toHtml(lines(400))).toContain('Show all 400 lines');
  });

  it('breaks lines as they were written', () => {
    expect(toHtml('one\ntwo')).toContain('one<br>two');
  });

  it('writes nothing but its own tags, whatever it is given', () => {
    const spice = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '`',
      '```',
      '*',
      '_',
      '[',
      ']',
      '(',
      ')',
      '!',
      '|',
      '\n',
      '- ',
      '> ',
      'javascript:',
      '<img src=x onerror=y>',
      '&lt;',
      'https://x.example',
    );
    const text = fc
      .array(fc.oneof(spice, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (input) => {
        for (const tag of toHtml(input).match(/<[^>]*>/g) ?? []) {
          expect(tag).toMatch(written);
          expect(tag).not.toMatch(/\s(on\w+|style|src)\s*=/i);
        }
      }),
      { numRuns: 400 },
    );
  });
});
