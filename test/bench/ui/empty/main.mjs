/** An Electron window with nothing in it but text: what the app is measured beside. */
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';

app.on('window-all-closed', () => app.quit());
// Not awaited here: the app is ready only once this file is through.
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1_120,
    height: 760,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadFile(join(import.meta.dirname, 'index.html'));
});
