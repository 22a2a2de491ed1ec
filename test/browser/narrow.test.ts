import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

describe.skipIf(noBrowser !== '')(`on a phone ${noBrowser}`, () => {
  const { host, enter } = browserTests();

  it('the sides are drawers, and nothing is wider than the screen', async () => {
    await host.fill('pocket', 12);
    const page = await enter('Thumbs', phone);
    await page.getByRole('button', { name: 'Hosts and rooms' }).tap();
    const drawer = page.getByRole('dialog', { name: 'Hosts and rooms' });
    await drawer.getByRole('button', { name: 'pocket' }).tap();
    await drawer.waitFor({ state: 'detached' });
    await page.getByText('#12').waitFor();
    await page.getByRole('button', { name: /online, people/ }).tap();
    await page.getByRole('dialog', { name: 'People' }).getByText('Thumbs').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await say(page, `${'w'.repeat(400)}\n\n\`\`\`\n${'c'.repeat(400)}\n\`\`\``);
    await page.getByRole('article').filter({ hasText: 'wwww' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await page.getByRole('log').evaluate((box) => box.scrollWidth)).toBe(360);
  });

  it('everything that can be pressed is large enough for a thumb', async () => {
    const page = await enter('Fingers', phone);
    await page.getByRole('button', { name: 'Hosts and rooms' }).tap();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button:not(:disabled)')]
        .filter((button) => button.checkVisibility())
        .map((button) => ({
          name: button.getAttribute('aria-label') ?? button.textContent,
          height: button.getBoundingClientRect().height,
        }))
        .filter(({ height }) => height < 44),
    );
    expect(small).toEqual([]);
  });
});
