import { expect, it } from 'vitest';
import { directionOf } from '../../../../src-renderer/lib/direction.ts';

it('is that of the first letter, whatever stands before and behind it', () => {
  for (const text of ['hello שלום', '12 **a**', '', '…', '\u0301', '日本語 مرحبا'])
    expect(directionOf(text)).toBe('ltr');
  for (const text of ['שלום hello', '> 12. مرحبا', '𞤀𞤣𞤤𞤢𞤥', 'ﺍ']) expect(directionOf(text)).toBe('rtl');
});
