import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import type { DesktopApi } from '../../src-shared/protocol/desktop.ts';
import { Installation, noElectron, root } from '../support/electron-app.ts';

/**
 * The twenty points of Electron's security guide by their numbers, each read back from the running app. 19, the fuses, are
 * read from the packaged program in package.test.ts; more about 13 to 17 is in security.test.ts.
 */
describe.skipIf(noElectron !== '')(`Electron’s security guide ${noElectron}`, () => {
  const app = new Installation();
  let page: Page;
  let preferences: Record<string, unknown>;

  beforeAll(async () => {
    if (noElectron !== '') return;
    page = await app.start(['--use-fake-device-for-media-stream']);
    preferences = await app.inMain(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
  });
  afterAll(() => app.close());

  const policy = (): Promise<string[]> =>
    page.evaluate(async () => (await fetch('app://parley/')).headers.get('content-security-policy')?.split('; ') ?? []);

  it('1: loads only secure content, its own', async () => {
    const loaded = await page.evaluate(() => [
      location.href,
      ...[...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(({ src }) => src),
      ...[...document.querySelectorAll<HTMLLinkElement>('link[href]')].map(({ href }) => href),
    ]);
    expect(loaded.length).toBeGreaterThan(2);
    expect(loaded.filter((url) => !url.startsWith('app://parley/'))).toEqual([]);
  });

  it('2: has no Node in its pages, frames and workers', () => {
    const { nodeIntegration, nodeIntegrationInSubFrames, nodeIntegrationInWorker } = preferences;
    expect([nodeIntegration, nodeIntegrationInSubFrames, nodeIntegrationInWorker ?? false]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('3: isolates the preload script’s context', () => {
    expect(preferences.contextIsolation).toBe(true);
  });

  it('4: sandboxes its pages', () => {
    expect(preferences.sandbox).toBe(true);
  });

  it('5: refuses every permission but to notify and to write to the clipboard', async () => {
    const granted = await page.evaluate(async () => {
      const names = [
        'camera',
        'microphone',
        'geolocation',
        'midi',
        'clipboard-read',
        'notifications',
        'persistent-storage',
      ];
      const states = names.map(async (name) => {
        const { state } = await navigator.permissions.query({ name: name as PermissionName });
        return state === 'granted' ? [name] : [];
      });
      return (await Promise.all(states)).flat();
    });
    expect(granted).toEqual(['notifications']);
    const stream = page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', String),
    );
    expect(await stream).toMatch(/NotAllowed|NotFound|denied/i);
  });

  it('5: gives the camera’s pictures only while the person wants them, and no sound even then', async () => {
    const ask = (wanted: MediaStreamConstraints): Promise<string> =>
      page.evaluate(
        (wanted) =>
          navigator.mediaDevices.getUserMedia(wanted).then((given) => {
            for (const track of given.getTracks()) track.stop();
            return 'given';
          }, String),
        wanted,
      );
    const want = (wanted: boolean): Promise<void> =>
      page.evaluate((wanted) => (window as unknown as { parley: DesktopApi }).parley.wantCamera(wanted), wanted);
    expect(await ask({ video: true })).toMatch(/NotAllowed/);
    await want(true);
    expect(await ask({ video: true })).toBe('given');
    expect(await ask({ audio: true })).toMatch(/NotAllowed/);
    expect(await ask({ audio: true, video: true })).toMatch(/NotAllowed/);
    await want(false);
    expect(await ask({ video: true })).toMatch(/NotAllowed/);
  });

  it('6: leaves web security on', () => {
    expect(preferences.webSecurity).toBe(true);
  });

  it('7: has a content security policy, with Trusted Types', async () => {
    expect(await policy()).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"]),
    );
    expect((await policy()).join()).not.toMatch(/unsafe|\*|https?:/);
  });

  it('8: runs no insecure content', () => {
    expect(preferences.allowRunningInsecureContent ?? false).toBe(false);
  });

  it('9: uses no experimental features', () => {
    expect(preferences.experimentalFeatures ?? false).toBe(false);
  });

  it('10: switches on no features of Blink', () => {
    expect(preferences.enableBlinkFeatures ?? '').toBe('');
  });

  it('11 and 12: has no webviews, with or without popups', async () => {
    expect(preferences.webviewTag ?? false).toBe(false);
    const attached = await page.evaluate(() => {
      const view = document.createElement('webview');
      view.setAttribute('allowpopups', '');
      view.setAttribute('src', 'data:text/html,x');
      document.body.append(view);
      const made = view instanceof HTMLUnknownElement || !('getWebContentsId' in view);
      view.remove();
      return !made;
    });
    expect(attached).toBe(false);
    const kinds = await app.inMain(({ webContents }) => webContents.getAllWebContents().map((each) => each.getType()));
    expect(kinds).toEqual(['window']);
  });

  it('13: goes nowhere', async () => {
    await page.evaluate(() => {
      location.assign('https://elsewhere.invalid/');
    });
    const listeners = await app.inMain(({ BrowserWindow }) =>
      ['will-navigate', 'will-frame-navigate', 'will-redirect'].map((name) =>
        BrowserWindow.getAllWindows()[0]?.webContents.listenerCount(name),
      ),
    );
    expect(listeners.every((count) => (count ?? 0) > 0)).toBe(true);
    expect(page.url()).toBe('app://parley/');
  });

  it('14: opens no windows', async () => {
    const opened = await page.evaluate(() =>
      ['https://x.invalid/', 'about:blank', 'javascript:1'].map((url) => window.open(url)),
    );
    expect(opened).toEqual([null, null, null]);
    expect(app.app.windows()).toHaveLength(1);
  });

  it('15: opens outside only links to the web and mail', async () => {
    const refused = await page.evaluate(async () => {
      const { parley } = window as unknown as { parley: { openLink(url: string): Promise<void> } };
      const urls = ['file:///etc/passwd', 'javascript:1', 'smb://x/y', 'vscode://x', 'data:,', 'x'];
      return Promise.all(
        urls.map((url) =>
          parley.openLink(url).then(
            () => 'opened',
            () => 'refused',
          ),
        ),
      );
    });
    expect([...new Set(refused)]).toEqual(['refused']);
  });

  it('16: is made for a current Electron', () => {
    const file = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      devDependencies: { electron: string };
    };
    expect(Number(/\d+/.exec(file.devDependencies.electron)?.[0])).toBeGreaterThanOrEqual(45);
  });

  it('17: answers no frame within a page, even one of its own, nor one that is gone', async () => {
    const answers = await app.inMain(async ({ ipcMain }) => {
      type Handler = (event: { senderFrame: unknown }) => Promise<unknown>;
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
      const url = 'app://parley/';
      const frames = [{ parent: { url }, url }, { parent: null, url: 'https://x.invalid/' }, null];
      const asked = [...handlers.values()].flatMap((handler) =>
        frames.map(async (senderFrame) => {
          try {
            await handler({ senderFrame });
            return 'answered';
          } catch (error) {
            return (error as Error).message;
          }
        }),
      );
      return Promise.all(asked);
    });
    expect(answers.length).toBeGreaterThan(20);
    expect([...new Set(answers)]).toEqual(['not allowed']);
  });

  it('18: serves itself by a protocol of its own, not from files', async () => {
    expect(page.url()).toMatch(/^app:/);
    const read = page.evaluate(() =>
      fetch('file:///etc/hostname').then(
        () => 'read',
        () => 'refused',
      ),
    );
    expect(await read).toBe('refused');
  });

  it('20: gives its pages nothing of Electron’s', async () => {
    const given = await page.evaluate(() => {
      const seen: string[] = [];
      const look = (value: unknown, path: string): void => {
        if (typeof value !== 'object' || value === null) {
          if (typeof value !== 'function') seen.push(path);
          return;
        }
        for (const [name, part] of Object.entries(value)) look(part, `${path}.${name}`);
      };
      const global = window as unknown as Record<string, unknown>;
      look(global.parley, 'parley');
      const electron = ['require', 'process', 'module', 'electron', 'ipcRenderer', 'Buffer', 'global'];
      return { notFunctions: seen, electron: electron.filter((name) => name in global) };
    });
    expect(given).toEqual({ notFunctions: [], electron: [] });
  });

  it('has an icon of its own', () => {
    expect(existsSync(join(root, 'out/renderer/icon.png'))).toBe(true);
    app.problems.splice(0);
  });
});
