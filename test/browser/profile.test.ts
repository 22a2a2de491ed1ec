import { describe, expect, it } from 'vitest';
import type { Locator } from 'playwright';
import { browserTests, noBrowser, say } from '../support/browser.ts';

describe.skipIf(noBrowser !== '')(`the profile ${noBrowser}`, () => {
  const { enter } = browserTests();

  it('has a name and a colour, which others see at once, beside what was said before as well', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    await say(ada, 'in whichever colour');
    const said = bo.getByRole('article').filter({ hasText: 'in whichever colour' });
    await said.waitFor();
    await ada.getByRole('button', { name: 'Settings' }).click();
    await ada.getByRole('radio', { name: 'Violet' }).check({ force: true });
    await ada.getByRole('textbox', { name: 'Your name' }).fill('Ada Lovelace');
    await ada.keyboard.press('Enter');
    const hue = (inside: Locator) =>
      inside
        .locator('.avatar[style]')
        .first()
        .evaluate((avatar: HTMLElement) => avatar.style.getPropertyValue('--hue'));
    const people = bo.getByRole('region', { name: /^People online/ });
    await people.getByText('Ada Lovelace').waitFor();
    await expect.poll(() => hue(people.getByRole('listitem').filter({ hasText: 'Ada Lovelace' }))).toBe('300');
    expect(await hue(said)).toBe('300');
    // It is one's own the next time, too.
    await ada.reload();
    await ada.getByRole('button', { name: 'Settings' }).click();
    expect(await ada.getByRole('radio', { name: 'Violet' }).isChecked()).toBe(true);
  });
});
