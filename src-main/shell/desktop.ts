import { app, nativeTheme, type BrowserWindow } from 'electron';
import type { SettingsPatch, SettingsProblem } from '../../src-shared/protocol/settings.ts';
import type { Configuration, ToMain } from '../engine/messages.ts';
import type { Background } from './background.ts';
import { answerCalls } from './calls.ts';
import { defaultHostName } from './computer.ts';
import type { DeepLinks } from './deep-links.ts';
import { EngineProcess } from './engine-process.ts';
import { tellPages, type Ipc } from './ipc.ts';
import { KeySafe } from './key-safe.ts';
import { Notifications } from './notifications.ts';
import { sealer } from './sealer.ts';
import { SettingsFile } from './settings.ts';
import { HIDDEN, pictured, restoreWindow, showWindow } from './windows.ts';

/** What there is of the app before this is read. */
export interface DesktopParts {
  /** Path of the engine's script. */
  engineEntry: string;
  /** Folder of the built web client, for browser guests. */
  uiDir: string;
  developing: boolean;
  links: DeepLinks;
  /** Opens another window, with the page in it. */
  open: () => BrowserWindow;
  ipc: Ipc;
}

let background: Background | null = null;
let problem: SettingsProblem | null = null;
let hosting: ToMain = { type: 'hosting', status: { state: 'off' } };

function tellProblem(happened: SettingsProblem): void {
  problem = happened;
  tellPages('settings/problem', happened);
}

const notifications = new Notifications({
  pressed: (tag) => {
    showWindow();
    tellPages('notice/pressed', tag);
  },
  replied: (tag, text) => tellPages('notice/replied', { tag, text }),
});
const settings = new SettingsFile(app.getPath('userData'), tellProblem);

function configuration(uiDir: string): Configuration {
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

/** Runs the app in its first window: what is on disk of it, what pages may ask for, the engine, and the tray. */
export async function runDesktop(parts: DesktopParts, first: BrowserWindow): Promise<void> {
  const { uiDir, developing, links, ipc } = parts;
  await settings.load();
  useTheme();
  let guard: ((window: BrowserWindow) => void) | null = null;
  keepWindow(first, () => {
    const window = parts.open();
    guard?.(window);
    return window;
  });
  const engine = new EngineProcess(parts.engineEntry, configuration(uiDir), (message) => {
    hosting = message;
    background?.hostingChanged(message);
  });
  const changed = (patch: SettingsPatch): void => {
    if (patch.hosting !== undefined || patch.browse !== undefined) engine.configure(configuration(uiDir));
    if (patch.appearance !== undefined) useTheme();
    background?.changed(patch);
  };
  answerCalls(ipc, {
    engine,
    settings,
    links,
    notifications,
    setUnread: (count) => background?.setUnread(count),
    keySafe: new KeySafe(app.getPath('userData'), sealer),
    problem: () => problem,
    changed,
  });
  const drawn = pictured(first);
  ipc.answer();
  const changeHere = (patch: SettingsPatch): void => {
    void settings.change(patch);
    changed(patch);
    tellPages('settings/changed', settings.current);
  };
  const inBackground = {
    developing,
    settings: () => settings.current,
    change: changeHere,
    hosting: () => hosting,
    show: showWindow,
  };
  // Until the window has its picture, with what was kept of the hosts, it has the processor to itself.
  await drawn;
  const { Background, Quitting } = await import('./spoken.ts');
  const quitting = new Quitting(
    process.env.PARLEY_TEST !== '1',
    () => hosting,
    () => engine.stop(),
  );
  quitting.install();
  engine.start();
  const shade = (background = new Background(inBackground));
  guard = (window) => {
    shade.guard(window);
    quitting.guard(window);
  };
  if (!first.isDestroyed()) guard(first);
}

/** One window: the first, and another when the app is called for without one. */
function keepWindow(first: BrowserWindow, open: () => BrowserWindow): void {
  const show = (): void => {
    if (!showWindow()) restoreWindow(open());
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  restoreWindow(first, process.argv.includes(HIDDEN));
}
