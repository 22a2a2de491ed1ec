import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { patched, readSettings, SettingsFile } from '../../../../src-main/shell/settings.ts';
import { settings } from '../../../../src-shared/protocol/settings.ts';

const usual = settings.parse({});

describe('reading settings', () => {
  test.each([{}, { browse: true }])('%j is whole', (value) => {
    expect(readSettings(value)).toEqual({ settings: usual, whole: true });
  });

  test('a wrong field gets its default, the others stay', () => {
    const value = { browse: false, hosting: { name: 'Office', port: 99_999_999, guests: 'yes', advertise: false } };
    expect(readSettings(value)).toEqual({
      settings: { browse: false, hosting: { ...usual.hosting, name: 'Office', advertise: false } },
      whole: false,
    });
  });

  test.each([null, [], 'text', 7, { hosting: 7 }, { hosting: null, browse: 'x' }])('%j falls back', (value) => {
    expect(readSettings(value)).toEqual({ settings: usual, whole: false });
  });
});

test('a patch changes what it names and nothing else', () => {
  const before = settings.parse({ hosting: { name: 'Office', guests: true }, browse: false });
  const after = patched(before, { hosting: { on: true } });
  expect(after).toEqual({ ...before, hosting: { ...before.hosting, on: true } });
});

describe('settings.json', () => {
  let folder: string;
  let problems: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-settings-'));
    problems = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = (at = folder): SettingsFile => new SettingsFile(at, (problem) => problems.push(problem));

  test('nothing there is no problem', async () => {
    expect(await open().load()).toEqual(usual);
    expect(problems).toEqual([]);
  });

  test('what is changed is there the next time', async () => {
    const file = open();
    await file.load();
    await Promise.all([file.change({ browse: false }), file.change({ hosting: { name: 'Office' } })]);
    expect(await open().load()).toEqual({ browse: false, hosting: { ...usual.hosting, name: 'Office' } });
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  test.each(['', '{', '[]', '{"hosting":{"port":"x"}}', '\u0000\u0001'])(
    'a broken file (%j) is kept aside and reported',
    async (text) => {
      await writeFile(join(folder, 'settings.json'), text);
      expect(await open().load()).toEqual(usual);
      expect(problems).toHaveLength(1);
      const [kept] = await readdir(folder);
      expect(kept).toMatch(/^settings\.broken-.*\.json$/);
      expect(await readFile(join(folder, kept ?? ''), 'utf8')).toBe(text);
    },
  );

  test('a folder that cannot be written to is reported, and the change holds meanwhile', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    const file = open(join(path, 'below'));
    expect(await file.change({ browse: false })).toMatchObject({ browse: false });
    expect(file.current.browse).toBe(false);
    expect(problems).toHaveLength(1);
  });
});
