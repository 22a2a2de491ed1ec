import { describe, expect, it } from 'vitest';
import { best, rank } from '../../../../../src-renderer/features/palette/rank.ts';
import { byName } from '../../../../../src-renderer/lib/in-order.ts';

const named = (...names: string[]): { name: string }[] => names.map((name) => ({ name }));
const namesOf = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);

describe('what fits what was typed', () => {
  it('is the better the more of the name it is, whatever its case and accents', () => {
    const fits = ['Élodie', 'Élodie B', 'Anna Elodie', 'Melodie', 'e-l-o-d-i-e', 'Bo'];
    expect(fits.map((name) => rank(name, ' elodie '))).toEqual([0, 1, 2, 3, 4, null]);
  });

  it('comes best first, as many as are wanted; what fits alike as it stood, or as it is told', () => {
    const all = named('tea 2', 'late', 'tea', 'team', 'tea 10', 'steam');
    expect(namesOf(best(all, 'tea', 4))).toEqual(['tea', 'tea 2', 'team', 'tea 10']);
    expect(namesOf(best(all, 'tea', 4, byName))).toEqual(['tea', 'tea 2', 'tea 10', 'team']);
    expect(namesOf(best(all, '', 2))).toEqual(['tea 2', 'late']);
    expect(best(all, 'xyz', 4)).toEqual([]);
  });
});
