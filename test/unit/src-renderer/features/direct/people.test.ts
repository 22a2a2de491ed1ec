import { expect, test } from 'vitest';
import { matching } from '../../../../../src-renderer/features/direct/people.ts';

const people = ['Ada', 'Élodie', 'José', '李小龙', 'ada2'].map((name) => ({ name }));
const found = (typed: string): string[] => matching(people, typed).map(({ name }) => name);

test('a person is found by a part of their name, whatever its case and accents', () => {
  expect(found('ADA')).toEqual(['Ada', 'ada2']);
  expect(found('elo')).toEqual(['Élodie']);
  expect(found('é')).toEqual(['Élodie', 'José']);
  expect(found('小')).toEqual(['李小龙']);
  expect(found('  ')).toHaveLength(people.length);
  expect(found('nobody')).toEqual([]);
});
