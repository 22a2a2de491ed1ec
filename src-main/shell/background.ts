import { app, dialog, type BrowserWindow } from 'electron';
import { m } from '../../src-shared/messages/messages.js';
import type { Settings, SettingsPatch } from '../../src-shared/protocol/settings.ts';
import type { ToMain } from '../engine/messages.ts';
import { report } from '../engine/report.ts';
import { setBadge } from './badge.ts';
import { Closing } from './closing.ts';
import { speak } from './language.ts';
import { setMenu } from './menu.ts';
import { quitQuestion } from './quit-question.ts';
import { startAtLogIn } from './start-at-log-in.ts';
import { TraySign } from './tray.ts';

export interface BackgroundParts {
  developing: boolean;
  settings: () => Settings;
  /** Changes the settings from here; the pages are told. */
  change: (patch: SettingsPatch) => void;
  hosting: () => ToMain;
  show: () => void;
}

/** Parley around its window: the menu, the sign in the tray, the badge, and how it starts. */
export class Background {
  readonly #parts: BackgroundParts;
  readonly #tray: TraySign;
  readonly #closing: Closing;

  /** After the app is ready. */
  constructor(parts: BackgroundParts) {
    this.#parts = parts;
    this.#speak();
    const { notifications } = parts.settings();
    this.#tray = new TraySign(
      { hosting: 'off', quiet: notifications.quiet, unread: 0 },
      {
        open: parts.show,
        host: (on) => this.#host(on),
        quiet: (quiet) => parts.change({ notifications: { quiet } }),
        quit: () => app.quit(),
      },
    );
    this.#closing = new Closing({
      onClose: () => parts.settings().window.onClose,
      settle: (onClose) => parts.change({ window: { onClose } }),
      tray: () => this.#tray.there,
    });
  }

  /** Guards a window whose closing may leave Parley in the tray. */
  guard(window: BrowserWindow): void {
    this.#closing.guard(window);
  }

  setUnread(unread: number): void {
    setBadge(unread);
    this.#tray.update({ unread });
  }

  hostingChanged({ status }: ToMain): void {
    this.#tray.update({ hosting: status.state });
  }

  /** Acts on a change of the settings. */
  changed({ notifications, window, appearance }: SettingsPatch): void {
    if (appearance?.language !== undefined) {
      this.#speak();
      this.#tray.update({});
    }
    if (notifications?.quiet !== undefined) this.#tray.update({ quiet: notifications.quiet });
    if (window?.startAtLogIn !== undefined)
      startAtLogIn(window.startAtLogIn).catch((error: unknown) => report('starting at log-in cannot be set', error));
  }

  /** Menus, dialogs and the tray follow the person's choice of a language. */
  #speak(): void {
    speak(this.#parts.settings().appearance.language);
    setMenu(this.#parts.developing);
  }

  #host(on: boolean): void {
    const question = on ? null : quitQuestion(this.#parts.hosting());
    // The sign ticks itself when it is pressed; it is to show what is.
    this.hostingChanged(this.#parts.hosting());
    if (!question) this.#parts.change({ hosting: { on } });
    else this.#askToStop(question.message).catch((error: unknown) => report('the question could not be asked', error));
  }

  async #askToStop(message: string): Promise<void> {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message,
      detail: m.tray_stop_detail(),
      buttons: [m.hosting_stop(), m.hosting_keep()],
      defaultId: 1,
      cancelId: 1,
    });
    if (response === 0) this.#parts.change({ hosting: { on: false } });
  }
}
