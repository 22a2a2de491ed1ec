import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme } from 'electron';
import type { Configuration, ToMain } from './engine/messages.ts';
import { HIDDEN } from './shell/autostart.ts';
import { Background } from './shell/background.ts';
import { answerCalls } from './shell/calls.ts';
import type { SettingsPatch, SettingsProblem } from '../src-shared/protocol/settings.ts';
import type { PageMessage } from './shell/channels.ts';
import { defaultHostName } from './shell/computer.ts';
import { DeepLinks } from './shell/deep-links.ts';
import { EngineProcess } from './shell/engine-process.ts';
import { Ipc, tellPage } from './shell/ipc.ts';
import { KeySafe } from './shell/key-safe.ts';
import { speak } from './shell/language.ts';
import { setMenu } from './shell/menu.ts';
import { Notifications } from './shell/notifications.ts';
import { isOwnUrl } from './shell/origin.ts';
import { registerScheme, restrictDevelopmentPages, servePages } from './shell/protocol.ts';
import { Quitting } from './shell/quit.ts';
import { sealer } from './shell/sealer.ts';
import { lockDown } from './shell/security.ts';
import { SettingsFile } from './shell/settings.ts';
import { openWindow, pictured, showWindow } from './shell/windows.ts';
import { report } from './engine/report.ts';

/** Entry of the desktop app: starts things, and owns the operating system's side. */
const built = import.meta.dirname;
const uiDir = join(built, '../renderer');
const preload = join(built, '../preload/preload.cjs');
const devUrl = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null);
const isOwn = (url: string): boolean => isOwnUrl(url, devUrl);

let background: Background | null = null;
let problem: SettingsProblem | null = null;
let hosting: ToMain = { type: 'hosting', status: { state: 'off' } };

function tellProblem(happened: SettingsProblem): void {
  problem = happened;
  tellPages('settings/problem', happened);
}

function tellPages<M extends keyof PageMessage>(channel: M, message: PageMessage[M]): void {
  for (const { webContents } of BrowserWindow.getAllWindows()) tellPage(webContents, channel, message);
}

const links = new DeepLinks(() => tellPages('link/arrived', null));
const notifications = new Notifications({
  pressed: (tag) => {
    showWindow();
    tellPages('notice/pressed', tag);
  },
  replied: (tag, text) => tellPages('notice/replied', { tag, text }),
});
const settings = new SettingsFile(app.getPath('userData'), tellProblem);

function configuration(): Configuration {
  const { current } = settings;
  const name = current.hosting.name.trim() === '' ? defaultHostName() : current.hosting.name;
  return {
    type: 'configure',
    settings: { ...current, hosting: { ...current.hosting, name } },
    userData: app.getPath('userData'),
    uiDir,
  };
}

/** Menus, dialogs, the window's ground and the page's own idea of the system follow the person's choice. */
function useTheme(): void {
  nativeTheme.themeSource = settings.current.appearance.theme;
}

/** So does their language. */
function useLanguage(): void {
  speak(settings.current.appearance.language);
  setMenu(devUrl !== null);
}

async function start(): Promise<void> {
  await Promise.all([app.whenReady(), settings.load()]);
  useTheme();
  lockDown(isOwn, devUrl !== null);
  if (devUrl === null) servePages(uiDir);
  else restrictDevelopmentPages(devUrl);
  let guard: ((window: BrowserWindow) => void) | null = null;
  // First of all: while the page is being fetched, the rest is made, in this same turn, so that it is there when the page calls.
  const first = keepWindow((hidden) => {
    const window = openWindow({ preload, icon: join(uiDir, 'icon.png') }, devUrl, hidden);
    guard?.(window);
    return window;
  });
  const engine = new EngineProcess(join(built, 'engine.js'), configuration(), (message) => {
    hosting = message;
    background?.hostingChanged(message);
  });
  const changed = (patch: SettingsPatch): void => {
    if (patch.hosting !== undefined || patch.browse !== undefined) engine.configure(configuration());
    if (patch.appearance !== undefined) useTheme();
    if (patch.appearance?.language !== undefined) useLanguage();
    background?.changed(patch);
  };
  answerCalls(new Ipc(isOwn), {
    engine,
    settings,
    links,
    notifications,
    setUnread: (count) => background?.setUnread(count),
    keySafe: new KeySafe(app.getPath('userData'), sealer),
    problem: () => problem,
    changed,
  });
  const changeHere = (patch: SettingsPatch): void => {
    void settings.change(patch);
    changed(patch);
    tellPages('settings/changed', settings.current);
  };
  const quitting = new Quitting(
    process.env.PARLEY_TEST !== '1',
    () => hosting,
    () => engine.stop(),
  );
  quitting.install();
  const inBackground = {
    settings: () => settings.current,
    change: changeHere,
    hosting: () => hosting,
    show: showWindow,
  };
  // Until the window has its picture, with what was kept of the hosts, it has the processor to itself.
  await pictured(first);
  engine.start();
  useLanguage();
  const shade = (background = new Background(inBackground));
  guard = (window) => {
    shade.guard(window);
    quitting.guard(window);
  };
  if (!first.isDestroyed()) guard(first);
}

/** One window: opened now, and again when the app is called for without one. */
function keepWindow(open: (hidden: boolean) => BrowserWindow): BrowserWindow {
  const show = (): void => {
    if (!showWindow()) open(false);
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  return open(process.argv.includes(HIDDEN));
}

// What Windows knows the app's notifications by.
app.setAppUserModelId('chat.parley.desktop');
if (app.requestSingleInstanceLock()) {
  // Together with Chromium's own --no-sandbox, which root on Linux needs, no process of the app would start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // A conversation is small and lives long: pages collect their garbage early rather than let it pile up, but not while
  // they open, which takes a few of the 4 MiB.
  app.commandLine.appendSwitch('js-flags', '--max-semi-space-size=4');
  registerScheme();
  links.install(process.argv);
  start().catch((error: unknown) => {
    report('the app could not start', error);
    app.exit(1);
  });
} else {
  app.quit();
}
