import { app, dialog, type BrowserWindow } from 'electron';
import { m } from '../../src-shared/messages/messages.js';
import type { WindowSettings } from '../../src-shared/protocol/settings.ts';
import { report } from '../engine/report.ts';

export interface ClosingParts {
  /** What closing does, as settled so far. On macOS programs stay anyway. */
  onClose: () => WindowSettings['onClose'];
  /** Keeps what the person has chosen. */
  settle: (choice: 'tray' | 'quit') => void;
  /** Whether there is a tray to be found in. */
  tray: () => boolean;
}

/**
 * What closing the window does: keep Parley in the tray, or end it. The first time, the person is asked. After whatever
 * else may hold up quitting has been installed.
 */
export class Closing {
  readonly #parts: ClosingParts;
  #quitting = false;
  #asking = false;

  constructor(parts: ClosingParts) {
    this.#parts = parts;
    // Whoever is asked whether to quit, for the sake of those connected, has not decided yet.
    app.on('before-quit', (event) => (this.#quitting = !event.defaultPrevented));
  }

  guard(window: BrowserWindow): void {
    window.on('close', (event) => {
      const choice = this.#parts.onClose();
      if (this.#quitting || choice === 'quit' || !this.#parts.tray()) return;
      event.preventDefault();
      if (choice === 'tray' || process.platform === 'darwin') window.hide();
      else this.#ask(window).catch((error: unknown) => report('the question could not be asked', error));
    });
  }

  async #ask(window: BrowserWindow): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: m.closing_question(),
        detail: m.closing_detail(),
        buttons: [m.settings_close_tray(), m.settings_close_quit()],
        defaultId: 0,
        cancelId: 2,
      });
      if (response > 1) return;
      this.#parts.settle(response === 0 ? 'tray' : 'quit');
      if (response === 0) window.hide();
      else window.close();
    } finally {
      this.#asking = false;
    }
  }
}
