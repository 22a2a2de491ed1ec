import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src-main/store/sqlite/open.ts';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { newIdentity } from '../support/people.ts';
import { message, people } from '../support/window.ts';

async function compare(page: Page, name: string): Promise<string[]> {
  await people(page).getByRole('button', { name }).click();
  const card = page.getByRole('dialog', { name });
  await card.getByRole('button', { name: 'Compare keys' }).click();
  const words = card.getByRole('list', { name: 'Words to compare' }).getByRole('listitem');
  await words.first().waitFor();
  return words.allTextContents();
}

async function act(page: Page, text: string, name: string): Promise<void> {
  await message(page, text).first().hover();
  await message(page, text).first().getByRole('button', { name: 'More actions' }).click();
  await page
    .getByRole('dialog', { name: /^Actions for/ })
    .getByRole('button', { name, exact: true })
    .click();
}

/** What the host has changed is shown as such wherever it is shown: in quotes, pins, search and former versions. */
async function shownAsForged(ada: Page): Promise<void> {
  const quote = message(ada, 'I will be there').getByRole('button', { name: 'Reply to Bo: meet me at midnight' });
  await quote.and(ada.getByRole('button', { name: 'Not proven to be from Bo' })).waitFor();
  await ada.getByRole('button', { name: 'Pinned messages' }).click();
  const pins = ada.getByRole('region', { name: 'Pinned messages' }).getByRole('listitem');
  await pins.filter({ hasText: 'meet me at midnight' }).getByText('Not proven to be from Bo').waitFor();
  await ada.keyboard.press('ControlOrMeta+f');
  await ada.keyboard.type('noon');
  const found = ada.getByRole('list', { name: 'Found messages' }).getByRole('listitem');
  await found.filter({ hasText: 'meet me at midnight' }).getByText('Not proven to be from Bo').waitFor();
  await message(ada, 'tea at five')
    .getByRole('button', { name: /^Edited / })
    .click();
  const versions = ada.getByRole('dialog', { name: 'What Bo wrote' }).getByRole('listitem');
  await versions.filter({ hasText: 'no tea' }).getByText('Not proven to be from Bo').waitFor();
  expect(await versions.filter({ hasText: 'tea at five' }).getByText('Not proven').count()).toBe(0);
  await ada.keyboard.press('Escape');
}

describe.skipIf(noBrowser !== '')(`who is who ${noBrowser}`, () => {
  const { host, enter } = browserTests();

  it('two people compare words and mark each other; what a host forges, and another key, are shown as such', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    await say(bo, 'meet me at noon');
    await say(bo, 'bring the map');
    await message(ada, 'bring the map').waitFor();
    await say(bo, 'tea at four');
    await message(bo, 'tea at four').waitFor();
    // What is still on its way to the host cannot be edited yet.
    const box = bo.getByRole('textbox', { name: /^Message / });
    const begun = async () => {
      await box.press('ArrowUp');
      return box.inputValue();
    };
    await expect.poll(begun).toBe('tea at four');
    await say(bo, 'tea at five');
    await message(ada, 'tea at five').waitFor();
    await act(ada, 'meet me at noon', 'Pin for everyone');
    await act(ada, 'meet me at noon', 'Reply');
    await say(ada, 'I will be there');
    await message(ada, 'I will be there').getByRole('button', { name: 'Reply to Bo: meet me at noon' }).waitFor();
    const words = await compare(ada, 'Bo');
    expect(words).toHaveLength(12);
    expect(await compare(bo, 'Ada')).toEqual(words);
    await ada.getByRole('button', { name: 'Mark as verified' }).click();
    await ada.keyboard.press('Escape');
    await people(ada).getByRole('button', { name: 'Bo Verified' }).waitFor();
    expect(await ada.getByText('Not proven').count()).toBe(0);

    await bo.context().close();
    await host.stop();
    const db = openDatabase(host.dataDir);
    db.prepare("UPDATE events SET text = 'meet me at midnight' WHERE text = 'meet me at noon'").run();
    db.prepare("UPDATE events SET text = 'no tea' WHERE text = 'tea at four'").run();
    db.prepare("UPDATE members SET key = ? WHERE name = 'Bo'").run(newIdentity().key);
    db.close();
    await host.start();
    await ada.reload();
    await message(ada, 'meet me at midnight').getByText('Not proven to be from Bo').waitFor();
    expect(await message(ada, 'bring the map').getByText('Not proven').count()).toBe(0);
    await shownAsForged(ada);
    const alert = ada.getByRole('alert').filter({ hasText: 'Bo has another key than the one you verified' });
    await alert.getByRole('button', { name: 'Look into it' }).click();
    const card = ada.getByRole('dialog', { name: 'Bo' });
    await card.getByText('Perhaps Bo has a new computer').waitFor();
    await card.getByRole('button', { name: 'Accept the new key' }).click();
    await alert.waitFor({ state: 'detached' });
    await message(ada, 'bring the map').getByText('Not proven to be from Bo').waitFor();
  });
});
