import { describe, expect, it } from 'vitest';
import { ServedHost } from '../support/browser.ts';
import { connectTo, electronTests, introduce, message, noElectron, sidebar } from '../support/electron-app.ts';
import { afterThisTest } from '../support/host.ts';

/** What stands in for the system, which has nothing to show notifications with here. */
interface Stage {
  notices: { title: string; body: string; open: boolean; emit(event: 'click'): void }[];
}

describe.skipIf(noElectron !== '')(`the system's notifications ${noElectron}`, () => {
  const { install } = electronTests();

  it('tell of a room once, with a count, while it is not in front, and lead to the message', async () => {
    const host = new ServedHost('Library');
    afterThisTest(() => host.remove());
    const desktop = install({ settings: { notifications: { level: 'all' } } });
    const [page] = await Promise.all([desktop.start(), host.start()]);
    await desktop.inMain(({ app, Notification }) => {
      const stage: Stage = { notices: [] };
      Object.assign(globalThis, { stage });
      Notification.isSupported = () => true;
      Notification.prototype.show = function show() {
        stage.notices.push(Object.assign(this, { open: true }));
      };
      Notification.prototype.close = function close() {
        Object.assign(this, { open: false });
      };
      app.setBadgeCount = (count) => {
        Object.assign(stage, { badge: count });
        return true;
      };
    });
    const open = () =>
      desktop.inMain(() =>
        (globalThis as unknown as { stage: Stage }).stage.notices
          .filter(({ open }) => open)
          .map(({ title, body }) => `${title} | ${body}`),
      );
    const badge = () => desktop.inMain(() => (globalThis as unknown as { stage: { badge: number } }).stage.badge);

    await introduce(page, 'Ada');
    await connectTo(page, `127.0.0.1:${String(host.port)}`);
    await page.getByRole('log').waitFor();
    // Playwright has every page take itself for the one in front.
    const look = async (front: boolean) => {
      if (!front) await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
      await page.evaluate((front) => {
        document.hasFocus = () => front;
        window.dispatchEvent(new Event(front ? 'focus' : 'blur'));
      }, front);
    };
    // In front of one, nothing is told of.
    await host.fill('general', 1);
    await message(page, '#1').waitFor();
    await look(false);
    await host.fill('general', 1);
    await expect.poll(open).toEqual(['Noor in general | #1 short']);
    await host.fill('general', 2);
    await expect
      .poll(open)
      .toEqual([
        '3 new messages in general | Noor: #2 a line that is long enough to be broken in two on any screen narrower than a cinema, and then some more of it',
      ]);
    await expect.poll(badge).toBe(3);

    await desktop.inMain(() => {
      const { notices } = (globalThis as unknown as { stage: Stage }).stage;
      notices.find(({ open }) => open)?.emit('click');
    });
    await expect.poll(open).toEqual([]);
    await look(true);
    await expect.poll(badge).toBe(0);
    expect(await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
    await page.locator('main :focus').filter({ hasText: '#2 ' }).waitFor();

    // A room that one has muted is neither told of nor counted.
    await page.getByRole('button', { name: 'Room actions' }).click();
    await page.getByRole('menuitem', { name: 'Notifications…' }).click();
    await page.getByRole('radio', { name: 'Nothing' }).check();
    await page.keyboard.press('Escape');
    await sidebar(page).getByLabel('No notifications').waitFor();
    await look(false);
    await host.fill('general', 1);
    await expect
      .poll(() =>
        sidebar(page)
          .getByRole('button', { name: /general.*1 unread/ })
          .count(),
      )
      .toBe(1);
    expect(await open()).toEqual([]);
    expect(await badge()).toBe(0);
  });
});
