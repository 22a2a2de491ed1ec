import { patched, readSettings } from '../../src-shared/domain/settings.ts';
import type { DesktopApi } from '../../src-shared/protocol/desktop.ts';
import { settings, type Settings, type SettingsPatch } from '../../src-shared/protocol/settings.ts';
import type { Keep } from './keep.ts';

type Place = DesktopApi['settings'];

/** A guest's settings lie in the browser; of the same schema as the app's, though most mean nothing there. */
export function guestSettings(keep: Keep): Place {
  const read = (): Settings => readSettings(keep.settings.get()).settings;
  return {
    get: () => Promise.resolve(read()),
    set: (patch) => {
      const changed = patched(read(), patch);
      keep.settings.set(changed);
      return Promise.resolve(changed);
    },
    onChange: () => () => undefined,
  };
}

/** What the person has settled. A change is seen at once, and then follows what was really kept. */
export class Preferences {
  current = $state.raw<Settings>(settings.parse({}));
  readonly #place: Place;
  #changes = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Reads what was kept, if that has not been asked for already, and follows what is changed elsewhere. */
  async load(asked = this.#place.get()): Promise<void> {
    this.#place.onChange((changed) => {
      this.current = changed;
    });
    this.current = await asked;
  }

  async change(patch: SettingsPatch): Promise<void> {
    this.#changes += 1;
    const change = this.#changes;
    this.current = patched(this.current, patch);
    const kept = await this.#place.set(patch);
    // The answer to an earlier change knows nothing of a later one.
    if (change === this.#changes) this.current = kept;
  }
}
