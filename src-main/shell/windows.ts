import { join } from 'node:path';
import { app, BrowserWindow, screen, type WebContents } from 'electron';
import { readyToShow } from './window.ts';
import { isReachable, readWindowState, writeWindowState, type WindowState } from './window-state.ts';

/** The option that starts Parley without showing its window. */
export const HIDDEN = '--hidden';

/** Milliseconds that everything else waits for the page's first picture. */
const PICTURE_MS = 1_500;

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
 * Puts a window where it last was; it shows itself when there is something to see.
 * @param hidden it waits in the tray until it is called for
 */
export function restoreWindow(window: BrowserWindow, hidden = false): void {
  const state = lastState();
  if (state) window.setBounds(state.bounds);
  if (!hidden) {
    if (state?.maximized) window.maximize();
    void readyToShow(window).then(() => {
      if (!window.isDestroyed()) window.show();
    });
  }
  window.on('close', () => remember(window));
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
