import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { people } from '../support/window.ts';

const row = (page: Page, name: string): Locator => people(page).getByRole('button', { name });

async function ownCard(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'How others see you' }).click();
  return page.getByRole('dialog', { name: 'How others see you' });
}

describe.skipIf(noBrowser !== '')(`presence and receipts ${noBrowser}`, () => {
  const { enter } = browserTests();

  it('tell what somebody is at and that they are busy, in the list and on their card', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    const card = await ownCard(bo);
    await card.getByLabel('What you are doing').fill('Writing the report');
    await card.getByLabel('Show it for').selectOption('1 hour');
    await card.getByRole('button', { name: 'Save' }).click();
    await row(ada, 'Writing the report').waitFor();
    await (await ownCard(bo)).getByRole('switch', { name: 'Do not disturb' }).click();
    await row(ada, 'Do not disturb').click();
    const shown = ada.getByRole('dialog', { name: 'Bo' });
    await shown.getByText('do not disturb').waitFor();
    expect(await shown.getByText('Writing the report').textContent()).toMatch(/ until .*\d/);
  });

  it('say who has seen the newest message, unless they do not want it said', async () => {
    const ada = await enter('Cora');
    const bo = await enter('Dan');
    await say(ada, 'Seen this?');
    await ada.getByText('Seen by Dan').waitFor();
    await bo.getByRole('button', { name: 'Settings' }).click();
    await bo.getByRole('tab', { name: 'Privacy' }).click();
    await bo.getByRole('switch', { name: 'Show others what I have read' }).click();
    await bo.keyboard.press('Escape');
    await say(ada, 'And this?');
    await bo.getByText('And this?').waitFor();
    await say(bo, 'Yes');
    await bo.getByText('Seen by Cora').waitFor();
    expect(await ada.getByText('Seen by').count()).toBe(0);
  });
});
