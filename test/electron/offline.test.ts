import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DesktopApi } from '../../src-shared/protocol/desktop.ts';
import { ServedHost } from '../support/browser.ts';
import { afterThisTest, tempDir } from '../support/host.ts';
import {
  connectTo,
  electronTests,
  introduce,
  message,
  noElectron,
  say,
  sidebar,
  type Installation,
} from '../support/electron-app.ts';

/** Has the system's own dialog, which no test can press, answer with a file in this folder; with none, as if it was closed. */
async function choosePlaces(desktop: Installation, folder: string | null): Promise<void> {
  await desktop.inMain(({ dialog }, chosen) => {
    // Called with the window before the options, or with these alone.
    const answer = (...given: unknown[]): Promise<{ canceled: boolean; filePath: string }> => {
      const { defaultPath = '' } = given.at(-1) as { defaultPath?: string };
      const filePath = chosen === null ? '' : `${chosen}/${defaultPath.split('/').at(-1) ?? ''}`;
      return Promise.resolve({ canceled: chosen === null, filePath });
    };
    Object.assign(dialog, { showSaveDialog: answer });
  }, folder);
}

/** In the page: what is kept of rooms, as JSON. */
async function copiedEvents(): Promise<string> {
  const open = indexedDB.open('parley-copy', 1);
  await new Promise((done) => (open.onsuccess = done));
  const all = open.result.transaction('events').objectStore('events').getAll();
  await new Promise((done) => (all.onsuccess = done));
  open.result.close();
  return JSON.stringify(all.result);
}

/**
 * A file begun once more over an older one holds nothing of what was taken back, and is in its place only when it is
 * finished; where the place is gone meanwhile, that is said, and nothing is left.
 */
async function writesAnew(installation: Installation, folder: string): Promise<void> {
  const { page } = installation;
  /** Calls the page's own `saving`, one call after the other. */
  const saving = (...calls: [keyof DesktopApi['saving'], ...unknown[]][]): Promise<unknown[]> =>
    page.evaluate(async (all) => {
      const { parley } = window as unknown as { parley: { saving: Record<string, (...args: unknown[]) => unknown> } };
      const answers: unknown[] = [];
      for (const [name, ...args] of all) answers.push(await parley.saving[name]?.(...args));
      return answers;
    }, calls);
  const old = join(folder, 'old.html');
  writeFileSync(old, 'an older one');
  const [file] = await saving(['begin', 'old.html']);
  expect(await saving(['write', file, 'my secret'], ['anew', file], ['write', file, 'the rest'])).toEqual([
    null,
    null,
    null,
  ]);
  expect(readFileSync(old, 'utf8')).toBe('an older one');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toHaveLength(1);
  expect(await saving(['finish', file], ['anew', file], ['write', file, 'more'])).toEqual([
    null,
    'file-unwritable',
    'file-unwritable',
  ]);
  expect(readFileSync(old, 'utf8')).toBe('the rest');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);

  const going = join(folder, 'going');
  mkdirSync(going);
  await choosePlaces(installation, going);
  const [lost] = await saving(['begin', 'lost.html']);
  expect(await saving(['write', lost, 'half'])).toEqual([null]);
  rmSync(going, { recursive: true });
  expect(await saving(['anew', lost], ['write', lost, 'more'])).toEqual(['file-unwritable', 'file-unwritable']);
  expect(existsSync(going)).toBe(false);
  await choosePlaces(installation, folder);
}

describe.skipIf(noElectron !== '')(`without the host ${noElectron}`, () => {
  const { install } = electronTests();

  it('the rooms one has seen open after a restart, are searched, and take what is to be sent later', async () => {
    const host = new ServedHost('Away');
    afterThisTest(() => host.remove());
    await host.start();
    await host.fill('general', 80);
    const ada = install();
    let page = await ada.start();
    await introduce(page, 'Ada');
    await connectTo(page, `127.0.0.1:${String(host.port)}`);
    await message(page, '#80 ').waitFor();
    await say(page, 'the otter is in the river');
    await message(page, 'otter').getByText('Waiting to be sent').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(copiedEvents)).toContain('otter');
    await ada.close();
    await host.stop();

    page = await ada.start();
    await message(page, 'the otter is in the river').waitFor();
    await sidebar(page).getByRole('button', { name: 'general' }).waitFor();
    await page.getByText(/Offline: last seen today at/).waitFor();
    await say(page, 'said while it was away');
    await message(page, 'said while it was away').getByText('Waiting to be sent').waitFor();
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('otter');
    await page.getByRole('list', { name: 'Found messages' }).getByRole('button').filter({ hasText: 'otter' }).waitFor();

    // What there is here can be taken out as a file, which says that it may not be all.
    const folder = tempDir();
    await page.getByRole('button', { name: 'Room actions' }).click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export “general”' });
    await dialog.getByText('Away is away.').waitFor();
    await dialog.getByText('JSON Lines').click();
    await choosePlaces(ada, null);
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    // A place that takes no file is refused in words, and another one can be chosen.
    await choosePlaces(ada, join(folder, 'not there'));
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.getByRole('alert').getByText('The file cannot be written there').waitFor();
    await choosePlaces(ada, folder);
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.getByText('messages are in the file.').waitFor();
    await dialog.getByRole('button', { name: 'Show in folder' }).waitFor();
    const [file = '', ...others] = readdirSync(folder);
    expect([file, others]).toEqual([expect.stringMatching(/^general \d{4}-\d\d-\d\d\.jsonl$/), []]);
    const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: 'export', copied: true });
    expect(lines.filter((line) => line.includes('otter'))).toHaveLength(1);
    await page.keyboard.press('Escape');

    // One that is cancelled, or whose window is loaded anew in the midst of it, leaves nothing beside it.
    const begin = (): Promise<unknown[]> =>
      page.evaluate(async () => {
        const { saving } = (window as unknown as { parley: DesktopApi }).parley;
        const file = await saving.begin('half.html');
        if (typeof file !== 'number') throw new Error(String(file));
        // One that is not under way, or not any more, is not written to.
        return [file, await saving.write(file, '<p>half'), await saving.write(file - 1, 'no')];
      });
    for (const end of [
      (file: number) =>
        page.evaluate((it) => (window as unknown as { parley: DesktopApi }).parley.saving.cancel(it), file),
      () => page.reload(),
    ]) {
      const [id, ...problems] = await begin();
      expect(problems).toEqual([null, 'file-unwritable']);
      expect(readdirSync(folder)).toHaveLength(2);
      await end(id as number);
      await expect.poll(() => readdirSync(folder)).toEqual([file]);
    }
    await writesAnew(ada, folder);
    const outside = await page.evaluate(() =>
      (window as unknown as { parley: DesktopApi }).parley.saving.begin('../outside').then(
        () => 'taken',
        () => 'refused',
      ),
    );
    expect(outside).toBe('refused');

    await host.start();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await message(page, 'said while it was away').getByText('Waiting to be sent').waitFor({ state: 'detached' });
    expect(await message(page, 'otter').count()).toBe(1);
  });
});
