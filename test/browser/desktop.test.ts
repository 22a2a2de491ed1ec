import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { browserTests, noBrowser, say, ServedHost } from '../support/browser.ts';
import type { HostingStatus } from '../../src-shared/protocol/bridge.ts';
import { engineSays, foundHost, pretendDesktop, type DesktopScript } from '../support/browser-desktop.ts';
import { afterThisTest } from '../support/host.ts';
import { sidebar } from '../support/window.ts';

const refused = { code: 'refused', message: 'That computer answered, but no host is running at that port.' };

describe.skipIf(noBrowser !== '')(`the desktop app's window ${noBrowser}`, () => {
  const { host, open } = browserTests();

  const socketUrl = (served: ServedHost): string => `${served.url.replace('http', 'ws')}session`;
  async function start(script: DesktopScript): Promise<Page> {
    const page = await open();
    await pretendDesktop(page, script);
    await page.goto(host.url);
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
    return page;
  }

  it('knows one’s name, finds hosts as they appear, and joins with one press', async () => {
    const page = await start({});
    await expect.poll(() => page.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('Ada Lovelace');
    await page.getByText('Looking for hosts…').waitFor();
    // One’s own to take out: it does not come back.
    const name = page.getByRole('textbox', { name: 'Your name' });
    await name.fill('A');
    await name.press('Backspace');
    expect(await name.inputValue()).toBe('');
    await name.fill('Ada');
    await name.press('Enter');
    expect(await page.getByRole('button', { name: 'Host here' }).evaluate((it) => it === document.activeElement)).toBe(
      true,
    );
    await engineSays(page, {
      type: 'discovery',
      hosts: [foundHost('gone', 'Gone by then', 'ws://10.9.9.9:1/session')],
      failure: null,
    });
    await page.getByText('Gone by then').waitFor();
    const id = (await fetch(`${host.url}health`).then((answer) => answer.json())) as { id?: string };
    await engineSays(page, {
      type: 'discovery',
      hosts: [foundHost(id.id ?? '', 'Test host', socketUrl(host))],
      failure: null,
    });
    await page.getByText('Gone by then').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Join Test host' }).click();
    await page.getByRole('log').waitFor();
    await say(page, 'two clicks from the start');
    await page.getByText('No other hosts just now.').waitFor();
    // Reloaded before the message is even on this computer's disk, there would be none.
    const said = page.getByRole('article').filter({ hasText: 'two clicks from the start' });
    await said.waitFor();
    await said.getByText('Waiting to be sent').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('two clicks from the start').waitFor();
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Privacy' }).click();
    await page.getByText('your key is in a file that only you can read').waitFor();
  });

  it('says what is wrong with an address where it was typed, and keeps to what it knows', async () => {
    const page = await start({ failures: { '10.1.1.1:9292': refused } });
    await page.getByRole('button', { name: 'Connect by address' }).click();
    const address = page.getByRole('textbox', { name: 'Address' });
    const sentences = {
      '': 'Type an address first',
      'two words': 'An address has no spaces in it.',
      'ftp://files': 'is not a kind of address Parley can open',
      'host:99999': 'That is not an address.',
      '10.1.1.1': 'no host is running at that port',
    };
    for (const [typed, sentence] of Object.entries(sentences)) {
      await address.fill(typed);
      await address.press('Enter');
      await page.getByRole('dialog').getByText(sentence).waitFor();
    }
    await page.getByText('Details').click();
    await page.getByText('refused', { exact: true }).waitFor();
    await address.fill(host.url);
    await address.press('Enter');
    await page.getByRole('log').waitFor();
    await page.getByRole('button', { name: 'Connect by address' }).click();
    await address.fill(host.url.replace('127.0.0.1', 'localhost'));
    await address.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByRole('region', { name: 'Test host' }).count()).toBe(1);
  });

  it('talks on two hosts at once, and marks what is unread', async () => {
    const other = new ServedHost('Other host');
    await other.start();
    afterThisTest(() => other.remove());
    const page = await start({ found: [foundHost('x', 'Far away', 'ws://10.9.9.9:1/session')] });
    for (const served of [host, other]) {
      await page.getByRole('button', { name: 'Connect by address' }).click();
      await page.getByRole('textbox', { name: 'Address' }).fill(served.url);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    const first = sidebar(page).getByRole('region', { name: 'Test host' });
    const second = sidebar(page).getByRole('region', { name: 'Other host' });
    await second.getByRole('button', { name: 'general' }).waitFor();
    await page.getByRole('heading', { name: 'general' }).first().waitFor();
    await say(page, 'on the other');
    await host.fill('general', 3);
    await first.getByRole('button', { name: 'general 3 unread' }).waitFor();
    expect(await page.title()).toBe('(3) general · Parley');
    await first.getByRole('button', { name: 'general' }).click();
    await page.getByText('#3').waitFor();
    expect(await page.getByText('on the other').count()).toBe(0);
    await other.stop();
    await second.getByText('Offline').waitFor();
    await page.getByRole('textbox', { name: 'Message general' }).waitFor();
  });

  it('shows where one hosts, and asks before it stops for others', async () => {
    const on: Extract<HostingStatus, { state: 'on' }> = {
      state: 'on',
      id: 'mine',
      name: 'workbench',
      port: 9293,
      fingerprint: 'f',
      localUrl: 'ws://127.0.0.1:1/session',
      addresses: ['192.168.7.7:9293'],
      dataDir: '/data',
      others: 3,
      guests: true,
      advertised: true,
    };
    const page = await start({ hosting: on, failures: { [on.localUrl]: refused } });
    await page.getByRole('button', { name: 'Host here' }).click();
    const dialog = page.getByRole('dialog', { name: 'Hosting' });
    const toggle = dialog.getByRole('switch', { name: 'Host on this network' });
    // What one came for has the focus, not the button that closes.
    expect(await toggle.evaluate((it) => it === document.activeElement)).toBe(true);
    await toggle.click();
    await dialog.getByText('parley://192.168.7.7:9293', { exact: true }).waitFor();
    await dialog.getByText('http://192.168.7.7:9293', { exact: true }).waitFor();
    await dialog.getByText('Port 9292 is used by another program, so this host is at port 9293.').waitFor();
    await dialog.getByRole('img', { name: /^QR code of/ }).waitFor();
    await toggle.click();
    await dialog.getByText('3 other people are connected. If you stop').waitFor();
    await dialog.getByRole('button', { name: 'Keep hosting' }).click();
    expect(await toggle.getAttribute('aria-checked')).toBe('true');
    await toggle.click();
    await dialog.getByRole('button', { name: 'Stop hosting' }).click();
    await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('false');
    await engineSays(page, {
      type: 'hosting',
      status: { state: 'failed', failure: { code: 'port-taken', message: 'Another program uses that port.' } },
    });
    await dialog.getByText('Another program uses that port.').waitFor();
  });
});
