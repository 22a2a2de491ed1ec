import type { Notice } from '../../src-shared/protocol/notices.ts';
import type { DesktopInfo, OwnKeyInfo, SavingProblem } from '../../src-shared/protocol/desktop.ts';
import type { Settings, SettingsPatch, SettingsProblem } from '../../src-shared/protocol/settings.ts';

/** What a page may call in main, and what it gets. `ipc.ts` checks the caller and parses the arguments. */
export interface MainCall {
  'app/info': () => DesktopInfo;
  'camera/want': (wanted: boolean) => void;
  'clipboard/write': (text: string) => void;
  'data/info': () => { path: string; bytes: number };
  'data/show': () => void;
  'dialog/choose-folder': () => string | null;
  'engine/connect': () => void;
  'key/adopt': (secret: string, sealed: string) => OwnKeyInfo;
  'key/open': (earlier: string | null) => OwnKeyInfo;
  'key/seal': (secret: string) => string;
  'key/sign': (text: string) => string;
  'link/open': (url: string) => void;
  'link/take': () => string[];
  'notice/clear': (tag: string) => void;
  'notice/show': (notice: Notice) => void;
  'power/idle': () => number;
  'save/anew': (file: number) => SavingProblem | null;
  'save/begin': (name: string) => number | SavingProblem | null;
  'save/cancel': (file: number) => void;
  'save/finish': (file: number) => SavingProblem | null;
  'save/show': () => void;
  'save/write': (file: number, piece: string) => SavingProblem | null;
  'settings/get': () => Settings;
  'settings/problem': () => SettingsProblem | null;
  'settings/set': (patch: SettingsPatch) => Settings;
  'unread/set': (count: number) => void;
}

/** What main tells a page. `engine/port` carries a MessagePort. */
export interface PageMessage {
  'engine/port': null;
  /** There is a `parley://` link to be taken. */
  'link/arrived': null;
  'notice/pressed': string;
  'notice/replied': { tag: string; text: string };
  'settings/changed': Settings;
  'settings/problem': SettingsProblem;
}
