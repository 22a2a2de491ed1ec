import { describe, expect, it } from 'vitest';
import {
  connectTo,
  electronTests,
  freePort,
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
    await bos.getByText('Ada’s laptop stopped hosting. Waiting for it; your messages are kept.').waitFor();
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
    const port = await freePort();
    const ada = install({ settings: { hosting: { port, on: true } } });
    const bo = install();
    const [adas, bos] = await Promise.all([ada.start(), bo.start()]);
    await introduce(adas, 'Ada');
    await introduce(bos, 'Bo');
    await connectTo(bos, `127.0.0.1:${String(port)}`);
    await bos.getByRole('log').waitFor();
    await say(bos, 'A bare address will do.');
    await message(bos, 'A bare address will do.').waitFor();
    await adas.getByRole('log').waitFor();
    await message(adas, 'A bare address will do.').waitFor();
  });
});
