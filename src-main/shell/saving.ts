import { join } from 'node:path';
import { app, BrowserWindow, dialog, shell, type WebContents } from 'electron';
import { z } from 'zod';
import { PIECE_MAX, type SavingProblem } from '../../src-shared/protocol/desktop.ts';
import { report } from '../engine/report.ts';
import type { Ipc } from './ipc.ts';
import { SavedFile, savingProblem } from './saved-file.ts';

const file = z.int().nonnegative();
/** A name that is a file's on every system, and nothing but a name. */
const fileName = z.string().regex(/^(?!\.)[^\\/:*?"<>|\p{Cc}]{1,150}$/u);

/** The files that one page has written: the one under way, and the last that was finished. */
class Desk {
  #open: SavedFile | null = null;
  #number = 0;
  #finished = '';

  /** Begins a file, in the place of one that may be under way still, and numbers it. */
  async begin(path: string): Promise<number | SavingProblem> {
    this.drop();
    this.#number += 1;
    const number = this.#number;
    try {
      const file = await SavedFile.begin(path);
      if (number === this.#number) this.#open = file;
      else file.cancel();
      return number;
    } catch (error) {
      report(`${path} could not be written`, error);
      return savingProblem(error);
    }
  }

  /** Does something to a file if it is the one under way; after a problem it is gone. */
  async try(number: number, work: (file: SavedFile) => Promise<void>): Promise<SavingProblem | null> {
    const file = this.#open;
    if (!file || number !== this.#number) return 'file-unwritable';
    try {
      await work(file);
      return null;
    } catch (error) {
      report(`${file.path} could not be written`, error);
      this.cancel(number);
      return savingProblem(error);
    }
  }

  /** Takes back all that was written of a file, to begin it once more. */
  anew(number: number): Promise<SavingProblem | null> {
    return this.try(number, async (file) => {
      const fresh = await SavedFile.begin(file.path);
      if (this.#open === file) this.#open = fresh;
      else fresh.cancel();
      file.cancel();
    });
  }

  finish(number: number): Promise<SavingProblem | null> {
    return this.try(number, async (file) => {
      await file.finish();
      this.#finished = file.path;
      this.#open = null;
    });
  }

  cancel(number: number): void {
    if (number === this.#number) this.drop();
  }

  drop(): void {
    this.#open?.cancel();
    this.#open = null;
  }

  show(): void {
    if (this.#finished !== '') shell.showItemInFolder(this.#finished);
  }
}

/** Answers what a page asks to have a file written that the person has chosen. It never names a place itself. */
export function answerSaving(ipc: Ipc): void {
  const desks = new WeakMap<WebContents, Desk>();
  const deskOf = (page: WebContents): Desk => {
    const known = desks.get(page);
    if (known) return known;
    const desk = new Desk();
    desks.set(page, desk);
    // A page that is gone, or loaded anew, will not finish what it began.
    page.once('destroyed', () => desk.drop());
    page.on('did-navigate', () => desk.drop());
    return desk;
  };

  ipc.handle('save/begin', z.tuple([fileName]), async ([name], page) => {
    const path = await choosePlace(page, name);
    return path === '' ? null : deskOf(page).begin(path);
  });
  ipc.handle('save/write', z.tuple([file, z.string().max(PIECE_MAX)]), ([number, piece], page) =>
    deskOf(page).try(number, (open) => open.write(piece)),
  );
  ipc.handle('save/anew', z.tuple([file]), ([number], page) => deskOf(page).anew(number));
  ipc.handle('save/finish', z.tuple([file]), ([number], page) => deskOf(page).finish(number));
  ipc.handle('save/cancel', z.tuple([file]), ([number], page) => deskOf(page).cancel(number));
  ipc.handle('save/show', z.tuple([]), (_args, page) => deskOf(page).show());
}

async function choosePlace(page: WebContents, name: string): Promise<string> {
  const window = BrowserWindow.fromWebContents(page);
  const options = { defaultPath: join(app.getPath('documents'), name) };
  const { filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
  return filePath;
}
