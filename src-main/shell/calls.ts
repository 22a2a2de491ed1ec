import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  powerMonitor,
  shell,
  type OpenDialogOptions,
  type WebContents,
} from 'electron';
import { z } from 'zod';
import { settingsPatch, type SettingsPatch, type SettingsProblem } from '../../src-shared/protocol/settings.ts';
import { computerName, userName } from './computer.ts';
import type { DeepLinks } from './deep-links.ts';
import type { EngineProcess } from './engine-process.ts';
import { folderSize } from './folder-size.ts';
import type { Ipc } from './ipc.ts';
import { openLink } from './links.ts';
import type { SettingsFile } from './settings.ts';

/** Characters that may be put on the clipboard at once. */
const COPY_MAX = 1_000_000;

export interface CallParts {
  engine: EngineProcess;
  settings: SettingsFile;
  links: DeepLinks;
  /** The problem with the settings that no page has heard of yet. */
  problem: () => SettingsProblem | null;
  /** Called when the settings have changed, with what was asked for. */
  changed: (patch: SettingsPatch) => void;
}

const nothing = z.tuple([]);
const text = (max: number): z.ZodType<[string]> => z.tuple([z.string().max(max)]);

/** Answers everything a page may ask of main. */
export function answerCalls(ipc: Ipc, { engine, settings, links, problem, changed }: CallParts): void {
  ipc.handle('app/info', nothing, () => ({
    version: app.getVersion(),
    platform: process.platform,
    hostname: computerName(),
    username: userName(),
  }));
  ipc.handle('clipboard/write', text(COPY_MAX), ([copied]) => clipboard.writeText(copied));
  ipc.handle('data/info', nothing, async () => {
    const path = app.getPath('userData');
    return { path, bytes: await folderSize(path) };
  });
  ipc.handle('data/show', nothing, () => shell.showItemInFolder(app.getPath('userData')));
  ipc.handle('dialog/choose-folder', nothing, (_args, page) => chooseFolder(page));
  ipc.handle('engine/connect', nothing, (_args, page) => engine.connect(page));
  ipc.handle('link/take', nothing, () => links.take());
  ipc.handle('link/open', text(10_000), ([url]) => openLink(url));
  ipc.handle('power/idle', nothing, () => powerMonitor.getSystemIdleTime());
  ipc.handle('settings/get', nothing, () => settings.current);
  ipc.handle('settings/problem', nothing, problem);
  ipc.handle('settings/set', z.tuple([settingsPatch]), async ([patch]) => {
    const saved = settings.change(patch);
    // The switch acts at once; the disk may take its time.
    changed(patch);
    return saved;
  });
}

async function chooseFolder(page: WebContents): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(page);
  const options: OpenDialogOptions = { properties: ['openDirectory', 'createDirectory'] };
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  return filePaths[0] ?? null;
}
