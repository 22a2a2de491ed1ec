import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser } from '../support/browser.ts';

/** Presses Tab (or Shift+Tab) until something of that name has the focus. */
async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press(key);
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent.trim() ?? '';
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never came to ${String(name)}`);
}

/** Opens the menu of the room and takes what has this name, by arrow keys. */
async function takeFromMenu(page: Page, name: string): Promise<void> {
  await tabTo(page, /^Room actions$/);
  await page.keyboard.press('Enter');
  const focused = page.locator('[role=menuitem]:focus');
  await focused.waitFor();
  for (let i = 0; i < 9 && (await focused.innerText()) !== name; i += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

describe.skipIf(noBrowser !== '')(`with the keyboard alone ${noBrowser}`, () => {
  const { host, open } = browserTests();

  it('one joins, talks, makes a room, renames it and leaves it', async () => {
    const page = await open();
    await page.goto(host.url);
    await page.keyboard.type('Tabitha');
    await page.keyboard.press('Enter');
    await page.getByRole('log').waitFor();

    // The composer has the focus already.
    await page.keyboard.type('first');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second');
    await page.keyboard.press('Enter');
    await page
      .getByRole('article')
      .filter({ hasText: /first\s*second/ })
      .waitFor();

    await tabTo(page, /^Messages in general$/, 'Shift+Tab');
    await page.keyboard.press('ArrowUp');
    // Its author's name comes first, then what can be done with it.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Add reaction');

    await tabTo(page, /^New room$/);
    await page.keyboard.press('Enter');
    await page.keyboard.type('keys');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'keys' }).first().waitFor();

    await takeFromMenu(page, 'Name and topic…');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('locks');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Tabitha renamed the room to “locks”').waitFor();

    await takeFromMenu(page, 'Leave room');
    await page.getByRole('heading', { name: 'general' }).first().waitFor();
  });

  it('a dialog keeps the focus inside, and gives it back', async () => {
    const page = await open();
    await page.goto(host.url);
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
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Settings');
  });
});
