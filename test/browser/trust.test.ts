import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src-main/store/sqlite/open.ts';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { newIdentity } from '../support/people.ts';

const message = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });
const people = (page: Page) => page.getByRole('region', { name: /^People online/ });

async function compare(page: Page, name: string): Promise<string[]> {
  await people(page).getByRole('button', { name }).click();
  const card = page.getByRole('dialog', { name });
  await card.getByRole('button', { name: 'Compare keys' }).click();
  const words = card.getByRole('list', { name: 'Words to compare' }).getByRole('listitem');
  await words.first().waitFor();
  return words.allTextContents();
}

describe.skipIf(noBrowser !== '')(`who is who ${noBrowser}`, () => {
  const { host, enter } = browserTests();

  it('two people compare words and mark each other; what a host forges, and another key, are shown as such', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    await say(bo, 'meet me at noon');
    await say(bo, 'bring the map');
    await message(ada, 'bring the map').waitFor();
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
    db.prepare("UPDATE members SET key = ? WHERE name = 'Bo'").run(newIdentity().key);
    db.close();
    await host.start();
    await ada.reload();
    await message(ada, 'meet me at midnight').getByText('Not proven to be from Bo').waitFor();
    expect(await message(ada, 'bring the map').getByText('Not proven').count()).toBe(0);
    const alert = ada.getByRole('alert').filter({ hasText: 'Bo has another key than the one you verified' });
    await alert.getByRole('button', { name: 'Look into it' }).click();
    const card = ada.getByRole('dialog', { name: 'Bo' });
    await card.getByText('Perhaps Bo has a new computer').waitFor();
    await card.getByRole('button', { name: 'Accept the new key' }).click();
    await alert.waitFor({ state: 'detached' });
    await message(ada, 'bring the map').getByText('Not proven to be from Bo').waitFor();
  });
});
