import { describe, expect, it } from 'vitest';
import { ServedHost } from '../support/browser.ts';
import { electronTests, message, noElectron, sidebar } from '../support/electron-app.ts';
import { afterThisTest } from '../support/host.ts';

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
    const link = await desktop.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(link).toMatch(new RegExp(`^${at}/room/${tea}/\\d+\\?fp=[\\w-]{43}$`));
    await sidebar(page).getByRole('button', { name: 'general' }).click();
    await page.getByRole('heading', { name: 'general' }).first().waitFor();
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const early = link.replace(/\/\d+\?/, '/5?');
    await desktop.startAgain([early]);
    await page.getByRole('heading', { name: 'tea' }).first().waitFor();
    await page.locator('main :focus').filter({ hasText: '#4 ' }).waitFor();
    expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);

    await desktop.startAgain([`${at}/admin`]);
    await page.getByRole('alert').getByText('This link leads to nothing this Parley knows.').waitFor();
  });
});
