import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser } from '../support/browser.ts';
import { person } from '../support/full-room.ts';
import { afterThisTest } from '../support/host.ts';
import { focused, tabTo } from '../support/keys.ts';
import { acknowledged } from '../support/window.ts';

/** Presses an arrow key until something of that name has the focus. */
async function arrowTo(page: Page, name: RegExp, key = 'ArrowDown'): Promise<void> {
  for (let i = 0; i < 20 && !name.test(await focused(page)); i += 1) await page.keyboard.press(key);
  expect(await focused(page)).toMatch(name);
}

/** From where one writes to a message. */
async function toMessage(page: Page, text: RegExp): Promise<void> {
  await tabTo(page, /^Messages in /, 'Shift+Tab');
  await page.keyboard.press('ArrowUp');
  await arrowTo(page, text, 'ArrowUp');
}

/** Opens the menu of the room and takes what has this name. */
async function takeFromMenu(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, /^Room actions$/);
  await page.keyboard.press('Enter');
  await page.locator('[role=menuitem]:focus').waitFor();
  await arrowTo(page, name);
  await page.keyboard.press('Enter');
}

/** The page is there, and what is typed goes into its first field. */
const nameField = (page: Page): Locator => page.getByRole('textbox', { name: 'Your name' }).and(page.locator(':focus'));

describe.skipIf(noBrowser !== '')(`with the keyboard alone ${noBrowser}`, () => {
  const { host, open } = browserTests();

  it('one joins, talks, makes a room, renames it and leaves it', async () => {
    const page = await open();
    await page.goto(host.url);
    await nameField(page).waitFor();
    await page.keyboard.type('Tabitha');
    await page.keyboard.press('Enter');
    await page.getByRole('log').waitFor();

    // The composer has the focus already.
    await page.keyboard.type('first');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second');
    await page.keyboard.press('Enter');
    // What the host does not have yet has no actions.
    await acknowledged(page, /first\s*second/).waitFor();

    await toMessage(page, /first/);
    // Its author's name comes first, then what can be done with it.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Add reaction');

    await tabTo(page, /^New room$/);
    await page.keyboard.press('Enter');
    await page.keyboard.type('keys');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'keys' }).first().waitFor();

    await takeFromMenu(page, /^Name and topic…$/);
    await page.getByRole('dialog').getByRole('textbox').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('locks');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Tabitha renamed the room to “locks”').waitFor();

    await takeFromMenu(page, /^Leave room$/);
    await page.getByRole('heading', { name: 'general' }).first().waitFor();
  });

  it('one answers, reacts, pins, edits, opens a thread, searches, calls upon somebody and settles things', async () => {
    const page = await open({ reducedMotion: 'reduce' });
    await page.goto(host.url);
    await nameField(page).waitFor();
    await page.keyboard.type('Otto');
    await page.keyboard.press('Enter');
    await page.getByRole('log').waitFor();
    const bo = await person(host.url, 'Bo');
    afterThisTest(() => {
      bo.session.stop();
      return undefined;
    });
    await bo.session.send(bo.room.id, 'Who has the keys?');
    const question = page.getByRole('article').filter({ hasText: 'Who has the keys?' }).first();
    await question.waitFor();

    await toMessage(page, /Who has the keys/);
    // The log is read out as it grows, and what one says oneself is added to it once.
    await page.evaluate(() => {
      const added: string[] = [];
      Object.assign(window, { added });
      const log = document.querySelector('[role=log][aria-live=polite][aria-relevant=additions]');
      const look = new MutationObserver((all) => {
        for (const { addedNodes } of all)
          for (const node of addedNodes)
            if (node instanceof Element && node.matches('article')) added.push(node.textContent);
      });
      if (log) look.observe(log, { childList: true, subtree: true });
    });
    await page.keyboard.press('r');
    await page.getByText('Replying to Bo').waitFor();
    await page.keyboard.type('I had');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Reply to Bo: Who has the keys?' }).waitFor();
    await page.getByText('Waiting to be sent').waitFor({ state: 'detached' });
    const added = await page.evaluate(() => (window as unknown as { added: string[] }).added);
    expect(added.filter((text) => text.includes('I had'))).toHaveLength(1);

    await page.keyboard.press('ArrowUp');
    await page.getByRole('button', { name: 'Save' }).waitFor();
    await page.keyboard.type(' them');
    await expect.poll(() => page.getByRole('textbox', { name: 'Message general' }).inputValue()).toBe('I had them');
    await page.keyboard.press('Enter');
    await page
      .getByRole('article')
      .filter({ hasText: /I had them\s*\(edited\)/ })
      .waitFor();

    await toMessage(page, /^B\s*Bo[^]*Who has the keys/);
    await page.keyboard.press('+');
    await page.getByRole('dialog', { name: 'React to the message by Bo' }).waitFor();
    await page.keyboard.type('unicorn');
    await page.getByRole('region', { name: 'Found' }).getByRole('button', { name: 'unicorn' }).waitFor();
    await page.keyboard.press('Enter');
    await question.getByRole('button', { name: /^🦄/ }).waitFor();
    // The focus is where it was before.
    await expect.poll(() => focused(page)).toMatch(/Who has the keys/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Actions for the message by Bo' }).waitFor();
    await arrowTo(page, /^Pin for everyone$/);
    await page.keyboard.press('Enter');
    await question.getByText('Pinned', { exact: true }).waitFor();
    await expect.poll(() => focused(page)).toMatch(/Who has the keys/);

    await page.keyboard.press('t');
    const thread = page.getByRole('region', { name: 'Thread' });
    await thread.getByRole('textbox').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('They hang in the hall');
    await page.keyboard.press('Enter');
    await thread.getByRole('article').filter({ hasText: 'in the hall' }).waitFor();
    await page.keyboard.press('Escape');
    await thread.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toMatch(/Who has the keys/);

    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('keys');
    await page.getByRole('list', { name: 'Found messages' }).getByRole('button').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toMatch(/hall|keys/);
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.press('Escape');
    await page.getByRole('list', { name: 'Found messages' }).waitFor({ state: 'detached' });

    expect(await focused(page)).toBe('Message general');
    await page.keyboard.type('thank you @bo');
    await page.getByRole('option', { name: 'Bo' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.mention').filter({ hasText: '@Bo' }).waitFor();

    await page.keyboard.press('ControlOrMeta+k');
    await page.keyboard.type('settings');
    await page.keyboard.press('Enter');
    await tabTo(page, /^Profile$/);
    await arrowTo(page, /^Appearance$/);
    await tabTo(page, /^High contrast$/);
    await page.keyboard.press('Space');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.contrast)).toBe('more');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Message general');
  });

  it('a dialog keeps the focus inside, and gives it back', async () => {
    const page = await open();
    await page.goto(host.url);
    await nameField(page).waitFor();
    await page.keyboard.type('Trappist');
    await page.keyboard.press('Enter');
    await page.getByRole('log').waitFor();
    await tabTo(page, /^Settings$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    for (let i = 0; i < 12; i += 1) {
      await page.keyboard.press('Tab');
      // Beyond the last control the focus may rest on the page as a whole, never on what is behind the dialog.
      expect(await page.evaluate(() => document.activeElement?.closest('dialog, body')?.tagName)).toMatch(
        /DIALOG|BODY/,
      );
      expect(await page.evaluate(() => document.activeElement?.closest('main, aside') === null)).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Settings');
  });
});
