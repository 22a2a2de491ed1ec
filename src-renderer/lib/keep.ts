import { z } from 'zod';
import { hue } from '../../src-shared/protocol/ids.ts';
import type { Choice } from '../../src-shared/session/ports.ts';
import { Ignored } from './ignored.svelte.ts';
import { KNOWN_MAX, knownPerson } from './known-keys.svelte.ts';
import { Stored, type SmallStore } from './stored.ts';

/** A host one has joined. `url` is where it was last reached; `fingerprint` is its certificate's, empty if never seen. */
export const rememberedHost = z.object({
  id: z.string().min(1).max(64),
  name: z.string().max(256),
  url: z.string().max(2_000),
  /** Of its certificate, pinned when it was first joined; empty for one that was joined before there were any. */
  fingerprint: z.string().max(64).default(''),
  address: z.string().max(2_000),
});
export type RememberedHost = z.infer<typeof rememberedHost>;

/** Everything small that the window keeps between runs. */
export class Keep {
  readonly name;
  readonly key;
  readonly hosts;
  readonly ownHost;
  readonly peopleFolded;
  /** A guest's settings; the app's are in its file. */
  readonly settings;
  /** Others may see how far one has read; null where one has not said. */
  readonly receipts;
  /** The colour one wants to be shown in, in degrees. */
  readonly hue;
  /** One's picture, in base64. */
  readonly picture;
  /** Emoji one used last. */
  readonly emoji;
  /** The room last looked at, and the one last looked at on each host. */
  readonly lastHost;
  readonly lastRooms;
  /** People whose messages one does not want to see. */
  readonly ignored: Ignored;
  readonly #store: SmallStore;

  constructor(store: SmallStore) {
    this.#store = store;
    this.ignored = new Ignored(store);
    this.name = new Stored(store, 'name', z.string().max(256), '');
    this.key = new Stored(store, 'key', z.string().regex(/^[0-9a-f]{64}$/), '');
    this.hosts = new Stored(store, 'hosts', z.array(rememberedHost).max(500), []);
    this.ownHost = new Stored(store, 'own-host', z.string().max(64), '');
    this.peopleFolded = new Stored(store, 'people-folded', z.boolean(), false);
    this.settings = new Stored(store, 'settings', z.unknown(), {});
    this.hue = new Stored(store, 'hue', hue.nullable(), null);
    this.picture = new Stored(store, 'picture', z.string().max(32_768), '');
    this.receipts = new Stored(store, 'receipts', z.boolean().nullable(), null);
    this.emoji = new Stored(store, 'emoji', z.array(z.string().min(1).max(64)).max(64), []);
    this.lastHost = new Stored(store, 'last-host', z.string().max(64), '');
    this.lastRooms = new Stored(store, 'last-rooms', z.record(z.string(), z.string()), {});
  }

  /** The text begun and not sent in a room. Each has a key of its own, so that a keystroke writes little. */
  draft(host: string, room: string): Stored<z.ZodString> {
    return new Stored(this.#store, `draft.${host}.${room}`, z.string().max(100_000), '');
  }

  /** The key is kept elsewhere. */
  dropKey(): void {
    this.#store.removeItem('parley.key');
  }

  dropDraft(host: string, room: string): void {
    this.#store.removeItem(`parley.draft.${host}.${room}`);
  }

  /** The people of a host and their keys. */
  people(host: string) {
    return new Stored(this.#store, `people.${host}`, z.array(knownPerson).max(KNOWN_MAX), []);
  }

  /** What a host was told last of something one has chosen here. */
  told(host: string, what: Choice): Stored<z.ZodString> {
    return new Stored(this.#store, `told.${what}.${host}`, z.string().max(256), '');
  }

  /** The newest event looked at in a room; null before the first look. */
  readMark(host: string, room: string): Stored<z.ZodNullable<z.ZodInt>> {
    return new Stored(this.#store, `read.${host}.${room}`, z.int().nonnegative().nullable(), null);
  }
}
