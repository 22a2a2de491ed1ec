import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { report } from './engine/report.ts';
import { DeepLinks } from './shell/deep-links.ts';
import { Ipc, tellPages } from './shell/ipc.ts';
import { APP_URL, isOwnUrl } from './shell/origin.ts';
import { registerScheme, restrictDevelopmentPages, servePages } from './shell/protocol.ts';
import { lockDown } from './shell/security.ts';
import { loadPage, openWindow } from './shell/window.ts';

/** Entry of the desktop app: it opens the window, and has the rest of the app read while the page's process comes up. */
const built = import.meta.dirname;
const uiDir = join(built, '../renderer');
const files = { preload: join(built, '../preload/preload.cjs'), icon: join(uiDir, 'icon.png') };
const devUrl = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null);
const isOwn = (url: string): boolean => isOwnUrl(url, devUrl);
const links = new DeepLinks(() => tellPages('link/arrived', null));

/** Milliseconds that the rest of the app waits for the page to have its scripts. */
const BEGUN_MS = 1_000;

async function start(): Promise<void> {
  await app.whenReady();
  lockDown(isOwn, devUrl !== null);
  const ipc = new Ipc(isOwn);
  const first = openWindow(files);
  const begun = devUrl === null ? servePages(uiDir) : null;
  if (devUrl !== null) restrictDevelopmentPages(devUrl);
  loadPage(first, devUrl ?? APP_URL);
  // To read the rest keeps main busy, and the page waiting for whatever it has not got by then.
  await Promise.race([begun, new Promise((late) => setTimeout(late, BEGUN_MS))]);
  const { runDesktop } = await import('./shell/desktop.ts');
  const open = (): BrowserWindow => {
    const window = openWindow(files);
    loadPage(window, devUrl ?? APP_URL);
    return window;
  };
  const engineEntry = join(built, 'engine.js');
  await runDesktop({ engineEntry, uiDir, developing: devUrl !== null, ipc, links, open }, first);
}

// What Windows knows the app's notifications by.
app.setAppUserModelId('chat.parley.desktop');
if (app.requestSingleInstanceLock()) {
  // Together with Chromium's own --no-sandbox, which root on Linux needs, no process of the app would start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // A conversation is small and lives long: pages collect their garbage when their heap has doubled rather than let it pile
  // up. The 4 MiB for what is new spare them most of it while they open.
  app.commandLine.appendSwitch('js-flags', '--max-semi-space-size=4 --heap-growing-percent=100');
  registerScheme();
  links.install(process.argv);
  start().catch((error: unknown) => {
    report('the app could not start', error);
    app.exit(1);
  });
} else {
  app.quit();
}
