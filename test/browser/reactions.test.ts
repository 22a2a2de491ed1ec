import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { message } from '../support/window.ts';

const reaction = (page: Page, text: string, name: string | RegExp): Locator =>
  message(page, text).getByRole('list', { name: 'Reactions' }).getByRole('button', { name });

describe.skipIf(noBrowser !== '')(`reactions ${noBrowser}`, () => {
  const { enter } = browserTests();

  it('are put on a message and taken away again, and tell who', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    await say(ada, 'Cake in the kitchen');
    await message(bo, 'Cake').waitFor();
    await message(bo, 'Cake').hover();
    await message(bo, 'Cake').getByRole('button', { name: 'More actions' }).click();
    await bo.getByRole('button', { name: 'React with 🎉' }).click();
    await reaction(ada, 'Cake', '🎉 1: Bo').click();
    await reaction(ada, 'Cake', '🎉 2: You and Bo').waitFor();
    expect(await reaction(ada, 'Cake', /🎉 2/).getAttribute('aria-pressed')).toBe('true');
    await reaction(bo, 'Cake', '🎉 2: You and Ada').click();
    await reaction(ada, 'Cake', '🎉 1: You').click();
    await reaction(bo, 'Cake', /🎉/).waitFor({ state: 'detached' });
  });

  it('are picked from all emoji, by searching and by the arrow keys, with nothing from elsewhere', async () => {
    const ada = await enter('Cora');
    const asked: string[] = [];
    ada.on('request', (request) => asked.push(new URL(request.url()).origin));
    await say(ada, 'Pick one');
    await message(ada, 'Pick one').hover();
    await message(ada, 'Pick one').getByRole('button', { name: 'Add reaction' }).click();
    await ada.getByRole('button', { name: 'grinning face', exact: true }).waitFor();
    await ada.keyboard.type('unicorn');
    await ada.getByRole('region', { name: 'Found' }).getByRole('button', { name: 'unicorn' }).waitFor();
    await ada.keyboard.press('Enter');
    await reaction(ada, 'Pick one', '🦄 1: You').waitFor();

    await message(ada, 'Pick one').getByRole('list').getByRole('button', { name: 'Add reaction' }).click();
    const search = ada.getByRole('searchbox', { name: 'Search emoji' });
    await search.waitFor();
    await ada.getByRole('region', { name: 'Used last' }).waitFor();
    await search.press('ArrowDown');
    await ada.keyboard.press('ArrowDown');
    await ada.keyboard.press('ArrowRight');
    const chosen = await ada.evaluate(() => document.activeElement?.textContent ?? '');
    await ada.keyboard.press('Enter');
    await reaction(ada, 'Pick one', new RegExp(`^${chosen} 1`, 'u')).waitFor();
    expect([...new Set(asked)]).toEqual([new URL(ada.url()).origin]);
  });

  it('keep what one reads where it is when they come', async () => {
    const ada = await enter('Dora');
    const bo = await enter('Emil');
    await say(ada, 'above');
    await say(ada, Array.from({ length: 40 }, (_, i) => `line ${String(i)}`).join('\n'));
    await say(ada, 'the last line');
    await message(ada, 'the last line').waitFor();
    const log = ada.getByRole('log');
    const gap = () => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    await expect.poll(gap).toBeLessThan(2);
    await message(bo, 'the last line').hover();
    await message(bo, 'the last line').getByRole('button', { name: 'More actions' }).click();
    await bo.getByRole('button', { name: 'React with 👍' }).click();
    await reaction(ada, 'the last line', /👍 1/).waitFor();
    await expect.poll(gap).toBeLessThan(2);
  });
});
