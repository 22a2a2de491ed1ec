import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { acknowledged } from '../support/window.ts';

const room = (page: Page): Locator => page.getByRole('log', { name: /^Messages in (?!the thread)/ });
const message = (page: Page, text: string): Locator => room(page).getByRole('article').filter({ hasText: text });
const act = async (page: Page, text: string, name: string): Promise<void> => {
  await message(page, text).hover();
  await message(page, text).getByRole('button', { name: 'More actions' }).click();
  await page
    .getByRole('dialog', { name: /^Actions for/ })
    .getByRole('button', { name, exact: true })
    .click();
};

describe.skipIf(noBrowser !== '')(`replies and threads ${noBrowser}`, () => {
  const { host, enter } = browserTests();

  it('a reply quotes its message, and follows what becomes of it', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    await say(ada, 'Who brings the *cups*?');
    await message(bo, 'Who brings').waitFor();
    await act(bo, 'Who brings', 'Reply');
    await bo.getByText('Replying to Ada').waitFor();
    await bo.keyboard.type('I do');
    await bo.keyboard.press('Enter');
    await message(ada, 'I do').getByRole('button', { name: 'Reply to Ada: Who brings the cups?' }).waitFor();
    await bo.getByText('Replying to Ada').waitFor({ state: 'detached' });
    await room(ada).focus();
    await ada
      .getByRole('article')
      .filter({ hasText: /^A.*Who brings/ })
      .first()
      .focus();
    await ada.keyboard.press('Delete');
    await ada.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await message(ada, 'I do').getByRole('button', { name: 'Reply to Ada: deleted message' }).waitFor();
  });

  it('a press on the quote goes to the message, however far above it is', async () => {
    await host.fill('far', 3);
    const ada = await enter('Cora');
    await ada.getByRole('navigation').getByRole('button', { name: 'far' }).click();
    await message(ada, '#1 ').waitFor();
    await act(ada, '#1 ', 'Reply');
    await ada.keyboard.type('about the first');
    await ada.keyboard.press('Enter');
    await acknowledged(ada, 'about the first').waitFor();
    await host.fill('far', 400);
    await say(ada, 'at the end');
    await message(ada, 'at the end').waitFor();
    await act(ada, 'at the end', 'Reply');
    await ada.keyboard.press('Escape');
    await ada.reload();
    await message(ada, 'at the end').waitFor();
    const start = room(ada).getByRole('button', { name: /^Reply to .*#1 / });
    for (let i = 0; i < 80 && (await start.count()) === 0; i += 1) {
      await room(ada).hover();
      await ada.mouse.wheel(0, -4_000);
    }
    await start.first().click();
    await expect.poll(() => ada.evaluate(() => document.activeElement?.textContent)).toMatch(/#1 /);
    await ada.getByRole('button', { name: /Newest|new messages/ }).click();
    await message(ada, 'at the end').waitFor();
  });

  it('a thread stands beside the timeline, counts its replies, and may tell the room too', async () => {
    const ada = await enter('Dora');
    const bo = await enter('Emil');
    await say(ada, 'Plans for Friday');
    await message(bo, 'Plans for Friday').waitFor();
    await act(bo, 'Plans for Friday', 'Reply in thread');
    const thread = bo.getByRole('region', { name: 'Thread' });
    const write = thread.getByRole('textbox', { name: 'Reply in thread' });
    await write.fill('only here');
    await write.press('Enter');
    await thread.getByRole('article').filter({ hasText: 'only here' }).waitFor();
    await thread.getByRole('checkbox', { name: 'Also send to the room' }).check();
    await write.fill('and there');
    await write.press('Enter');
    await message(ada, 'and there').waitFor();
    expect(await message(ada, 'only here').count()).toBe(0);
    await message(ada, 'Plans for Friday')
      .getByRole('button', { name: /^2 replies/ })
      .click();
    const beside = ada.getByRole('region', { name: 'Thread' });
    await beside.getByRole('article').filter({ hasText: 'only here' }).waitFor();
    await beside.getByRole('textbox').fill('seen');
    await beside.getByRole('textbox').press('Enter');
    await thread.getByRole('article').filter({ hasText: 'seen' }).waitFor();
    await ada.keyboard.press('Escape');
    await beside.waitFor({ state: 'detached' });
    // Closed before its replies are there, it leaves nothing behind.
    await message(ada, 'Plans for Friday')
      .getByRole('button', { name: /^3 replies/ })
      .evaluate(async (link: HTMLElement) => {
        link.click();
        await Promise.resolve();
        document.querySelector<HTMLElement>('[aria-label="Close thread"]')?.click();
      });
    await beside.waitFor({ state: 'detached' });
    await say(ada, 'and that was that');
    await acknowledged(ada, 'and that was that').waitFor();
    expect(await ada.getByRole('alert').count()).toBe(0);
  });

  it('a thread of one’s own message is marked until one has looked at what was answered', async () => {
    const ada = await enter('Eve');
    const bo = await enter('Finn');
    await say(ada, 'Who has the key?');
    await act(bo, 'Who has the key', 'Reply in thread');
    const write = bo.getByRole('textbox', { name: 'Reply in thread' });
    await write.fill('I do');
    await write.press('Enter');
    await message(ada, 'Who has the key')
      .getByRole('button', { name: /1 reply.*unread/ })
      .click();
    const marked = message(ada, 'Who has the key').getByRole('button', { name: /unread/ });
    await marked.waitFor({ state: 'detached' });
    expect(
      await message(bo, 'Who has the key')
        .getByRole('button', { name: /unread/ })
        .count(),
    ).toBe(0);
  });

  it('a line may say what one does; an unknown command is refused, with how to write it as text', async () => {
    const ada = await enter('Gil');
    await say(ada, '/me waves');
    const waves = message(ada, 'waves');
    await waves.waitFor();
    // Who does it stands above it; below what they said before, in the line itself.
    expect((await waves.textContent())?.split('Gil')).toHaveLength(2);
    await say(ada, '/me sits down');
    await message(ada, 'Gil sits down').waitFor();
    await say(ada, '/dance');
    await ada.getByText('There is no command “/dance”. Type /help to see them all').waitFor();
    await say(ada, '//dance');
    await message(ada, '/dance').waitFor();
  });

  it('the first unread message is one press away, however much has come since', async () => {
    const ada = await enter('Hal');
    await say(ada, 'A place to come back to');
    await acknowledged(ada, 'A place to come back to').waitFor();
    await ada.goto('about:blank');
    await host.fill('general', 120);
    await ada.goto(host.url);
    await room(ada).waitFor();
    await ada.getByRole('button', { name: 'First unread' }).click();
    await message(ada, 'A place to come back to').waitFor();
    await room(ada).getByRole('separator').filter({ hasText: 'New' }).waitFor();
  });

  it('on a phone a thread is a drawer as wide as the screen', async () => {
    const ada = await enter('Fay', { viewport: { width: 400, height: 800 }, hasTouch: true, isMobile: true });
    await say(ada, 'small talk');
    await acknowledged(ada, 'small talk').getByText('small talk').tap();
    await ada.getByRole('button', { name: 'Reply in thread' }).tap();
    const drawer = ada.getByRole('dialog', { name: 'Thread' });
    await drawer.getByRole('textbox', { name: 'Reply in thread' }).fill('smaller talk');
    await drawer.getByRole('button', { name: 'Send' }).tap();
    const reply = drawer.getByRole('article').filter({ hasText: 'smaller talk', hasNotText: 'Waiting to be sent' });
    await reply.getByText('smaller talk').tap();
    await ada
      .getByRole('dialog', { name: /^Actions for/ })
      .getByRole('button', { name: 'React with 👍' })
      .tap();
    await drawer.getByRole('button', { name: /^👍 1/ }).waitFor();
    expect(await ada.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
    await drawer.getByRole('button', { name: 'Close thread' }).tap();
    await message(ada, 'small talk')
      .getByRole('button', { name: /^1 reply/ })
      .waitFor();
  });
});
