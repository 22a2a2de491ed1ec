import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { ServedHost } from '../support/browser.ts';
import { electronTests, message, noElectron, sidebar } from '../support/electron-app.ts';
import { person } from '../support/full-room.ts';
import { afterThisTest } from '../support/host.ts';
import { newId } from '../support/talk.ts';

/** Sixty replies to a room's first message: the number of the first, which is further back than one page. */
async function thread(url: string, room: string): Promise<number> {
  const { session } = await person(url, 'Bo');
  await session.rooms.get(room)?.join();
  const say = (text: string, answer = {}) =>
    session.talk.say({ id: newId(), room, text, at: 0, failure: null, ...answer });
  const root = newId();
  await say('Who reads on?', { id: root });
  const replies = [];
  for (let i = 1; i <= 60; i += 1) replies.push(await say(`reply ${String(i)} of 60`, { thread: root }));
  session.stop();
  return replies[0]?.seq ?? 0;
}

describe.skipIf(noElectron !== '')(`parley:// links from outside ${noElectron}`, () => {
  const { install } = electronTests();

  it('start the app at a host and a place there, or lead the running one to a message; nonsense is refused', async () => {
    const host = new ServedHost('Library');
    afterThisTest(() => host.remove());
    await host.start();
    await host.fill('tea', 60);
    const rooms = (await fetch(`${host.url}api/rooms`).then((answer) => answer.json())) as {
      id: string;
      name: string;
    }[];
    const tea = rooms.find(({ name }) => name === 'tea')?.id ?? '';
    const at = `parley://127.0.0.1:${String(host.port)}`;

    // Pressed before the app ran at all, let alone had a name: one is asked, and led there.
    const desktop = install();
    const page = await desktop.start([`${at}/room/${tea}`]);
    const question = page.getByRole('dialog', { name: 'Join this host?' });
    await question.getByText(`127.0.0.1:${String(host.port)}`).waitFor();
    await question.getByRole('textbox', { name: 'Your name' }).fill('Ada');
    await question.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('heading', { name: 'tea' }).first().waitFor();
    await message(page, '#60').waitFor();

    // A message's own link, as copied, leads back to it from another room, and from where the window was hidden.
    await message(page, '#60').hover();
    await message(page, '#60').getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('button', { name: 'Copy link' }).click();
    const link = await desktop.inMain(({ clipboard }) => clipboard.readText());
    expect(link).toMatch(new RegExp(`^${at}/room/${tea}/\\d+\\?fp=[\\w-]{43}$`));
    await sidebar(page).getByRole('button', { name: 'general' }).click();
    await page.getByRole('heading', { name: 'general' }).first().waitFor();
    await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const early = link.replace(/\/\d+\?/, '/5?');
    await desktop.startAgain([early]);
    await page.getByRole('heading', { name: 'tea' }).first().waitFor();
    await page.locator('main :focus').filter({ hasText: '#4 ' }).waitFor();
    expect(await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);

    // One that is in a thread alone is shown there, however far back in it.
    const reply = `${at}/room/${tea}/${String(await thread(host.url, tea))}`;
    const inThread = (window: Page): Locator =>
      window.getByRole('region', { name: 'Thread' }).locator(':focus').filter({ hasText: 'reply 1 of 60' });
    await desktop.startAgain([reply]);
    await inThread(page).waitFor();

    await desktop.startAgain([`${at}/admin`]);
    await page.getByRole('alert').getByText('This link leads to nothing this Parley knows.').waitFor();

    // The same from outside while it does not run.
    for (const [pressed, shown] of [
      [early, (window: Page) => window.locator('main :focus').filter({ hasText: '#4 ' })],
      [reply, inThread],
    ] as const) {
      await desktop.close();
      await shown(await desktop.start([pressed])).waitFor();
    }
  });
});
