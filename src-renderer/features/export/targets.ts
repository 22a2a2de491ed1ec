import { PIECE_MAX, type DesktopApi, type SavingProblem } from '../../../src-shared/protocol/desktop.ts';
import { Refusal } from '../../../src-shared/protocol/errors.ts';

/** Where an export is written to. Until it is finished there is none of it. */
export interface Target {
  /** @throws Refusal `disk-full`, `file-unwritable`; then nothing is left of it */
  write(text: string): Promise<void>;
  /** Takes back all that was written, to begin it once more. @throws Refusal likewise */
  anew(): Promise<void>;
  /** @throws Refusal likewise */
  finish(): Promise<void>;
  cancel(): Promise<void>;
}

/** Text in parts of at most `max` units, none of which ends within a character. */
export function* slices(text: string, max: number): Generator<string> {
  for (let from = 0; from < text.length;) {
    const whole = from + max >= text.length || (text.charCodeAt(from + max) & 0xfc00) !== 0xdc00;
    const to = from + (whole ? max : max - 1);
    yield text.slice(from, to);
    from = to;
  }
}

function must(problem: SavingProblem | null): void {
  if (problem) throw new Refusal(problem);
}

/** A file that the person chooses; null if they chose none. @throws Refusal */
async function desktopFile(saving: DesktopApi['saving'], name: string): Promise<Target | null> {
  const file = await saving.begin(name);
  if (typeof file === 'string') throw new Refusal(file);
  if (file === null) return null;
  return {
    async write(text) {
      for (const piece of slices(text, PIECE_MAX)) must(await saving.write(file, piece));
    },
    async anew() {
      must(await saving.anew(file));
    },
    async finish() {
      must(await saving.finish(file));
    },
    cancel: () => saving.cancel(file),
  };
}

/** A file among a browser's downloads. */
function download(name: string, media: string): Target {
  // Blobs lie with the browser, on disk if it likes, not in the page's memory.
  let parts: Blob[] = [];
  return {
    write(text) {
      parts.push(new Blob([text]));
      return Promise.resolve();
    },
    anew() {
      parts = [];
      return Promise.resolve();
    },
    finish() {
      const url = URL.createObjectURL(new Blob(parts, { type: media }));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => {
        URL.revokeObjectURL(url);
      }, 60_000);
      return Promise.resolve();
    },
    cancel() {
      parts = [];
      return Promise.resolve();
    },
  };
}

/**
 * The place for a file of this name, by the desktop app or else the browser; null if the person chose none.
 * @throws Refusal
 */
export function openTarget(saving: DesktopApi['saving'] | null, name: string, media: string): Promise<Target | null> {
  return saving ? desktopFile(saving, name) : Promise.resolve(download(name, media));
}
