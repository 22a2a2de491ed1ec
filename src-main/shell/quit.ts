import { app, BrowserWindow, dialog } from 'electron';
import { m } from '../../src-shared/messages/messages.js';
import type { ToMain } from '../engine/messages.ts';
import { quitQuestion } from './quit-question.ts';
import { report } from '../engine/report.ts';

/** Asks before quitting if someone is connected, then lets the engine end orderly. */
export class Quitting {
  readonly #hosting: () => ToMain;
  readonly #stopEngine: () => Promise<void>;
  #agreed: boolean;
  #asking = false;
  #stopping = false;

  /**
   * @param ask false to quit without a question, for tests
   * @param stopEngine called once; the app ends when it has resolved
   */
  constructor(ask: boolean, hosting: () => ToMain, stopEngine: () => Promise<void>) {
    this.#agreed = !ask;
    this.#hosting = hosting;
    this.#stopEngine = stopEngine;
  }

  /** Listens for every way in which the app can be ended. */
  install(): void {
    app.on('before-quit', (event) => this.#mayQuit(event));
    app.on('will-quit', (event) => this.#finish(event));
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        this.#agreed = true;
        app.quit();
      });
    }
  }

  /** Guards a window whose closing ends the app. */
  guard(window: BrowserWindow): void {
    if (process.platform === 'darwin') return;
    window.on('close', (event) => this.#mayQuit(event));
  }

  #mayQuit(event: { preventDefault(): void; defaultPrevented: boolean }): void {
    // A window that stays in the tray ends nothing.
    if (event.defaultPrevented) return;
    const question = this.#agreed ? null : quitQuestion(this.#hosting());
    if (!question) return;
    event.preventDefault();
    this.#ask(question).catch((error: unknown) => report('the question could not be asked', error));
  }

  async #ask(question: { message: string; detail: string }): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const options = {
        ...question,
        type: 'question' as const,
        buttons: [m.quit_stop(), m.quit_stay()],
        defaultId: 1,
        cancelId: 1,
      };
      const window = BrowserWindow.getAllWindows()[0];
      const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
      if (response !== 0) return;
      this.#agreed = true;
      app.quit();
    } finally {
      this.#asking = false;
    }
  }

  #finish(event: { preventDefault(): void }): void {
    event.preventDefault();
    if (this.#stopping) return;
    this.#stopping = true;
    this.#stopEngine()
      .catch((error: unknown) => report('the engine could not be stopped', error))
      .finally(() => app.exit(0));
  }
}
