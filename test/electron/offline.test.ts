import { describe, expect, it } from 'vitest';
import { ServedHost } from '../support/browser.ts';
import { afterThisTest } from '../support/host.ts';
import { connectTo, electronTests, introduce, message, noElectron, say, sidebar } from '../support/electron-app.ts';

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
    await expect
      .poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)))
      .toContain('parley-copy');
    await page.waitForFunction(async () => {
      const open = indexedDB.open('parley-copy', 1);
      await new Promise((done) => (open.onsuccess = done));
      const all = open.result.transaction('events').objectStore('events').getAll();
      await new Promise((done) => (all.onsuccess = done));
      open.result.close();
      return JSON.stringify(all.result).includes('otter');
    });
    await ada.close();
    await host.stop();

    page = await ada.start();
    await message(page, 'the otter is in the river').waitFor();
    await sidebar(page).getByRole('button', { name: 'general' }).waitFor();
    await page.getByText(/Offline: last seen Today/).waitFor();
    await say(page, 'said while it was away');
    await message(page, 'said while it was away').getByText('Waiting to be sent').waitFor();
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('otter');
    await page.getByRole('list', { name: 'Found messages' }).getByRole('button').filter({ hasText: 'otter' }).waitFor();

    await host.start();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await message(page, 'said while it was away').getByText('Waiting to be sent').waitFor({ state: 'detached' });
    expect(await message(page, 'otter').count()).toBe(1);
  });
});
