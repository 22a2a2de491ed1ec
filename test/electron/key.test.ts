import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DesktopApi } from '../../src-shared/protocol/desktop.ts';
import { identityOf } from '../../src-renderer/lib/plain-ed25519.ts';
import { electronTests, noElectron } from '../support/electron-app.ts';

interface AppWindow {
  parley: DesktopApi;
}

describe.skipIf(noElectron !== '')(`the person’s key ${noElectron}`, () => {
  const { install } = electronTests();

  it('is kept by the app and not by its page, and one that the page had is taken over', async () => {
    const desktop = install();
    const secret = '0123456789abcdef'.repeat(4);
    let page = await desktop.start();
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem('parley.key'))).toBe(null);
    await page.evaluate((hex) => {
      localStorage.setItem('parley.key', JSON.stringify(hex));
    }, secret);
    await desktop.close();

    // As an earlier version would have left it.
    const file = join(desktop.profile, 'key.json');
    rmSync(file);
    page = await desktop.start();
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem('parley.key'))).toBe(null);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { own, refused } = await page.evaluate(async () => {
      const { parley } = window as unknown as AppWindow;
      const refused = await parley.key.sign('anything').catch(String);
      return { own: await parley.key.open('f'.repeat(64)), refused };
    });
    expect(own.key).toBe(identityOf(secret).key);
    expect(refused).toContain('not to be signed');
    expect(readFileSync(file, 'utf8').includes(secret)).toBe(own.kept === 'file');
  });
});
