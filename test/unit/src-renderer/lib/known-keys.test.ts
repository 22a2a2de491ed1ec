import { describe, expect, it } from 'vitest';
import { KnownKeys, type KnownPerson } from '../../../../src-renderer/lib/known-keys.svelte.ts';

const A = 'A'.repeat(43);
const B = 'B'.repeat(43);

function kept() {
  let people: KnownPerson[] = [];
  return { get: () => people, set: (now: KnownPerson[]) => void (people = now) };
}

const saved = (): Promise<void> => Promise.resolve();

describe('the people of a host', () => {
  it('are held to the key they were first seen with, over a restart', async () => {
    const store = kept();
    const first = new KnownKeys(store);
    first.meet([{ id: 1, name: 'Ada', key: A }]);
    first.verify(1, true);
    await saved();
    const again = new KnownKeys(store);
    expect(again.isVerified(1)).toBe(true);
    again.meet([{ id: 1, name: 'Ada', key: B }]);
    expect(again.changes.get(1)).toMatchObject({ by: 'number', known: { key: A, verified: true }, now: { key: B } });
    expect(again.keyOf(1)).toBe(A);
    expect(again.isVerified(1)).toBe(false);
    again.meet([{ id: 1, name: 'Ada', key: A }]);
    expect(again.changes.size).toBe(0);
    expect(again.isVerified(1)).toBe(true);
  });

  it('are announced when somebody else comes by their name, whatever its case, also one from before', () => {
    const keys = new KnownKeys(kept());
    keys.meet([{ id: 1, name: 'Ada', key: A }]);
    keys.meet([{ id: 1, name: 'Ada L', key: A }]);
    keys.meet([{ id: 2, name: 'ADA', key: B }]);
    expect(keys.changes.get(2)).toMatchObject({ by: 'name', known: { id: 1 }, now: { name: 'ADA', key: B } });
    expect(keys.keyOf(2)).toBe(B);
    keys.meet([{ id: 3, name: 'Ada L', key: null }]);
    expect(keys.changes.get(3)).toMatchObject({ by: 'name', now: { key: null } });
    expect(keys.keyOf(3)).toBeUndefined();
  });

  it('have the new key once it is accepted, which then has to be compared anew', async () => {
    const store = kept();
    const keys = new KnownKeys(store);
    keys.meet([{ id: 1, name: 'Ada', key: A }]);
    keys.verify(1, true);
    keys.meet([{ id: 1, name: 'Ada', key: B }]);
    keys.accept(1);
    expect([keys.keyOf(1), keys.isVerified(1), keys.changes.size]).toEqual([B, false, 0]);
    keys.meet([{ id: 5, name: 'Ada', key: A }]);
    keys.accept(5);
    keys.meet([{ id: 5, name: 'Ada', key: A }]);
    expect(keys.changes.size).toBe(0);
    await saved();
    const again = new KnownKeys(store);
    again.meet([{ id: 5, name: 'Ada', key: A }]);
    expect(again.changes.size).toBe(0);
  });

  it('who lose their key are announced too', () => {
    const keys = new KnownKeys(kept());
    keys.meet([{ id: 1, name: 'Ada', key: A }]);
    keys.meet([{ id: 1, name: 'Ada', key: null }]);
    expect(keys.changes.get(1)?.by).toBe('number');
    keys.accept(1);
    expect(keys.keyOf(1)).toBeUndefined();
  });
});
