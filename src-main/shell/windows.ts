import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import { APP_URL } from './origin.ts';
import { isReachable, MIN_SIZE, readWindowState, writeWindowState, type WindowState } from './window-state.ts';
import { report } from '../engine/report.ts';

/** Milliseconds that everything else waits for the page's first picture. */
const PICTURE_MS = 1_500;

/** The page's own background, so that nothing flashes before it is drawn. */
const BACKGROUND = { light: '#ffffff', dark: '#17181c' };

function background(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}

function statePath(): string {
  return join(app.getPath('userData'), 'window.json');
}

function lastState(): WindowState | null {
  const state = readWindowState(statePath());
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  return state && isReachable(state.bounds, screens) ? state : null;
}

function remember(window: BrowserWindow): void {
  writeWindowState(statePath(), { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
}

/**
 * Opens the app's window; it shows itself when there is something to see.
 * @param files paths of the preload script, and of the picture that stands for the app where no package has one
 * @param devUrl the development server's URL, if the app runs from it
 * @param hidden it waits in the tray until it is called for
 */
export function openWindow(
  { preload, icon }: { preload: string; icon: string },
  devUrl: string | null,
  hidden = false,
): BrowserWindow {
  const state = lastState();
  const window = new BrowserWindow({
    width: 1_120,
    height: 760,
    ...state?.bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Parley',
    icon,
    show: false,
    backgroundColor: background(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: true,
    },
  });
  if (!hidden) {
    if (state?.maximized) window.maximize();
    window.once('ready-to-show', () => window.show());
  }
  window.on('close', () => remember(window));
  followTheme(window);
  window.loadURL(devUrl ?? APP_URL).catch((error: unknown) => report('the page cannot be loaded', error));
  return window;
}

function followTheme(window: BrowserWindow): void {
  const follow = (): void => window.setBackgroundColor(background());
  nativeTheme.on('updated', follow);
  window.on('closed', () => nativeTheme.off('updated', follow));
}

/** What waits for pages' first pictures. */
const waiting = new WeakMap<WebContents, () => void>();

/** The window has its first picture, or is gone, or does not come to it in time. */
export function pictured(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    waiting.set(window.webContents, resolve);
    window.once('closed', resolve);
    setTimeout(resolve, PICTURE_MS);
  });
}

/** A page says that it has drawn itself. */
export function drawn(page: WebContents): void {
  waiting.get(page)?.();
}

/** Brings the window to the front, from wherever it is; false if there is none. */
export function showWindow(): boolean {
  const window = BrowserWindow.getAllWindows()[0];
  if (!window) return false;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  return true;
}
