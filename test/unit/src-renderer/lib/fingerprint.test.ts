import { expect, test } from 'vitest';
import { fingerprintWords, keyWords, safetyWords, shortKey } from '../../../../src-renderer/lib/fingerprint.ts';

const of = (bytes: number[]): string => Buffer.from(bytes).toString('base64url');
const padded = (...bytes: number[]): string => of([...bytes, ...Array<number>(32 - bytes.length).fill(0)]);

test('a fingerprint is six words of eleven bits, from its first bit on', () => {
  expect(fingerprintWords(of(Array<number>(32).fill(0)))).toEqual(Array(6).fill('abandon'));
  expect(fingerprintWords(of(Array<number>(32).fill(255)))).toEqual(Array(6).fill('zoo'));
  // 00000000001 00000000010 000…: the second and the third word of the list.
  expect(fingerprintWords(padded(0b00000000, 0b00100000, 0b00001000)).slice(0, 3)).toEqual([
    'ability',
    'able',
    'abandon',
  ]);
});

test('one bit more or less in the part that is told is another word', () => {
  expect(fingerprintWords(padded(0, 0, 0, 0, 0, 0, 0, 0, 0b01000000))[5]).toBe('ability');
});

test.each(['', 'f', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}+`])('%j is no fingerprint', (text) => {
  expect(fingerprintWords(text)).toEqual([]);
});

test('two people see the same twelve words, whoever looks, and others with anybody else’s key', () => {
  const [a, b, c] = ['A', 'B', 'C'].map((letter) => letter.repeat(43)) as [string, string, string];
  expect(safetyWords(a, b)).toHaveLength(12);
  expect(safetyWords(b, a)).toEqual(safetyWords(a, b));
  expect(safetyWords(a, c)).not.toEqual(safetyWords(a, b));
});

test('a person’s key in short is 64 bits of it', () => {
  expect(shortKey('A'.repeat(43))).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4}){3}$/);
  expect(shortKey('B'.repeat(43))).not.toBe(shortKey('A'.repeat(43)));
  expect(keyWords('A'.repeat(43))).toHaveLength(6);
});
