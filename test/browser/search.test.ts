import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';

const message = (page: Page, text: string): Locator =>
  page.getByRole('log').first().getByRole('article').filter({ hasText: text });
const panel = (page: Page): Locator => page.getByRole('region', { name: 'Search' });
const results = (page: Page): Locator => panel(page).getByRole('list', { name: 'Found messages' }).getByRole('button');
const rooms = (page: Page): Locator => page.getByRole('navigation', { name: 'Hosts and rooms' });

describe.skipIf(noBrowser !== '')(`search ${noBrowser}`, () => {
  const { host, enter } = browserTests();

  it('finds as one types, marks what was found, and goes there', async () => {
    const ada = await enter('Ada');
    await say(ada, 'The heron stood in the reeds');
    for (const text of ['one', 'two', 'three']) await say(ada, text);
    await message(ada, 'three').waitFor();
    await ada.keyboard.press('ControlOrMeta+f');
    await ada.keyboard.type('hero');
    await results(ada).filter({ hasText: 'heron' }).waitFor();
    expect(await results(ada).locator('mark').allTextContents()).toEqual(['heron']);
    await ada.keyboard.press('Enter');
    await expect.poll(() => ada.evaluate(() => document.activeElement?.textContent)).toContain('The heron');
    await panel(ada).getByRole('searchbox').focus();
    await ada.keyboard.press('Escape');
    await panel(ada).waitFor({ state: 'detached' });
  });

  it('reaches far above what is loaded, and one can go on both ways from there', async () => {
    await host.fill('deep', 600);
    const ada = await enter('Bea');
    await rooms(ada).getByRole('button', { name: 'deep' }).click();
    await message(ada, '#600').waitFor();
    await ada.getByRole('button', { name: 'Search messages' }).click();
    await panel(ada).getByRole('searchbox').fill('"#61 short"');
    await results(ada).first().click();
    await expect.poll(() => ada.evaluate(() => document.activeElement?.textContent)).toMatch(/#61 /);
    await message(ada, '#60 ').first().waitFor();
    await message(ada, '#62 ').first().waitFor();
    await ada.getByRole('button', { name: /^Newest/ }).click();
    await message(ada, '#600').waitFor();
  });

  it('looks in this room or everywhere, and says when there is nothing', async () => {
    await host.fill('elsewhere', 2);
    const ada = await enter('Cleo');
    await say(ada, 'quokka here');
    await rooms(ada).getByRole('button', { name: 'elsewhere' }).click();
    await message(ada, '#2').waitFor();
    await ada.keyboard.press('ControlOrMeta+f');
    await ada.keyboard.type('quokka');
    await panel(ada).getByText('Nothing was found in this room.').waitFor();
    await panel(ada).getByText('Everywhere').click();
    await results(ada).filter({ hasText: 'in general' }).click();
    await message(ada, 'quokka here').waitFor();
    expect(await ada.title()).toContain('general');
  });

  it('on a phone it covers the timeline, and gives way to what was found', async () => {
    const ada = await enter('Dee', { viewport: { width: 400, height: 800 }, hasTouch: true, isMobile: true });
    await say(ada, 'platypus');
    await message(ada, 'platypus').waitFor();
    await ada.getByRole('button', { name: 'Search messages' }).tap();
    await panel(ada).getByRole('searchbox').fill('platy');
    await results(ada).first().tap();
    await panel(ada).waitFor({ state: 'detached' });
    await message(ada, 'platypus').waitFor();
  });

  it('a link to a message opens at it', async () => {
    const ada = await enter('Elsa', { permissions: ['clipboard-read', 'clipboard-write'] });
    await say(ada, 'okapi, linked');
    await message(ada, 'okapi').waitFor();
    await message(ada, 'okapi').hover();
    await message(ada, 'okapi').getByRole('button', { name: 'More actions' }).click();
    await ada.getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(() => ada.evaluate(() => navigator.clipboard.readText())).toMatch(/#/);
    const link = await ada.evaluate(() => navigator.clipboard.readText());
    await rooms(ada).getByRole('button', { name: 'deep' }).click();
    await message(ada, '#600').waitFor();
    await ada.goto('about:blank');
    await ada.goto(link);
    await expect.poll(() => ada.evaluate(() => document.activeElement?.textContent)).toContain('okapi, linked');
    expect(new URL(ada.url()).hash).toBe('');
  });

  it('pinned messages are a list that leads to them', async () => {
    const ada = await enter('Fern');
    await say(ada, 'wifi: badger42');
    await message(ada, 'badger42').waitFor();
    await message(ada, 'badger42').hover();
    await message(ada, 'badger42').getByRole('button', { name: 'More actions' }).click();
    await ada.getByRole('button', { name: 'Pin for everyone' }).click();
    await ada.getByRole('button', { name: 'Pinned messages' }).click();
    const pins = ada.getByRole('region', { name: 'Pinned messages' });
    await pins.getByRole('button', { name: /badger42/ }).click();
    await expect.poll(() => ada.evaluate(() => document.activeElement?.textContent)).toContain('badger42');
  });
});
