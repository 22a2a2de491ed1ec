import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';

const message = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('log').first().getByRole('article').filter({ hasText: text });
const shown = (page: Page, room: string): Promise<void> =>
  page.getByRole('log', { name: `Messages in ${room}` }).waitFor();
const box = (page: Page): Locator => page.getByRole('textbox', { name: /^Message / });

describe.skipIf(noBrowser !== '')(`palette, shortcuts and commands ${noBrowser}`, () => {
  const { host, enter } = browserTests();

  it('a few letters lead to a room, a person, or something to do', async () => {
    await host.fill('astronomy', 1);
    const ada = await enter('Ada');
    await enter('Balthasar');
    await ada
      .getByRole('region', { name: /^People/ })
      .getByText('Balthasar')
      .waitFor();
    await ada.keyboard.press('ControlOrMeta+k');
    await ada.keyboard.type('astro');
    await ada.keyboard.press('Enter');
    await shown(ada, 'astronomy');
    await ada.keyboard.press('ControlOrMeta+k');
    await ada.keyboard.type('baltha');
    await ada.keyboard.press('Enter');
    await shown(ada, 'Balthasar');
    await ada.keyboard.press('ControlOrMeta+k');
    await ada.keyboard.type('dark');
    await ada.keyboard.press('Enter');
    await expect.poll(() => ada.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    await ada.keyboard.press('ControlOrMeta+k');
    await ada.keyboard.type('zzzz');
    await ada.getByText('Nothing is called that.').waitFor();
    await ada.keyboard.press('Escape');
    await ada.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('Alt and the arrow keys go from room to room, and “?” tells of all keys', async () => {
    await host.fill('next', 1);
    const ada = await enter('Cato');
    await ada.getByRole('navigation').getByRole('button', { name: 'next' }).click();
    // The keys lead through the rooms one is in.
    await ada
      .getByRole('region', { name: /^People/ })
      .getByText('Cato')
      .waitFor();
    await shown(ada, 'next');
    await ada.keyboard.press('Alt+ArrowUp');
    await shown(ada, 'general');
    await ada.keyboard.press('Alt+ArrowDown');
    await shown(ada, 'next');
    await ada.keyboard.type('what?');
    expect(await box(ada).inputValue()).toBe('what?');
    await ada.getByRole('log').focus();
    await ada.keyboard.press('?');
    const help = ada.getByRole('dialog', { name: 'Shortcuts and commands' });
    for (const words of ['The room above', 'Mark unread from here', '/shrug'])
      await help.getByText(words).first().waitFor();
  });

  it('emoji and people are completed by the keyboard', async () => {
    const ada = await enter('Dido');
    const bo = await enter('Élodie Durand');
    await ada
      .getByRole('region', { name: /^People/ })
      .getByText('Élodie Durand')
      .waitFor();
    await box(ada).pressSequentially('well done :tad');
    await ada.getByRole('option', { name: /:tada:/ }).waitFor();
    await ada.keyboard.press('Enter');
    await ada.keyboard.type('@elo');
    await ada.getByRole('option', { name: 'Élodie Durand' }).waitFor();
    await ada.keyboard.press('Tab');
    expect(await box(ada).inputValue()).toBe('well done 🎉 @Élodie Durand ');
    await ada.keyboard.press('Enter');
    await message(bo, 'well done').locator('.mention.me').waitFor();
    await box(ada).pressSequentially('no :tad');
    await ada.getByRole('listbox').waitFor();
    await ada.keyboard.press('Escape');
    await ada.keyboard.type('pole');
    await ada.keyboard.press('Enter');
    await message(bo, 'no :tadpole').waitFor();
  });

  it('a room is completed by its name, and leads there whoever knows of it', async () => {
    await host.fill('team lunch', 1);
    const ada = await enter('Ella');
    const bo = await enter('Finn');
    await box(ada).pressSequentially('see you in #lun');
    await ada.getByRole('option', { name: /#team lunch/ }).waitFor();
    await ada.keyboard.press('Tab');
    expect(await box(ada).inputValue()).toBe('see you in #team lunch ');
    await ada.keyboard.press('Enter');
    await message(bo, 'see you in').getByRole('button', { name: '#team lunch' }).click();
    await shown(bo, 'team lunch');
  });

  it('commands do what they say, and an unknown one is refused where one types', async () => {
    const ada = await enter('Fran');
    await say(ada, '/me waves');
    await message(ada, 'waves').waitFor();
    await say(ada, '/shrug whatever');
    await message(ada, 'whatever ¯\\_(ツ)_/¯').waitFor();
    await say(ada, '/etc/hosts is a file');
    await message(ada, '/etc/hosts is a file').waitFor();
    await say(ada, '/frobnicate now');
    await ada.getByText('There is no command “/frobnicate”.').waitFor();
    expect(await box(ada).inputValue()).toBe('/frobnicate now');
    await say(ada, '//frobnicate now');
    await message(ada, '/frobnicate now').waitFor();
    await say(ada, '/nick Franziska');
    await ada
      .getByRole('region', { name: /^People/ })
      .getByText('Franziska')
      .waitFor();
    await say(ada, '/help');
    await ada.getByRole('dialog', { name: 'Shortcuts and commands' }).waitFor();
  });

  it('what is marked unread is counted again, from there on, until Esc marks the room as read', async () => {
    const ada = await enter('Gus');
    const bo = await enter('Hera');
    for (const text of ['first of three', 'second of three', 'third of three']) await say(bo, text);
    await message(ada, 'third of three').waitFor();
    await message(ada, 'second of three').hover();
    await message(ada, 'second of three').getByRole('button', { name: 'More actions' }).click();
    await ada.getByRole('button', { name: 'Mark unread from here' }).click();
    await ada.getByRole('separator').filter({ hasText: 'New' }).waitFor();
    const order = await ada.locator('main [data-id]').allTextContents();
    expect(order[order.findIndex((text) => text.trim() === 'New') + 1]).toContain('second of three');
    await ada.keyboard.press('ControlOrMeta+k');
    await ada.keyboard.press('Escape');
    await ada.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await ada.getByRole('separator').filter({ hasText: 'New' }).count()).toBe(1);
    await box(ada).press('Escape');
    await ada.getByRole('separator').filter({ hasText: 'New' }).waitFor({ state: 'detached' });
  });

  it('one is told of a mention while one looks elsewhere, and not while one looks', async () => {
    const ada = await enter('Ines', { permissions: ['notifications'] });
    await ada.evaluate(() => {
      const told: string[] = [];
      const Fake = function (title: string, { body }: { body: string }) {
        told.push(`${title}: ${body}`);
      };
      Object.assign(window, { told, Notification: Object.assign(Fake, { permission: 'granted' }) });
    });
    const told = () => ada.evaluate(() => (window as unknown as { told: string[] }).told);
    const bo = await enter('Jon');
    // Which of two pages has the focus is not for a test without a screen to find out.
    const look = (front: boolean) =>
      ada.evaluate((front) => {
        document.hasFocus = () => front;
        window.dispatchEvent(new Event(front ? 'focus' : 'blur'));
      }, front);
    await look(true);
    await say(bo, 'psst @Ines, one');
    await message(ada, '@Ines, one').waitFor();
    await look(false);
    await say(bo, 'nothing for anyone');
    await say(bo, 'psst @Ines, two');
    await expect.poll(told).toEqual(['Jon in general: psst @Ines, two']);
  });
});
