import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import type { SettingsPatch } from '../../src-shared/protocol/desktop.ts';
import { settings as settingsSchema, type Settings } from '../../src-shared/protocol/settings.ts';
import { report } from '../engine/report.ts';

const UNREADABLE = 'The settings could not be read, so the usual ones are used. The old file is kept beside it.';
const UNWRITABLE = 'The settings could not be saved: they hold until the app is closed.';

type Fields = Record<PropertyKey, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** Takes out the field that a schema complained about, so that its default takes its place. */
function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined || !isFields(value)) return undefined;
  const copy = { ...value };
  const inner = rest.length > 0 ? without(copy[key], rest) : undefined;
  if (inner === undefined) Reflect.deleteProperty(copy, key);
  else copy[key] = inner;
  return copy;
}

/** Reads settings from JSON's values; fields that make no sense get their defaults, and `whole` is false. */
export function readSettings(value: unknown): { settings: Settings; whole: boolean } {
  const parsed = settingsSchema.safeParse(value);
  if (parsed.success) return { settings: parsed.data, whole: true };
  const issues: z.core.$ZodIssue[] = parsed.error.issues;
  const rest = issues.reduce<unknown>((kept, issue) => without(kept, issue.path), value);
  const again = settingsSchema.safeParse(rest ?? {});
  return { settings: again.success ? again.data : settingsSchema.parse({}), whole: false };
}

/** The settings with a change in them. */
export function patched(settings: Settings, patch: SettingsPatch): Settings {
  return settingsSchema.parse({
    ...settings,
    ...(patch.browse === undefined ? {} : { browse: patch.browse }),
    hosting: { ...settings.hosting, ...defined(patch.hosting ?? {}) },
  });
}

function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** `settings.json` in the app's own folder: read once, written whole with every change. */
export class SettingsFile {
  readonly #path: string;
  readonly #onProblem: (message: string) => void;
  #current: Settings = settingsSchema.parse({});
  #writing: Promise<void> = Promise.resolve();

  /** @param onProblem told a sentence for the person when the file cannot be read or written */
  constructor(folder: string, onProblem: (message: string) => void) {
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
      if (!whole) await this.#setAside('a field is wrong');
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
      if (isFields(error) && error.code === 'ENOENT') return {};
      throw error;
    }
  }

  async #setAside(why: unknown): Promise<void> {
    report('settings.json cannot be read', why);
    this.#onProblem(UNREADABLE);
    const time = new Date().toISOString().replace(/[:.]/g, '-');
    try {
      await rename(this.#path, join(dirname(this.#path), `settings.broken-${time}.json`));
    } catch (error) {
      report('settings.json cannot be kept aside', error);
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
      this.#onProblem(UNWRITABLE);
    }
  }
}
