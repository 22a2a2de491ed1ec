import { app, BrowserWindow, nativeImage } from 'electron';
import { drawMark } from './drawing.ts';

const MARK_SIZE = 16;

/** Shows how many messages wait on the app's icon: as a number where the system has one, on Windows as a mark. */
export function setBadge(count: number): void {
  app.setBadgeCount(count);
  if (process.platform !== 'win32') return;
  const size = { width: MARK_SIZE, height: MARK_SIZE };
  const mark = count > 0 ? nativeImage.createFromBitmap(Buffer.from(drawMark(MARK_SIZE)), size) : null;
  for (const window of BrowserWindow.getAllWindows())
    window.setOverlayIcon(mark, count > 0 ? `${String(count)} unread` : '');
}
