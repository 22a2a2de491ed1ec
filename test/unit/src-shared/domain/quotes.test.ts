import { expect, test } from 'vitest';
import { plainLine, plainText, quoteText } from '../../../../src-shared/domain/quotes.ts';

test.each([
  ['Who brings the *cups* tomorrow?', 'Who brings the cups tomorrow?'],
  ['**Now**, ~~later~~ or `never()`', 'Now, later or never()'],
  ['## A heading', 'A heading'],
  ['- one of a list', 'one of a list'],
  ['> what somebody said', 'what somebody said'],
  ['see [the plan](https://example.org/plan), page 2', 'see the plan, page 2'],
  ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
  ['*', '*'],
  ['#general is a room', '#general is a room'],
])('a quoted line is plain: %s', (line, plain) => {
  expect(plainLine(line)).toBe(plain);
});

test('a text of several lines is plain but for its code', () => {
  expect(plainText('**Now**\n- `one`\n```js\nlet a = `b`;\n```\n_end_')).toBe('Now\none\nlet a = `b`;\n_end_');
});

test('a quote of a block of code is its first line, not the signs around it', () => {
  expect(quoteText('```js\nlet a = 1;\n```')).toBe('let a = 1;');
  expect(quoteText('```\n```')).toBe('```');
});
