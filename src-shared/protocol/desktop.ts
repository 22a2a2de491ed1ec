import type { Notice } from './notices.ts';
import type { Settings, SettingsPatch, SettingsProblem } from './settings.ts';

/** What the app knows about the computer it runs on; names are for suggestions and may be empty. */
export interface DesktopInfo {
  version: string;
  platform: string;
  hostname: string;
  username: string;
}

/**
 * Where the person's key is kept: sealed by the operating system's key store; in a file that only the user can read,
 * where there is none; or nowhere, for this run alone, since it cannot be opened or written just now.
 */
export type KeyKept = 'os' | 'file' | 'nowhere';

/** The person's public key, and where the secret one is kept. */
export interface OwnKeyInfo {
  key: string;
  kept: KeyKept;
}

/** Why a file could not be kept: a code of the one list. */
export type SavingProblem = 'disk-full' | 'file-unwritable';

/** Characters of a file that are handed over at a time. */
export const PIECE_MAX = 1_000_000;

/** Type of the `message` event that brings the page a port to the engine, as its only port. */
export const ENGINE_PORT_MESSAGE = 'parley-engine';

/** What the desktop app gives its page as `window.parley`; a browser's page has none of it. */
export interface DesktopApi {
  settings: {
    get(): Promise<Settings>;
    /** Changes the settings, keeps them, and acts on them; resolves with all of them. */
    set(patch: SettingsPatch): Promise<Settings>;
    /** Hears of changes made elsewhere, such as in the tray's menu; returns how to stop that. */
    onChange(listener: (settings: Settings) => void): () => void;
  };
  key: {
    /** Opens the safe with the person's key. `earlier` is a key (hex) from before there was one, which it takes over. */
    open(earlier: string | null): Promise<OwnKeyInfo>;
    /** The key's signature of a log-in or a message, in base64url. Rejects anything else. */
    sign(text: string): Promise<string>;
    /** The key, sealed for another device of the same person by what both know (`src-shared/domain/link-box.ts`). */
    seal(secret: string): Promise<string>;
    /** Takes another device's key in the place of this one. Rejects if it is not what was sealed there. */
    adopt(secret: string, sealed: string): Promise<OwnKeyInfo>;
  };
  data: {
    /** Where everything the app keeps lies, and how much it is. */
    info(): Promise<{ path: string; bytes: number }>;
    /** Shows it in the system's own way. */
    show(): Promise<void>;
  };
  /** One file at a time, in a place that the person chooses. Until it is finished there is none of it. */
  saving: {
    /** Asks for a place for a file of about this name, and numbers it; null if the person chose none. */
    begin(name: string): Promise<number | SavingProblem | null>;
    /** Adds at most `PIECE_MAX` characters. After a problem nothing is left of the file. */
    write(file: number, piece: string): Promise<SavingProblem | null>;
    /** Takes back all that was written, to begin it once more. */
    anew(file: number): Promise<SavingProblem | null>;
    finish(file: number): Promise<SavingProblem | null>;
    /** There will be no such file. */
    cancel(file: number): Promise<void>;
    /** Shows the last one that was finished in the system's own way. */
    show(): Promise<void>;
  };
  /** Lets the person choose a folder; null if they chose none. */
  chooseFolder(): Promise<string | null>;
  /** Opens an http, https or mailto link outside the app. Rejects anything else. */
  openLink(url: string): Promise<void>;
  notices: {
    /** Has the system tell of something; nothing happens where it cannot. */
    show(notice: Notice): Promise<void>;
    clear(tag: string): Promise<void>;
    /** Hears when one was pressed, the window being in front by then; returns how to stop that. */
    onPress(listener: (tag: string) => void): () => void;
    /** Hears what was answered in one, where the system can do that. */
    onReply(listener: (tag: string, text: string) => void): () => void;
  };
  /** Shows how many messages wait: on the app's icon, and in the tray. */
  setUnread(count: number): Promise<void>;
  /** The person wants to use the camera, or no longer does: only in between is the page given its pictures. */
  wantCamera(wanted: boolean): Promise<void>;
  /** Puts text on the clipboard. */
  copy(text: string): Promise<void>;
  info(): Promise<DesktopInfo>;
  /** Seconds since the computer was last used, in whatever program. */
  idleSeconds(): Promise<number>;
  /**
   * Asks for a port to the engine. It comes as a `message` event of `window` from its own origin, with
   * `{ type: ENGINE_PORT_MESSAGE }` as data and the port as `ports[0]`, so listen before asking. After a restart of the
   * engine a new port comes the same way, unasked; whatever the old one carried is gone.
   */
  connectEngine(): Promise<void>;
  /** Hears of each `parley://` link that came from outside, also of those that came before; returns how to stop that. */
  onLink(listener: (link: string) => void): () => void;
  /** Hears when the settings file could not be read or kept; returns how to stop that. */
  onSettingsProblem(listener: (problem: SettingsProblem) => void): () => void;
}

declare global {
  interface Window {
    readonly parley?: DesktopApi;
  }
}
