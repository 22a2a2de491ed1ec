import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DesktopApi } from '../../src-shared/protocol/desktop.ts';
import { appCommand, electronTests, introduce, noElectron, root } from '../support/electron-app.ts';

/** What the preload script gives the page. */
interface AppWindow {
  parley: DesktopApi;
}

describe.skipIf(noElectron !== '')(`the app’s window ${noElectron}`, () => {
  const { install } = electronTests();

  it('is a sandboxed page without Node, under a policy that lets in nothing but its own files', async () => {
    const desktop = install();
    const page = await desktop.start();
    const preferences = await desktop.inMain(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    });
    expect(preferences.nodeIntegrationInWorker ?? false).toBe(false);
    const seen = await page.evaluate(async () => {
      const answer = await fetch('app://parley/');
      const global = window as unknown as Record<string, unknown>;
      const script = document.createElement('script');
      let stopped = '';
      try {
        script.textContent = 'window.ranInline = true';
        document.head.append(script);
      } catch (thrown) {
        stopped = String(thrown);
      }
      return {
        url: location.href,
        csp: answer.headers.get('content-security-policy')?.split('; '),
        node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in global),
        ranInline: 'ranInline' in global,
        stopped,
        bridge: Object.keys(global.parley as object),
      };
    });
    expect(seen).toMatchObject({ url: 'app://parley/', node: [], ranInline: false });
    expect(seen.bridge).not.toContain('ipcRenderer');
    expect(seen.csp).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(seen.csp?.join()).not.toContain('unsafe');
    expect(seen.stopped).toContain('TrustedScript');
    // The refusals of the policy are said in the console, which is as it should be.
    expect(desktop.problems.splice(0).join()).toContain('TrustedScript');
  });

  it('stays where it is, opens nothing, and asks for nothing', async () => {
    const desktop = install();
    const page = await desktop.start();
    await introduce(page, 'Still here');
    const done = await page.evaluate(async () => {
      location.assign('https://elsewhere.invalid/');
      location.assign('data:text/html,elsewhere');
      const link = document.createElement('a');
      link.href = 'https://elsewhere.invalid/link';
      document.body.append(link);
      link.click();
      link.target = '_blank';
      link.click();
      const opened = window.open('https://elsewhere.invalid/window') !== null;
      const asked = ['geolocation', 'microphone', 'camera', 'midi', 'clipboard-read'] as PermissionName[];
      const states = await Promise.all(asked.map((name) => navigator.permissions.query({ name })));
      const place = await new Promise<string>((say) => {
        navigator.geolocation.getCurrentPosition(
          () => {
            say('told');
          },
          ({ message }) => {
            say(message);
          },
        );
      });
      const { parley } = window as unknown as AppWindow;
      const called = await parley.openLink('file:///etc/passwd').catch(String);
      return { opened, states: [...new Set(states.map(({ state }) => state))], place, called };
    });
    expect(done).toMatchObject({ opened: false, states: ['denied'] });
    expect(done.place).not.toBe('told');
    expect(done.called).toContain('only web and mail links are opened');
    expect(page.url()).toBe('app://parley/');
    expect(desktop.app.windows().length).toBe(1);
    expect(await page.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('Still here');
    desktop.problems.splice(0);
  });

  it('is the only page that main answers, and only to what makes sense', async () => {
    const desktop = install();
    const page = await desktop.start();
    const refusals = await page.evaluate(async () => {
      const api = (window as unknown as AppWindow).parley as unknown as Record<
        'copy' | 'openLink',
        (...args: unknown[]) => Promise<unknown>
      > & {
        settings: { set(patch: unknown): Promise<unknown> };
      };
      const calls = [
        api.copy(42),
        api.copy('x'.repeat(2_000_000)),
        api.openLink({ href: 'https://example.org' }),
        api.settings.set({ hosting: { port: 70_000 } }),
        api.settings.set({ hosting: { on: 'yes' } }),
        api.settings.set('everything'),
      ];
      const results = await Promise.allSettled(calls);
      return results.map(({ status }) => status);
    });
    expect(refusals).toEqual(Array.from({ length: 6 }, () => 'rejected'));
    expect(await page.evaluate(() => (window as unknown as AppWindow).parley.settings.get())).toMatchObject({
      hosting: { on: false },
    });

    // A window of another page that somehow got hold of the same preload script.
    const preload = join(root, 'out/preload/preload.cjs');
    const foreign = await desktop.inMain(async ({ BrowserWindow }, preload) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await window.loadURL('data:text/html,<title>somewhere else</title>');
      const call = `Promise.allSettled([parley.settings.get(), parley.copy('x'), parley.connectEngine()])
        .then((results) => results.map(({ status, reason }) => status + ': ' + reason?.message))`;
      const answers = (await window.webContents.executeJavaScript(call)) as string[];
      window.destroy();
      return answers;
    }, preload);
    expect(foreign).toHaveLength(3);
    for (const answer of foreign) expect(answer).toMatch(/^rejected: .*not allowed/);
  });

  it('is served its own files, and none above or beside them', async () => {
    const desktop = install();
    await desktop.start();
    const statuses = await desktop.inMain(async ({ net }) => {
      const paths = {
        page: 'app://parley/',
        up: 'app://parley/../../package.json',
        escaped: 'app://parley/..%2f..%2fpackage.json',
        absolute: 'app://parley//etc/passwd',
        backslash: 'app://parley/..%5c..%5cpackage.json',
        zero: 'app://parley/index.html%00.js',
        elsewhere: 'app://other/index.html',
      };
      const entries = Object.entries(paths).map(async ([name, url]) => [name, (await net.fetch(url)).status] as const);
      return Object.fromEntries(await Promise.all(entries));
    });
    expect(statuses).toEqual({
      page: 200,
      up: 404,
      escaped: 404,
      absolute: 404,
      backslash: 404,
      zero: 404,
      elsewhere: 404,
    });
  });

  it('asks nothing of the internet, not even a dictionary at its first start', async () => {
    const desktop = install();
    const log = join(desktop.profile, 'network.json');
    const page = await desktop.start([`--log-net-log=${log}`]);
    await introduce(page, 'Ada');
    await desktop.close();
    const addresses = readFileSync(log, 'utf8').match(/\bhttps?:\/\/[^\s"\\]+/g);
    expect([...new Set(addresses)]).toEqual([]);
  });

  it('comes to the front when the app is started a second time, and the second one ends', async () => {
    const desktop = install();
    await desktop.start();
    await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const { program, args, env } = appCommand(desktop.profile);
    const second = spawn(program, args, { env, stdio: 'ignore' });
    const status = await new Promise((done) => second.once('exit', done));
    expect(status).toBe(0);
    await expect
      .poll(() => desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.isVisible())))
      .toEqual([true]);
  });
});
