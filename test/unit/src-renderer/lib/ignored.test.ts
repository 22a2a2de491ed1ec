import { expect, test } from 'vitest';
import { Ignored } from '../../../../src-renderer/lib/ignored.svelte.ts';
import { memoryStore } from '../../../../src-renderer/lib/stored.ts';

const BO = { host: 'h', hostName: 'Hall', member: 2, name: 'Bo' };

test('whom one ignores is kept between runs, by host and number, until one stops', () => {
  const store = memoryStore();
  const ignored = new Ignored(store);
  ignored.add(BO);
  ignored.add(BO);
  expect(ignored.list).toEqual([BO]);
  const later = new Ignored(store);
  expect([later.has('h', 2), later.has('other', 2), later.has('h', 3)]).toEqual([true, false, false]);
  later.remove('h', 2);
  expect(later.has('h', 2)).toBe(false);
  expect(new Ignored(store).list).toEqual([]);
});

test('what was kept by hand and is not a list of people is nobody', () => {
  const store = memoryStore();
  store.setItem('parley.ignored', '[{"host":1}]');
  expect(new Ignored(store).list).toEqual([]);
});
