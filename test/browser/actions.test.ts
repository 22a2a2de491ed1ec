import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { acknowledged, message } from '../support/window.ts';

const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Message general' });

async function openMenu(page: Page, text: string): Promise<Locator> {
  await message(page, text).hover();
  await message(page, text).getByRole('button', { name: 'More actions' }).click();
  return page.getByRole('dialog', { name: /^Actions for/ });
}

describe.skipIf(noBrowser !== '')(`what is done to a message ${noBrowser}`, () => {
  const { host, enter } = browserTests();

  it('one edits what one said last with the arrow key, and everyone sees that and what it said before', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    await say(ada, 'The kettel is on');
    await acknowledged(ada, 'The kettel is on').waitFor();
    await box(ada).press('ArrowUp');
    await ada.getByText('Editing', { exact: true }).waitFor();
    expect(await box(ada).inputValue()).toBe('The kettel is on');
    await box(ada).fill('The kettle is on');
    await box(ada).press('Enter');
    await message(bo, 'The kettle is on')
      .getByRole('button', { name: /^Edited / })
      .click();
    const history = bo.getByRole('dialog', { name: 'What Ada wrote' });
    await history.getByText('The kettel is on').waitFor();
    await history.getByText('The kettle is on').waitFor();
    expect(await box(ada).inputValue()).toBe('');
  });

  it('Esc leaves a message as it was, and brings back what one had begun', async () => {
    const ada = await enter('Cora');
    await say(ada, 'stays so');
    await message(ada, 'stays so').waitFor();
    await box(ada).fill('half a thought');
    const menu = await openMenu(ada, 'stays so');
    await menu.getByRole('button', { name: 'Edit' }).click();
    await ada.getByText('Editing', { exact: true }).waitFor();
    await box(ada).fill('something else');
    await box(ada).press('Escape');
    await ada.getByText('Editing', { exact: true }).waitFor({ state: 'detached' });
    expect(await box(ada).inputValue()).toBe('half a thought');
    expect(await message(ada, 'stays so').count()).toBe(1);
  });

  it('one is asked once before a message is deleted, and then its text is gone for everyone', async () => {
    const ada = await enter('Dora');
    const bo = await enter('Emil');
    await say(ada, 'wrong window');
    await message(bo, 'wrong window').waitFor();
    const menu = await openMenu(ada, 'wrong window');
    await menu.getByRole('button', { name: 'Delete…' }).click();
    await ada.getByRole('dialog', { name: 'Delete your message?' }).getByRole('button', { name: 'Delete' }).click();
    await message(bo, 'This message was deleted.').waitFor();
    await message(bo, 'wrong window').waitFor({ state: 'detached' });
    await message(ada, 'wrong window').waitFor({ state: 'detached' });
  });

  it('others’ messages offer what one may do with them, and no more', async () => {
    const ada = await enter('Fritz');
    const bo = await enter('Gerda');
    await say(ada, 'mine alone');
    await message(bo, 'mine alone').waitFor();
    const menu = await openMenu(bo, 'mine alone');
    await menu.getByRole('button', { name: 'Reply', exact: true }).waitFor();
    expect(await menu.getByRole('button', { name: /^(Edit|Delete…)$/ }).count()).toBe(0);
  });

  it('what one marks for oneself is listed beside the timeline, from all rooms, until one has no more need of it', async () => {
    const ada = await enter('Ilse');
    const bo = await enter('Jan');
    await say(bo, 'the code of the door is 1234');
    await message(ada, 'the code of the door').waitFor();
    await ada.getByRole('log').focus();
    await ada.keyboard.press('ArrowUp');
    await ada.keyboard.press('b');
    await message(ada, 'the code of the door').getByText('Bookmarked').waitFor();
    await ada.keyboard.press('ControlOrMeta+Shift+B');
    const panel = ada.getByRole('region', { name: 'Bookmarks' });
    await panel.getByRole('button', { name: /the code of the door/ }).click();
    await message(ada, 'the code of the door').waitFor();
    expect(await message(bo, 'the code of the door').getByText('Bookmarked').count()).toBe(0);
    await panel.getByRole('button', { name: 'Remove bookmark' }).click();
    await panel.getByText('stays at hand here').waitFor();
    await ada.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  it('a message is passed on to a room or a person, with what its author said', async () => {
    const ada = await enter('Karla');
    const bo = await enter('Lutz');
    await say(bo, 'the lift is out of order');
    await message(ada, 'the lift is out of order').waitFor();
    await ada.getByRole('log').focus();
    await ada.keyboard.press('ArrowUp');
    await ada.keyboard.press('f');
    const dialog = ada.getByRole('dialog', { name: 'Forward message' });
    await dialog.getByText('the lift is out of order').waitFor();
    await ada.keyboard.type('lut');
    await dialog.getByLabel('Comment').fill('take the stairs');
    await ada.keyboard.press('Enter');
    await ada.getByRole('log', { name: 'Messages in Lutz' }).waitFor();
    await message(ada, 'take the stairs').getByText('Forwarded from Lutz').waitFor();
    await bo.getByRole('navigation').getByRole('button', { name: /Karla/ }).click();
    await message(bo, 'take the stairs').getByText('the lift is out of order').waitFor();
    await message(bo, 'take the stairs').getByRole('button', { name: '#general' }).click();
    await bo.getByRole('log', { name: 'Messages in general' }).waitFor();
  });

  it('every action is there by keyboard from the message that has the focus', async () => {
    const ada = await enter('Hanna');
    await say(ada, 'keys to this');
    await message(ada, 'keys to this').waitFor();
    await ada.getByText('Waiting to be sent').waitFor({ state: 'detached' });
    await ada.getByRole('log').focus();
    await ada.keyboard.press('ArrowUp');
    await ada.keyboard.press('Enter');
    await ada.getByRole('dialog', { name: /^Actions for/ }).waitFor();
    await ada.keyboard.press('ArrowDown');
    expect(await ada.evaluate(() => document.activeElement?.textContent.trim())).toMatch(/^Reply/);
    await ada.keyboard.press('Escape');
    await expect.poll(() => ada.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE');
    await ada.keyboard.press('e');
    await ada.keyboard.type(', and that');
    await ada.keyboard.press('Enter');
    await message(ada, 'keys to this, and that').waitFor();
    await ada.getByRole('log').focus();
    await ada.keyboard.press('ArrowUp');
    await ada.keyboard.press('Delete');
    await ada.getByRole('dialog', { name: 'Delete your message?' }).waitFor();
    await ada.keyboard.press('Enter');
    await message(ada, 'keys to this').waitFor({ state: 'detached' });
  });

  it('the buttons never cover the text, wide or narrow', async () => {
    for (const width of [1280, 900, 730]) {
      const ada = await enter(`Ida ${String(width)}`, { viewport: { width, height: 700 } });
      const text = `${String(width)} ${'and so on and on, as long as a line can be '.repeat(8)}`;
      await say(ada, text);
      await message(ada, String(width)).last().hover();
      const bar = await message(ada, text.trim()).last().getByRole('button', { name: 'More actions' }).boundingBox();
      const words = await message(ada, text.trim()).last().locator('.markdown').boundingBox();
      expect(bar?.x).toBeGreaterThanOrEqual((words?.x ?? 0) + (words?.width ?? Infinity));
    }
  });

  it('a tap opens them on a phone, each large enough for a thumb', async () => {
    const ada = await enter('Jan', { viewport: { width: 400, height: 800 }, hasTouch: true, isMobile: true });
    await say(ada, 'tap me');
    await acknowledged(ada, 'tap me').waitFor();
    await message(ada, 'tap me').getByText('tap me').tap();
    const menu = ada.getByRole('dialog', { name: /^Actions for/ });
    await menu.waitFor();
    const heights = await menu
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).offsetHeight));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    await menu.getByRole('button', { name: 'Reply', exact: true }).tap();
    await ada.getByText('Replying to Jan').waitFor();
  });

  it('a copied link leads to the message', async () => {
    const ada = await enter('Klara', { permissions: ['clipboard-read', 'clipboard-write'] });
    await say(ada, 'linked to');
    await message(ada, 'linked to').waitFor();
    const menu = await openMenu(ada, 'linked to');
    await menu.getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(() => ada.evaluate(() => navigator.clipboard.readText())).toMatch(/#[0-9a-f-]{36}\/\d+$/);
    expect(await ada.evaluate(() => navigator.clipboard.readText())).toContain(host.url);
  });
});
