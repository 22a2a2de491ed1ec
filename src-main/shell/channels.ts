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

/** The name of every call, to be listened to before there is anything to answer with. */
export const CHANNELS = Object.keys({
  'app/info': 0,
  'camera/want': 0,
  'clipboard/write': 0,
  'data/info': 0,
  'data/show': 0,
  'dialog/choose-folder': 0,
  'engine/connect': 0,
  'key/adopt': 0,
  'key/open': 0,
  'key/seal': 0,
  'key/sign': 0,
  'link/open': 0,
  'link/take': 0,
  'notice/clear': 0,
  'notice/show': 0,
  'power/idle': 0,
  'save/anew': 0,
  'save/begin': 0,
  'save/cancel': 0,
  'save/finish': 0,
  'save/show': 0,
  'save/write': 0,
  'settings/get': 0,
  'settings/problem': 0,
  'settings/set': 0,
  'unread/set': 0,
} satisfies Record<keyof MainCall, 0>) as (keyof MainCall)[];

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
