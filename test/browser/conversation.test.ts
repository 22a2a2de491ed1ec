import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { acknowledged, message, people, sidebar } from '../support/window.ts';

describe.skipIf(noBrowser !== '')(`two people in a browser ${noBrowser}`, () => {
  const { host, open, enter } = browserTests();

  it('talk, and see each other type, come and go', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    await people(ada).getByText('Bo', { exact: true }).waitFor();
    await say(ada, 'Is anybody *there*?');
    await message(bo, 'Is anybody there?').waitFor();

    await bo.getByRole('textbox', { name: 'Message general' }).pressSequentially('Yes');
    await ada.getByText('Bo is typing…').waitFor();
    await bo.keyboard.press('Shift+Enter');
    await bo.keyboard.type('here');
    await bo.keyboard.press('Enter');
    await ada
      .getByRole('article')
      .filter({ hasText: /Yes\s*here/ })
      .waitFor();
    await ada.getByText('Bo is typing…').waitFor({ state: 'hidden' });

    await bo.context().close();
    await people(ada).getByText('Bo', { exact: true }).waitFor({ state: 'hidden' });
  });

  it('find the history again, and are known again, after a reload', async () => {
    const ada = await enter('Ada the second');
    await say(ada, 'This will still be here.');
    await message(ada, 'This will still be here.').waitFor();
    await ada.reload();
    await message(ada, 'This will still be here.').waitFor();
    await people(ada).getByText('Ada the second', { exact: true }).waitFor();
    expect(await people(ada).getByText('you').count()).toBe(1);
  });

  it('make a room, and see what is unread in it', async () => {
    const ada = await enter('Carla');
    const bo = await enter('Dmitri');
    await ada.getByRole('button', { name: 'New room' }).click();
    await ada.getByRole('textbox', { name: 'Name' }).fill('tea');
    await ada.getByRole('button', { name: 'Make room' }).click();
    await ada.getByRole('heading', { name: 'tea' }).first().waitFor();
    await sidebar(bo).getByRole('button', { name: 'tea' }).click();
    await people(bo).getByText('Carla', { exact: true }).waitFor();
    await sidebar(ada).getByRole('button', { name: 'general' }).click();
    await say(bo, 'The kettle is on.');
    await sidebar(ada).getByRole('button', { name: 'tea 1 unread' }).click();
    await message(ada, 'The kettle is on.').waitFor();
    await sidebar(ada).getByRole('button', { name: 'tea', exact: true }).waitFor();
    expect(await ada.title()).toBe('tea · Parley');
  });

  it('see where they left off', async () => {
    const ada = await enter('Greta');
    const bo = await enter('Hans');
    await say(bo, 'seen at once');
    await bo.getByText('Seen by Greta').waitFor();
    await ada.goto('about:blank');
    for (const text of ['missed one', 'missed two']) await say(bo, text);
    await acknowledged(bo, 'missed two').waitFor();
    await ada.goto(host.url);
    await message(ada, 'missed two').waitFor();
    const order = await ada.locator('[data-id]').allTextContents();
    const divider = order.findIndex((text) => text.trim() === 'New');
    expect(order[divider + 1]).toContain('missed one');
    await say(ada, 'thank you');
    await ada.getByRole('separator').filter({ hasText: 'New' }).waitFor({ state: 'detached' });
  });

  it('are told by the dialog why a room cannot be made', async () => {
    const ada = await enter('Emil');
    await ada.getByRole('button', { name: 'New room' }).click();
    await ada.getByRole('textbox', { name: 'Name' }).fill('GENERAL');
    await ada.keyboard.press('Enter');
    await ada.getByText('There is a room of that name already.').waitFor();
    await ada.keyboard.press('Escape');
    await ada.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('keep what they have begun to write in each room', async () => {
    await host.fill('drafts', 1);
    const ada = await enter('Fay');
    await ada.getByRole('textbox', { name: 'Message general' }).fill('half a thought');
    await sidebar(ada).getByRole('button', { name: 'drafts' }).click();
    await ada.getByRole('textbox', { name: 'Message drafts' }).fill('another');
    await ada.reload();
    await expect.poll(() => ada.getByRole('textbox', { name: 'Message drafts' }).inputValue()).toBe('another');
    await sidebar(ada).getByRole('button', { name: 'general' }).click();
    await expect.poll(() => ada.getByRole('textbox', { name: 'Message general' }).inputValue()).toBe('half a thought');
  });

  it('say nothing with a name that will not do', async () => {
    const page = await open();
    await page.goto(host.url);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('Say who you are first.').waitFor();
    await page.getByLabel('Your name').fill('x\u202ey');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('none of them invisible').waitFor();
  });
});
