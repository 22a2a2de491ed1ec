import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SavingProblem } from '../../src-shared/protocol/desktop.ts';

const FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What the person is told of an error of the file system. */
export function savingProblem(error: unknown): SavingProblem {
  return FULL.has((error as NodeJS.ErrnoException).code) ? 'disk-full' : 'file-unwritable';
}

/** A file that is written beside its place, and put there only once it is whole and on disk. */
export class SavedFile {
  readonly path: string;
  readonly #part: string;
  readonly #handle: FileHandle;

  private constructor(path: string, part: string, handle: FileHandle) {
    this.path = path;
    this.#part = part;
    this.#handle = handle;
  }

  static async begin(path: string): Promise<SavedFile> {
    const part = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID().slice(0, 8)}.part`);
    return new SavedFile(path, part, await open(part, 'wx'));
  }

  async write(text: string): Promise<void> {
    await this.#handle.writeFile(text);
  }

  async finish(): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#part, this.path);
  }

  /** Leaves nothing behind, even if the app ends at this moment. */
  cancel(): void {
    rmSync(this.#part, { force: true });
    // It is closed already if it could not be put in its place.
    this.#handle.close().catch(() => undefined);
  }
}
