import { expect, test } from 'vitest';
import { plainLine } from '../../../../src-shared/domain/quotes.ts';

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
