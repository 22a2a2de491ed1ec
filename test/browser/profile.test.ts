import { describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright';
import { browserTests, noBrowser, say } from '../support/browser.ts';

/** Takes a picture in the settings that are open; it is drawn small before it goes to anyone. */
async function choosePicture(page: Page): Promise<void> {
  const drawn = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1_200, 800];
    canvas.getContext('2d')?.fillRect(0, 0, 1_200, 800);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  const file = page.getByLabel('Picture', { exact: true });
  await file.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(drawn, 'base64') });
  await page.getByRole('button', { name: 'Remove picture' }).waitFor();
}

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
    // A picture is drawn anew, small, before it goes to anyone; what is none is refused at once.
    const file = ada.getByLabel('Picture', { exact: true });
    await file.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await ada.getByText('That is no picture that can be shown here.').waitFor();
    await choosePicture(ada);
    const size = (inside: Locator) =>
      inside
        .locator('.avatar img')
        .first()
        .evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight, image.src.slice(0, 5)]);
    await expect.poll(() => size(said)).toEqual([96, 96, 'blob:']);
    await expect.poll(() => size(people)).toEqual([96, 96, 'blob:']);

    // It is there wherever Ada is shown.
    const shown = (inside: Locator) => inside.locator('.avatar img').first().waitFor();
    const composer = bo.getByRole('textbox', { name: 'Message general' });
    await composer.fill('@Ada');
    await shown(bo.getByRole('option', { name: /Ada Lovelace/ }));
    await composer.fill('');
    await bo.keyboard.press('Control+k');
    await bo.keyboard.type('Ada Love');
    await shown(bo.getByRole('option', { name: /Ada Lovelace/ }));
    await bo.keyboard.press('Enter');
    await shown(bo.getByRole('navigation').getByRole('button', { name: 'Ada Lovelace' }));
    await shown(bo.getByRole('heading', { name: 'Ada Lovelace', level: 1 }));
    await shown(bo.locator('.beginning'));
    await bo.keyboard.press('Control+f');
    await bo.keyboard.type('whichever colour');
    await bo.getByRole('radio', { name: 'Everywhere' }).check({ force: true });
    await shown(bo.getByRole('list', { name: 'Found messages' }));

    await ada.getByRole('button', { name: 'Remove picture' }).click();
    await said.locator('.avatar img').waitFor({ state: 'detached' });

    // A moderator may take one away that should not be seen: it is gone at once, also where its owner looks.
    await bo.getByRole('button', { name: 'Settings' }).click();
    await choosePicture(bo);
    await bo.keyboard.press('Escape');
    await ada.keyboard.press('Escape');
    const card = ada.getByRole('region', { name: /^People online/ }).getByRole('button', { name: 'Bo' });
    await shown(card);
    await card.click();
    await ada.getByRole('button', { name: 'Remove their picture' }).click();
    await card.locator('.avatar img').waitFor({ state: 'detached' });
    expect(await ada.getByRole('dialog', { name: 'Bo' }).locator('.avatar img').count()).toBe(0);
    await ada.getByRole('button', { name: 'Remove their picture' }).waitFor({ state: 'detached' });
    const own = bo.getByRole('region', { name: /^People online/ }).getByRole('button', { name: 'Bo' });
    await own.locator('.avatar img').waitFor({ state: 'detached' });
    await bo.getByText('Your picture is no longer shown at Test host').waitFor();
    await ada.keyboard.press('Escape');
    // It is one's own the next time, too.
    await ada.reload();
    await ada.getByRole('button', { name: 'Settings' }).click();
    expect(await ada.getByRole('radio', { name: 'Violet' }).isChecked()).toBe(true);
  });

  it('looks and speaks as one likes, at once and the next time, and what is half written stays', async () => {
    const ada = await enter('Gisèle');
    const root = () =>
      ada.evaluate(() => {
        const { lang, dir, dataset } = document.documentElement;
        const size = getComputedStyle(document.body).fontSize;
        return { lang, dir, size, theme: dataset.theme, contrast: dataset.contrast };
      });
    await say(ada, 'one line');
    await ada.getByRole('textbox', { name: 'Message general' }).fill('half a thought');
    await ada.keyboard.press('Control+,');
    await ada.getByRole('tab', { name: 'Appearance' }).click();
    await ada.getByRole('radio', { name: 'Dark' }).check({ force: true });
    await ada.getByRole('switch', { name: 'High contrast' }).click();
    await ada.getByRole('switch', { name: 'Compact' }).click();
    await ada.getByRole('slider', { name: 'Text size' }).press('End');
    await ada.getByRole('combobox', { name: 'Language' }).selectOption('العربية');
    await ada.getByRole('dialog', { name: 'الإعدادات' }).waitFor();
    // So does what stands in lists made before.
    expect(await ada.getByRole('tab', { name: 'المظهر' }).count()).toBe(1);
    const settled = { lang: 'ar', dir: 'rtl', size: '22px', theme: 'dark', contrast: 'more' };
    expect(await root()).toEqual(settled);
    expect(await ada.getByRole('slider').inputValue()).toBe('22');
    await ada.keyboard.press('Escape');
    expect(await ada.locator('main textarea').inputValue()).toBe('half a thought');
    const line = ada.getByRole('article').filter({ hasText: 'one line' });
    expect(await line.locator('.avatar').count()).toBe(0);
    expect((await line.boundingBox())?.height).toBeLessThan(40);
    // Also in the first thing that is drawn after a reload.
    await ada.addInitScript(() => {
      const looking = new MutationObserver(() => {
        if (document.querySelector('#app > *') === null) return;
        looking.disconnect();
        const { dir, dataset } = document.documentElement;
        Object.assign(window, { first: `${dir} ${String(dataset.theme)} ${String(dataset.contrast)}` });
      });
      looking.observe(document, { childList: true, subtree: true });
    });
    await ada.reload();
    await ada.getByRole('log').waitFor();
    expect(await ada.evaluate(() => (window as unknown as { first: string }).first)).toBe('rtl dark more');
    expect(await root()).toEqual(settled);
  });
});
