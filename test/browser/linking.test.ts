import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { scanned } from '../support/qr.ts';
import { people } from '../support/window.ts';

describe.skipIf(noBrowser !== '')(`a person's devices ${noBrowser}`, () => {
  const { enter, open } = browserTests();

  it('are one person once the words of one were typed on the other', async () => {
    const first = await enter('Ada');
    const second = await enter('Ada');
    for (const page of [first, second]) {
      await page.keyboard.press('Control+,');
      await page.getByRole('tab', { name: 'Profile' }).click();
    }
    await first.getByRole('button', { name: 'Link another device' }).click();
    const list = first.getByRole('list', { name: 'Words for your other device' }).getByRole('listitem');
    await list.first().waitFor();
    const words = await list.allTextContents();
    expect(words).toHaveLength(12);

    await second.getByRole('button', { name: 'Use the key of another device' }).click();
    const field = second.getByLabel('The twelve words');
    await field.fill(words.slice(1).join(' '));
    await second.getByRole('button', { name: 'Use this key' }).click();
    await second.getByText('These are not twelve words').waitFor();
    await field.fill(` ${words.join('  ').toUpperCase()}`);
    await second.getByRole('button', { name: 'Use this key' }).click();
    await second.getByText('you are the same person on both').waitFor();
    await first.getByText('Your other device has your key now').waitFor();
    for (const page of [first, second]) await page.keyboard.press('Escape');

    // A third one scans the code instead, as a phone's camera would: the link opens with the words in their place.
    await first.keyboard.press('Control+,');
    await first.getByRole('tab', { name: 'Profile' }).click();
    await first.getByRole('button', { name: 'Link another device' }).click();
    const link = await scanned(first, first.getByRole('img', { name: /#link=/ }));
    expect(link).toContain((await list.allTextContents()).join('-'));
    const third = await open();
    await third.goto(link);
    await third.getByLabel('Your name').fill('Ada');
    await third.getByRole('button', { name: 'Join' }).click();
    await third.getByRole('button', { name: 'Use this key' }).click();
    await third.getByText('you are the same person on both').waitFor();
    await first.keyboard.press('Escape');

    await say(second, 'from my other device');
    const said = first.getByRole('article').filter({ hasText: 'from my other device' });
    await said.waitFor();
    await said.getByRole('button', { name: 'Ada', exact: true }).click();
    await first.getByRole('dialog', { name: 'Ada' }).getByText('This is you').waitFor();

    // Another name is one's name on each of them, also after one of them was away.
    await first.keyboard.press('Escape');
    await first.keyboard.press('Control+,');
    await first.getByRole('tab', { name: 'Profile' }).click();
    await first.getByLabel('Your name').fill('Ada Lovelace');
    await first.getByLabel('Your name').press('Tab');
    await first.keyboard.press('Escape');
    const own = (page: Page) => page.getByRole('button', { name: /^Ada Lovelace.*How others see you$/ });
    await own(second).waitFor();
    await second.reload();
    await own(second).waitFor();
    await people(first).getByText('Ada Lovelace', { exact: true }).waitFor();
  });
});
