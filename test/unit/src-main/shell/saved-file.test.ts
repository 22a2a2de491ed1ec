import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SavedFile, savingProblem } from '../../../../src-main/shell/saved-file.ts';
import { noDisks, SmallDisk } from '../../../support/disk.ts';
import { tempDir } from '../../../support/host.ts';

test('a file is in its place once it is finished, whole, and not before', async () => {
  const dir = tempDir();
  const path = join(dir, 'general 2026-11-21.html');
  writeFileSync(path, 'an older one');
  const file = await SavedFile.begin(path);
  await file.write('first, ');
  await file.write('grüßend 🦦');
  expect(readFileSync(path, 'utf8')).toBe('an older one');
  await file.finish();
  expect(readFileSync(path, 'utf8')).toBe('first, grüßend 🦦');
  expect(readdirSync(dir)).toEqual(['general 2026-11-21.html']);
});

test('one that is cancelled, even while it is written, leaves nothing, and what was there before as it was', async () => {
  const dir = tempDir();
  const path = join(dir, 'a.md');
  writeFileSync(path, 'an older one');
  const file = await SavedFile.begin(path);
  await file.write('half');
  const writing = file.write('x'.repeat(1_000_000)).catch(() => undefined);
  file.cancel();
  expect(readdirSync(dir)).toEqual(['a.md']);
  await writing;
  expect(readFileSync(path, 'utf8')).toBe('an older one');
});

test('one that cannot be put in its place says so, and leaves nothing either', async () => {
  const dir = tempDir();
  const path = join(dir, 'taken');
  mkdirSync(join(path, 'inside'), { recursive: true });
  const file = await SavedFile.begin(path);
  const error: unknown = await file.finish().catch((thrown: unknown) => thrown);
  expect(savingProblem(error)).toBe('file-unwritable');
  file.cancel();
  expect(readdirSync(dir)).toEqual(['taken']);
  await expect(SavedFile.begin(join(dir, 'not/there'))).rejects.toThrow('ENOENT');
});

test.skipIf(noDisks() !== '')('a full disk is called one', async () => {
  const disk = new SmallDisk(256);
  const file = await SavedFile.begin(join(disk.dir, 'a.html'));
  const error: unknown = await file.write('x'.repeat(1_000_000)).catch((thrown: unknown) => thrown);
  expect(savingProblem(error)).toBe('disk-full');
  file.cancel();
  expect(readdirSync(disk.dir)).toEqual([]);
});
