import { expect, test } from 'vitest';
import { seenBy, withReceipts } from '../../../../src-shared/domain/receipts.ts';

const receipt = (by: number, name: string, seq: number) => ({ by, name, seq });

test('a message was seen by whoever has read that far, but for its author and oneself', () => {
  const receipts = [receipt(4, 'Dee', 9), receipt(1, 'Ada', 9), receipt(2, 'Bo', 5), receipt(3, 'Cy', 4)];
  expect(seenBy(receipts, { seq: 5, by: 1 }, 4)).toEqual(['Bo']);
  expect(seenBy(receipts, { seq: 5, by: 2 }, null)).toEqual(['Ada', 'Dee']);
  expect(seenBy(receipts, { seq: 10, by: 2 }, null)).toEqual([]);
});

test('what was seen stays seen, when somebody wants it unread for themselves', () => {
  const known = withReceipts([], [receipt(1, 'Ada', 7)]);
  expect(withReceipts(known, [receipt(1, 'Ada B', 3), receipt(2, 'Bo', 1)])).toEqual([
    receipt(1, 'Ada B', 7),
    receipt(2, 'Bo', 1),
  ]);
});
