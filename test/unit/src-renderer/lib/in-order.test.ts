import { describe, expect, it } from 'vitest';
import { byName, InOrder } from '../../../../src-renderer/lib/in-order.ts';

interface Named {
  name: string;
}

function named(...names: string[]): Named[] {
  return names.map((name) => ({ name }));
}

const namesOf = (list: readonly Named[]): string[] => list.map(({ name }) => name);

describe('things in order', () => {
  it('are as people look names up: whatever their case, and numbers as numbers', () => {
    const order = new InOrder<Named>();
    expect(namesOf(order.of(named('room 10', 'Élodie', 'room 9', 'eduard', 'Zoe')))).toEqual([
      'eduard',
      'Élodie',
      'room 9',
      'room 10',
      'Zoe',
    ]);
  });

  it('stay so when some come, go, or are called otherwise', () => {
    const order = new InOrder<Named>();
    const all = named(...Array.from({ length: 200 }, (_, i) => `name ${String((i * 77) % 200)}`));
    let present: Named[] = [];
    for (let step = 0; step < 400; step += 1) {
      const one = all[(step * 31) % 200];
      if (!one) continue;
      if (step % 7 === 3) one.name = `name ${String(step)}`;
      present = present.includes(one) && step % 3 === 0 ? present.filter((other) => other !== one) : [...present, one];
      present = [...new Set(present)];
      expect(namesOf(order.of(present))).toEqual(namesOf([...present].sort(byName)));
    }
  });

  it('are compared with few others when one is new among thousands', () => {
    let compared = 0;
    const order = new InOrder<Named>((a, b) => {
      compared += 1;
      return byName(a, b);
    });
    const many = named(...Array.from({ length: 5_000 }, (_, i) => `name ${String(i)}`));
    order.of(many);
    compared = 0;
    expect(namesOf(order.of([...many, { name: 'name 2500.5' }]))[2_501]).toBe('name 2500.5');
    expect(compared).toBeLessThan(20);
    compared = 0;
    order.of(many);
    expect(compared).toBe(0);
  });
});
