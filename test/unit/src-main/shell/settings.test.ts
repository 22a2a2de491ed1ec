import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SettingsFile } from '../../../../src-main/shell/settings.ts';
import { settings, type SettingsProblem } from '../../../../src-shared/protocol/settings.ts';
import { reported } from '../../../support/reports.ts';

const usual = settings.parse({});

describe('settings.json', () => {
  const reports = reported();
  let folder: string;
  let problems: SettingsProblem[];
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
    expect(await open().load()).toEqual({ ...usual, browse: false, hosting: { ...usual.hosting, name: 'Office' } });
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  test.each(['', '{', '[]', '{"hosting":{"port":"x"}}', '\u0000\u0001'])(
    'a broken file (%j) is kept aside and reported',
    async (text) => {
      await writeFile(join(folder, 'settings.json'), text);
      expect(await open().load()).toEqual(usual);
      const [kept] = await readdir(folder);
      expect(kept).toMatch(/^settings\.broken-.*\.json$/);
      expect(problems).toEqual([{ kind: 'unreadable', kept: join(folder, kept ?? '') }]);
      expect(await readFile(join(folder, kept ?? ''), 'utf8')).toBe(text);
      expect(reports).toEqual([expect.stringMatching(/^settings\.json cannot be read: /)]);
    },
  );

  test('what could be read of a broken file is there at the next start as well, without another word', async () => {
    await writeFile(join(folder, 'settings.json'), '{"hosting":{"port":"x","name":"Office"},"browse":false}');
    const rest = { ...usual, browse: false, hosting: { ...usual.hosting, name: 'Office' } };
    expect(await open().load()).toEqual(rest);
    problems = [];
    expect(await open().load()).toEqual(rest);
    expect(problems).toEqual([]);
  });

  test('a folder that cannot be written to is reported, and the change holds meanwhile', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    const file = open(join(path, 'below'));
    expect(await file.change({ browse: false })).toMatchObject({ browse: false });
    expect(file.current.browse).toBe(false);
    expect(problems).toEqual([{ kind: 'unwritable', path: join(path, 'below', 'settings.json') }]);
    expect(reports).toEqual([expect.stringMatching(/^settings\.json cannot be written: ENOTDIR/)]);
  });
});
