import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ServedHost } from '../support/browser.ts';
import { afterThisTest } from '../support/host.ts';
import {
  connectTo,
  electronTests,
  freePort,
  hostingDialog,
  introduce,
  message,
  noElectron,
  people,
  say,
  sidebar,
  switchOn,
} from '../support/electron-app.ts';

describe.skipIf(noElectron !== '')(`two people, each with the app ${noElectron}`, () => {
  const { install } = electronTests();

  it('start it for the first time, host, connect by address, talk, and find all of it again', async () => {
    const port = await freePort();
    const ada = install({ settings: { hosting: { port, name: 'Ada’s laptop' } } });
    const bo = install();
    const [adas, bos] = await Promise.all([ada.start(), bo.start()]);

    await introduce(adas, 'Ada');
    await switchOn(adas);
    await adas.keyboard.press('Escape');
    await adas.getByRole('log').waitFor();

    await introduce(bos, 'Bo');
    await connectTo(bos, `parley://127.0.0.1:${String(port)}`);
    await bos.getByRole('log').waitFor();
    await sidebar(bos).getByRole('region', { name: 'Ada’s laptop' }).waitFor();

    // Both see each other, write, and read.
    await people(adas).getByText('Bo', { exact: true }).waitFor();
    await people(bos).getByText('Ada', { exact: true }).waitFor();
    await say(adas, 'Is *anybody* there? Try `npm start`, or:\n\n```js\nconst answer = 42;\n```');
    const asked = message(bos, 'Is anybody there?');
    await asked.locator('em', { hasText: 'anybody' }).waitFor();
    await asked.locator('pre code').getByText('const answer = 42;').waitFor();
    await bos.getByRole('textbox', { name: 'Message general' }).pressSequentially('Yes');
    await adas.getByText('Bo is typing…').waitFor();
    await bos.keyboard.type(', here');
    await bos.keyboard.press('Enter');
    await message(adas, 'Yes, here').waitFor();
    await adas.getByText('Bo is typing…').waitFor({ state: 'hidden' });

    // A room made by one is entered by the other.
    await bos.getByRole('button', { name: 'New room' }).click();
    await bos.getByRole('textbox', { name: 'Name' }).fill('tea');
    await bos.getByRole('button', { name: 'Make room' }).click();
    await bos.getByRole('heading', { name: 'tea' }).first().waitFor();
    await sidebar(adas).getByRole('button', { name: 'tea' }).click();
    await people(bos).getByText('Ada', { exact: true }).waitFor();
    await say(adas, 'The kettle is on.');
    await message(bos, 'The kettle is on.').waitFor();

    // The host goes away; what is written meanwhile waits.
    await ada.close();
    await bos.getByText(/Ada’s laptop .+ Waiting for it; your messages are kept\./).waitFor();
    await say(bos, 'Two sugars, please.');
    const waiting = message(bos, 'Two sugars, please.');
    await waiting.getByText('Waiting to be sent').waitFor();

    // It comes back on the same profile, hosting, and the rest happens by itself.
    const again = await ada.start();
    await message(again, 'The kettle is on.').waitFor();
    await message(again, 'Two sugars, please.').waitFor({ timeout: 30_000 });
    await waiting.getByText('Waiting to be sent').waitFor({ state: 'detached' });
    await people(again).getByText('Bo', { exact: true }).waitFor();
    await sidebar(again).getByRole('button', { name: 'general' }).click();
    await message(again, 'Yes, here').waitFor();
    await say(again, 'Good to be back.');
    await sidebar(bos).getByRole('button', { name: 'general' }).click();
    await message(bos, 'Good to be back.').waitFor();

    // So does the other, without a word about who or where.
    await bo.close();
    const back = await bo.start();
    await message(back, 'Good to be back.').waitFor();
    await people(back).getByText('Ada', { exact: true }).waitFor();
    expect(await message(back, 'Yes, here').count()).toBe(1);
  });

  it('need no scheme in the address', async () => {
    const host = new ServedHost('Library');
    afterThisTest(async () => {
      await host.stop();
      rmSync(host.dataDir, { recursive: true, force: true });
    });
    const [bos] = await Promise.all([install().start(), host.start()]);
    await introduce(bos, 'Bo');
    await connectTo(bos, `127.0.0.1:${String(host.port)}`);
    await sidebar(bos).getByRole('region', { name: 'Library' }).waitFor();
    await say(bos, 'A bare address will do.');
    await message(bos, 'A bare address will do.').getByText('Waiting to be sent').waitFor({ state: 'detached' });
    await expect.poll(() => spoken(host.url, 'general')).toEqual(['A bare address will do.']);
  });

  it('are two clicks away from talking when nobody hosts yet, their name known to the computer', async () => {
    const port = await freePort();
    const page = await install({ settings: { hosting: { port } } }).start();
    const name = page.getByRole('textbox', { name: 'Your name' });
    await expect.poll(() => name.inputValue(), { timeout: 15_000 }).not.toBe('');
    await page.getByRole('button', { name: 'Host here' }).click();
    await hostingDialog(page).getByRole('switch', { name: 'Host on this network' }).click();
    await hostingDialog(page).waitFor({ state: 'detached' });
    await page
      .getByRole('textbox', { name: /^Message/ })
      .and(page.locator(':focus'))
      .waitFor();
    await page.keyboard.type('First!');
    await page.keyboard.press('Enter');
    await message(page, 'First!').getByText('Waiting to be sent').waitFor({ state: 'detached' });
  });
});

async function spoken(url: string, room: string): Promise<string[]> {
  const answer = await fetch(`${url}api/rooms/${room}/messages`);
  return ((await answer.json()) as { content: string }[]).map(({ content }) => content);
}
