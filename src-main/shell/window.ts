import { BrowserWindow, nativeTheme } from 'electron';
import { MIN_SIZE } from './window-size.ts';
import { report } from '../engine/report.ts';

/** The page's own background, so that nothing flashes before it is drawn. */
const BACKGROUND = { light: '#ffffff', dark: '#17181c' };

function background(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}

/** Paths of the preload script, and of the picture that stands for the app where no package has one. */
export interface WindowFiles {
  preload: string;
  icon: string;
}

/** When each window has something to see. */
const ready = new WeakMap<BrowserWindow, Promise<void>>();

/** The window has something to see, perhaps for some time already. */
export function readyToShow(window: BrowserWindow): Promise<void> {
  return ready.get(window) ?? Promise.resolve();
}

/**
 * Opens a window of the app's, hidden, where the system puts it. It needs nothing of what the app has kept, so that its
 * page's process can start at once; `restoreWindow` does the rest.
 */
export function openWindow({ preload, icon }: WindowFiles): BrowserWindow {
  const window = new BrowserWindow({
    width: 1_120,
    height: 760,
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
    },
  });
  ready.set(
    window,
    new Promise((done) => {
      window.once('ready-to-show', () => done());
    }),
  );
  followTheme(window);
  return window;
}

/** @param url the app's own page, or that of the development server */
export function loadPage(window: BrowserWindow, url: string): void {
  window.loadURL(url).catch((error: unknown) => report('the page cannot be loaded', error));
}

function followTheme(window: BrowserWindow): void {
  const follow = (): void => window.setBackgroundColor(background());
  nativeTheme.on('updated', follow);
  window.on('closed', () => nativeTheme.off('updated', follow));
}
