import { expect, it } from 'vitest';
import { foundItem } from '../../../../../src-renderer/features/search/found.ts';
import { pieces } from '../../../../../src-renderer/features/search/pieces.ts';
import { parseQuery } from '../../../../../src-shared/domain/search-query.ts';
import type { MessageEvent } from '../../../../../src-shared/protocol/events.ts';

const ROOM = '01890000-0000-7000-8000-000000000000';
const message = (text: string): MessageEvent => ({
  kind: 'message',
  id: '01890000-0000-7000-8000-000000000001',
  seq: 1,
  at: 0,
  by: 1,
  name: 'Ada',
  text,
});
const shown = (text: string, query: string): string =>
  pieces(foundItem(ROOM, message(text), parseQuery(query).terms, null))
    .map(({ text, hit }) => (hit ? `<${text}>` : text))
    .join('');

it('shows what was said in plain words, with what was looked for marked in them', () => {
  expect(shown('Bring the **blue** cups, `all` of them', 'blue all ')).toBe('Bring the <blue> cups, <all> of them');
});

it('shows a message as it was written where only the address of a link has what was looked for', () => {
  expect(shown('see [the plan](https://cups.example)', 'cups ')).toBe('see [the plan](https://<cups>.example)');
});
