import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { patched, readSettings } from '../../src-shared/domain/settings.ts';
import {
  settings as settingsSchema,
  type Settings,
  type SettingsPatch,
  type SettingsProblem,
} from '../../src-shared/protocol/settings.ts';
import { report } from '../engine/report.ts';

/** `settings.json` in the app's own folder: read once, written whole with every change. */
export class SettingsFile {
  readonly #path: string;
  readonly #onProblem: (problem: SettingsProblem) => void;
  #current: Settings = settingsSchema.parse({});
  #writing: Promise<void> = Promise.resolve();

  /** @param onProblem told when the file cannot be read or written */
  constructor(folder: string, onProblem: (problem: SettingsProblem) => void) {
    this.#path = join(folder, 'settings.json');
    this.#onProblem = onProblem;
  }

  get current(): Settings {
    return this.#current;
  }

  /** Reads the file. One that cannot be read is kept aside as `settings.broken-<time>.json`. Never rejects. */
  async load(): Promise<Settings> {
    try {
      const { settings, whole } = readSettings(await this.#read());
      this.#current = settings;
      if (!whole) {
        await this.#setAside('a field is wrong');
        // What could be read is not to be lost at the next start.
        await this.#write(settings);
      }
    } catch (error) {
      await this.#setAside(error);
    }
    return this.#current;
  }

  /** Changes the settings; resolves when they are on disk, or when the problem with that has been told. */
  async change(patch: SettingsPatch): Promise<Settings> {
    const changed = patched(this.#current, patch);
    this.#current = changed;
    this.#writing = this.#writing.then(() => this.#write(changed));
    await this.#writing;
    return changed;
  }

  async #read(): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      throw error;
    }
  }

  async #setAside(why: unknown): Promise<void> {
    report('settings.json cannot be read', why);
    const time = new Date().toISOString().replace(/[:.]/g, '-');
    const kept = join(dirname(this.#path), `settings.broken-${time}.json`);
    try {
      await rename(this.#path, kept);
      this.#onProblem({ kind: 'unreadable', kept });
    } catch (error) {
      report('settings.json cannot be kept aside', error);
      this.#onProblem({ kind: 'unreadable', kept: null });
    }
  }

  /** Written beside and then renamed, so that a crash leaves either the old file or the new one. */
  async #write(settings: Settings): Promise<void> {
    const temporary = `${this.#path}.new`;
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(settings, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.#path);
    } catch (error) {
      report('settings.json cannot be written', error);
      this.#onProblem({ kind: 'unwritable', path: this.#path });
    }
  }
}
