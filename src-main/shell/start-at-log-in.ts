import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import { autostartEntry } from './autostart.ts';
import { HIDDEN } from './windows.ts';

/** What starts this Parley: the image it lies in, the program, or, during development, Electron with the app's folder. */
function command(): string[] {
  const image = process.env.APPIMAGE;
  if (image !== undefined) return [image, HIDDEN];
  return app.isPackaged ? [process.execPath, HIDDEN] : [process.execPath, app.getAppPath(), HIDDEN];
}

/** Has the system start Parley when the person logs in, without its window; or not any more. */
export async function startAtLogIn(on: boolean): Promise<void> {
  if (process.platform !== 'linux') {
    const [, ...args] = command();
    app.setLoginItemSettings({ openAtLogin: on, args });
    return;
  }
  // The folder of the person's settings, by the XDG Base Directory Specification.
  const folder = join(app.getPath('appData'), 'autostart');
  const file = join(folder, 'parley.desktop');
  if (!on) return rm(file, { force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(file, autostartEntry(command()));
}
