import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { electronTests, freePort, introduce, noElectron } from '../support/electron-app.ts';

/** What stands in for the person at the system's own dialogs and menus. */
interface Stage {
  asked: number;
  menu: { label?: string; checked?: boolean; click?: () => void }[];
}

describe.skipIf(noElectron !== '')(`Parley in the tray ${noElectron}`, () => {
  const { install } = electronTests();

  it('tells of broken settings, stays when its window is closed, asks about that once, hosts and is quiet from its menu, starts at log-in', async () => {
    const desktop = install();
    // One field of the settings is broken: it falls back, the others hold, and the person is told.
    const broken = JSON.stringify({
      hosting: { port: await freePort() },
      window: { onClose: 'sometimes' },
      appearance: { theme: 'dark', compact: true },
    });
    writeFileSync(join(desktop.profile, 'settings.json'), broken);
    const bounds = { x: 40, y: 60, width: 900, height: 640 };
    writeFileSync(join(desktop.profile, 'window.json'), JSON.stringify({ bounds, maximized: false }));
    const page = await desktop.start();
    const [aside = ''] = readdirSync(desktop.profile).filter((name) => name.startsWith('settings.broken-'));
    expect(readFileSync(join(desktop.profile, aside), 'utf8')).toBe(broken);
    const banner = page.getByRole('alert').filter({ hasText: 'The settings were damaged' });
    await banner.getByText(aside).waitFor();
    await banner.getByRole('button', { name: 'Dismiss' }).click();
    expect(await desktop.inMain(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    const look = () =>
      desktop.inMain(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => [
          window.getBounds(),
          window.isVisible(),
          window.getBackgroundColor().toLowerCase(),
        ]),
      );
    await expect.poll(look).toEqual([[bounds, true, '#17181c']]);
    expect(await page.evaluate(() => innerWidth)).toBe(bounds.width);
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    await desktop.inMain(({ dialog, Menu }) => {
      const stage: Stage = { asked: 0, menu: [] };
      Object.assign(globalThis, { stage });
      dialog.showMessageBox = () => {
        stage.asked += 1;
        return Promise.resolve({ response: 0, checkboxChecked: false });
      };
      const build = Menu.buildFromTemplate.bind(Menu);
      Menu.buildFromTemplate = (entries) => {
        stage.menu = entries as Stage['menu'];
        return build(entries);
      };
    });
    const close = () => desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    const visible = () => desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    const asked = () => desktop.inMain(() => (globalThis as unknown as { stage: Stage }).stage.asked);
    const kept = () => JSON.parse(readFileSync(join(desktop.profile, 'settings.json'), 'utf8')) as unknown;

    await introduce(page, 'Ada');
    await close();
    await expect.poll(visible).toBe(false);
    await expect.poll(kept).toMatchObject({ window: { onClose: 'tray' } });
    await desktop.startAgain([]);
    await expect.poll(visible).toBe(true);
    await close();
    await expect.poll(visible).toBe(false);
    expect(await asked()).toBe(1);

    // From the menu, with no window to be seen. What is pressed there is ticked there.
    const press = (label: string) =>
      desktop.inMain((_electron, label) => {
        const { menu } = (globalThis as unknown as { stage: Stage }).stage;
        const entry = menu.find((one) => one.label === label);
        // Later, so that what it sets off does not come between this call and its answer.
        setTimeout(() => entry?.click?.(), 50);
      }, label);
    const ticked = () =>
      desktop.inMain(() =>
        (globalThis as unknown as { stage: Stage }).stage.menu
          .filter(({ checked }) => checked)
          .map(({ label }) => label),
      );
    await page.evaluate(() => (window as unknown as { parley: { setUnread(n: number): unknown } }).parley.setUnread(1));
    await press('Do not disturb');
    await expect.poll(ticked).toEqual(['Do not disturb']);
    await press('Host on this network');
    await expect.poll(ticked).toEqual(['Hosting on this network', 'Do not disturb']);
    await page.getByRole('log').waitFor();

    await press('Open Parley');
    await expect.poll(visible).toBe(true);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Notifications' }).click();
    await expect
      .poll(() => page.getByRole('switch', { name: 'Do not disturb' }).getAttribute('aria-checked'))
      .toBe('true');
    await page.getByRole('tab', { name: 'Start and close' }).click();
    expect(await page.getByRole('radio', { name: 'Keep running' }).isChecked()).toBe(true);
    await page.getByRole('tab', { name: 'Appearance' }).click();
    await page.getByLabel('Language', { exact: true }).selectOption('Deutsch');
    await expect.poll(ticked).toEqual(['Hostet in diesem Netzwerk', 'Nicht stören']);
    const menus = await desktop.inMain(({ Menu }) =>
      Menu.getApplicationMenu()?.items.map(({ label, submenu }) => [label, submenu?.items[0]?.label]),
    );
    expect(menus).toContainEqual(['Bearbeiten', 'Rückgängig']);
    await page.getByLabel('Sprache', { exact: true }).selectOption('English');
    await page.getByRole('tab', { name: 'Start and close' }).click();
    if (process.platform !== 'linux') return;
    await page.getByRole('switch', { name: 'Start when I log in' }).click();
    const entry = () => readFileSync(join(desktop.profile, 'autostart/parley.desktop'), 'utf8');
    await expect.poll(entry).toContain('"--hidden"');
    await page.getByRole('switch', { name: 'Start when I log in' }).click();
    await expect
      .poll(() => {
        try {
          return entry();
        } catch {
          return null;
        }
      })
      .toBeNull();
  });
});
