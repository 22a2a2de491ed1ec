import { describe, expect, test } from 'vitest';
import { patched, readSettings } from '../../../../src-shared/domain/settings.ts';
import { settings } from '../../../../src-shared/protocol/settings.ts';

const usual = settings.parse({});

describe('reading settings', () => {
  test.each([{}, { browse: true }])('%j is whole', (value) => {
    expect(readSettings(value)).toEqual({ settings: usual, whole: true });
  });

  test('a wrong field gets its default, the others stay', () => {
    const value = { browse: false, hosting: { name: 'Office', port: 99_999_999, guests: 'yes', advertise: false } };
    expect(readSettings(value)).toEqual({
      settings: { ...usual, browse: false, hosting: { ...usual.hosting, name: 'Office', advertise: false } },
      whole: false,
    });
  });

  test.each([null, [], 'text', 7, { hosting: 7 }, { hosting: null, browse: 'x' }])('%j falls back', (value) => {
    expect(readSettings(value)).toEqual({ settings: usual, whole: false });
  });
});

test('a wrong list or map falls back whole, and leaves what stands beside it', () => {
  const notifications = { keywords: ['ok', ''], rooms: { general: 'all' }, quietFrom: 60 };
  expect(readSettings({ notifications })).toEqual({
    settings: { ...usual, notifications: { ...usual.notifications, quietFrom: 60 } },
    whole: false,
  });
});

test('a patch changes what it names and nothing else', () => {
  const before = settings.parse({ hosting: { name: 'Office', guests: true }, browse: false });
  const after = patched(before, { hosting: { on: true } });
  expect(after).toEqual({ ...before, hosting: { ...before.hosting, on: true } });
});

test('a patch of a list or a map puts it in the place of the old one', () => {
  const room = '0193a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b';
  const before = settings.parse({ notifications: { keywords: ['tea'], rooms: { [room]: 'all' } } });
  const after = patched(before, { notifications: { rooms: {} } });
  expect(after.notifications).toEqual({ ...before.notifications, rooms: {} });
});
