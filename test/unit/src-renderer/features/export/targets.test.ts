import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileName } from '../../../../../src-renderer/features/export/file-name.ts';
import { slices } from '../../../../../src-renderer/features/export/targets.ts';
import { hostileNames } from '../../../../support/hostile/corpus.ts';

test('text is handed on in parts that are whole text each', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 9 }), (text, max) => {
      const parts = [...slices(text, max)];
      expect(parts.join('')).toBe(text);
      expect(parts.every((part) => part.length <= max && part.isWellFormed())).toBe(true);
    }),
  );
});

test('a file’s name is one on every system, whatever the room is called', () => {
  const at = Date.UTC(2026, 10, 21);
  expect(fileName('field trip', at, 'html')).toBe('field trip 2026-11-21.html');
  expect(fileName('../..', at, 'md')).toBe('Parley 2026-11-21.md');
  for (const name of hostileNames) {
    // The rule that the desktop app holds the page to.
    expect(fileName(name, at, 'jsonl')).toMatch(/^(?!\.)[^\\/:*?"<>|\p{Cc}]{1,150}$/u);
    expect(Buffer.byteLength(fileName('🦦'.repeat(64), at, 'jsonl'))).toBeLessThan(255);
  }
});
