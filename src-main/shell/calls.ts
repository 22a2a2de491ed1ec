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
import { notice } from '../../src-shared/protocol/notices.ts';
import { linkSecret, sealedKey } from '../../src-shared/protocol/linking.ts';
import { TEXT_MAX } from '../../src-shared/protocol/limits.ts';
import { settingsPatch, type SettingsPatch, type SettingsProblem } from '../../src-shared/protocol/settings.ts';
import { computerName, userName } from './computer.ts';
import type { DeepLinks } from './deep-links.ts';
import type { EngineProcess } from './engine-process.ts';
import { folderSize } from './folder-size.ts';
import type { Ipc } from './ipc.ts';
import type { KeySafe } from './key-safe.ts';
import { openLink } from './links.ts';
import type { Notifications } from './notifications.ts';
import { answerSaving } from './saving.ts';
import { wantCamera } from './security.ts';
import type { SettingsFile } from './settings.ts';
import { drawn } from './windows.ts';

/** Characters that may be put on the clipboard at once. */
const COPY_MAX = 1_000_000;
const TAG_MAX = 200;

/** Characters of what is signed: a message of `TEXT_MAX` characters, each perhaps of two units, and the lines above it. */
const SIGN_MAX = 2 * TEXT_MAX + 1_000;

export interface CallParts {
  engine: EngineProcess;
  settings: SettingsFile;
  links: DeepLinks;
  notifications: Notifications;
  /** Shows how many messages wait. */
  setUnread: (count: number) => void;
  keySafe: KeySafe;
  /** The problem with the settings that no page has heard of yet. */
  problem: () => SettingsProblem | null;
  /** Called when the settings have changed, with what was asked for. */
  changed: (patch: SettingsPatch) => void;
}

const nothing = z.tuple([]);
const text = (max: number): z.ZodType<[string]> => z.tuple([z.string().max(max)]);

/** Answers everything a page may ask of main. */
export function answerCalls(ipc: Ipc, parts: CallParts): void {
  const { engine, settings, links, notifications, keySafe, problem, changed } = parts;
  ipc.handle('app/info', nothing, () => ({
    version: app.getVersion(),
    platform: process.platform,
    hostname: computerName(),
    username: userName(),
  }));
  ipc.handle('camera/want', z.tuple([z.boolean()]), ([wanted], page) => wantCamera(page, wanted));
  ipc.handle('clipboard/write', text(COPY_MAX), ([copied]) => clipboard.writeText(copied));
  ipc.handle('data/info', nothing, async () => {
    const path = app.getPath('userData');
    return { path, bytes: await folderSize(path) };
  });
  ipc.handle('data/show', nothing, () => shell.showItemInFolder(app.getPath('userData')));
  ipc.handle('dialog/choose-folder', nothing, (_args, page) => chooseFolder(page));
  ipc.handle('engine/connect', nothing, (_args, page) => {
    engine.connect(page);
    drawn(page);
  });
  ipc.handle('key/adopt', z.tuple([linkSecret, sealedKey]), ([secret, sealed]) => keySafe.adopt(secret, sealed));
  ipc.handle('key/open', z.tuple([z.string().max(64).nullable()]), ([earlier]) => keySafe.open(earlier));
  ipc.handle('key/seal', z.tuple([linkSecret]), ([secret]) => keySafe.seal(secret));
  ipc.handle('key/sign', text(SIGN_MAX), ([signed]) => keySafe.sign(signed));
  ipc.handle('link/take', nothing, () => links.take());
  ipc.handle('link/open', text(10_000), ([url]) => openLink(url));
  ipc.handle('notice/clear', text(TAG_MAX), ([tag]) => notifications.clear(tag));
  ipc.handle('notice/show', z.tuple([notice]), ([shown]) => notifications.show(shown));
  ipc.handle('power/idle', nothing, () => powerMonitor.getSystemIdleTime());
  answerSaving(ipc);
  ipc.handle('settings/get', nothing, () => settings.current);
  ipc.handle('settings/problem', nothing, problem);
  ipc.handle('settings/set', z.tuple([settingsPatch]), async ([patch]) => {
    const saved = settings.change(patch);
    // The switch acts at once; the disk may take its time.
    changed(patch);
    return saved;
  });
  ipc.handle('unread/set', z.tuple([z.int().min(0).max(1_000_000)]), ([count]) => parts.setUnread(count));
}

async function chooseFolder(page: WebContents): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(page);
  const options: OpenDialogOptions = { properties: ['openDirectory', 'createDirectory'] };
  const { filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  return filePaths[0] ?? null;
}
