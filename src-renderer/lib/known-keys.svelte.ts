import { SvelteMap } from 'svelte/reactivity';
import { z } from 'zod';
import { nameKey } from '../../src-shared/domain/names.ts';
import { memberId, publicKey } from '../../src-shared/protocol/ids.ts';
import type { KeyHolder } from '../../src-shared/protocol/keys.ts';

/** People remembered on one host; beyond that, new ones are not. */
export const KNOWN_MAX = 5_000;
/** Names remembered of one person. */
const NAMES_MAX = 5;

/** A person of a host as they were first met there. */
export const knownPerson = z.object({
  id: memberId,
  key: publicKey,
  /** The present name first, then those before it. */
  names: z.array(z.string().max(256)).min(1).max(NAMES_MAX),
  /** Their key's words were compared with them. */
  verified: z.boolean().default(false),
  /** The time of the first message that was proven to be theirs: since then, all they say is signed. */
  signsSince: z.int().nonnegative().nullable().default(null),
});
export type KnownPerson = z.infer<typeof knownPerson>;

/** Someone is not who they were: another key under a number or a name that one knows. */
export interface Change {
  known: KnownPerson;
  now: KeyHolder;
  /** Under the same number, or another member under the same name. */
  by: 'number' | 'name';
}

/** Where what is known of a host's people is kept between runs. */
export interface KnownStore {
  get(): KnownPerson[];
  set(people: KnownPerson[]): void;
}

/**
 * The keys of a host's people, each held to the one first seen. A host tells which key a person has; that it tells the
 * same one ever after, to everyone, is what this and the comparing of words are for.
 */
export class KnownKeys {
  /** By member number. */
  readonly people = new SvelteMap<number, KnownPerson>();
  /** Those whose key has changed and was not accepted yet, by the number they have now. */
  readonly changes = new SvelteMap<number, Change>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #byName = new Map<string, number>();
  readonly #store: KnownStore;
  #saving = false;

  constructor(store: KnownStore) {
    this.#store = store;
    for (const person of store.get()) this.#put(person);
  }

  /** The host tells of these people. */
  meet(holders: readonly KeyHolder[]): void {
    for (const holder of holders) this.#meet(holder);
  }

  /** The key to check this person's signatures with; undefined if none is known. */
  keyOf(id: number): string | undefined {
    const change = this.changes.get(id);
    return this.people.get(id)?.key ?? change?.now.key ?? undefined;
  }

  /** Is this the name of somebody else one knows, with another key? */
  poses(id: number, name: string): boolean {
    if (this.changes.get(id)?.by === 'name') return true;
    const holder = this.#byName.get(nameKey(name));
    const known = holder === undefined || holder === id ? undefined : this.people.get(holder);
    return known !== undefined && known.key !== this.keyOf(id);
  }

  isVerified(id: number): boolean {
    return !this.changes.has(id) && this.people.get(id)?.verified === true;
  }

  /** The words were compared, or are not believed any more. */
  verify(id: number, verified: boolean): void {
    this.#change(id, { verified });
  }

  /** A message of theirs of this time has been proven to be theirs. */
  signed(id: number, at: number): void {
    const since = this.people.get(id)?.signsSince ?? null;
    if (since === null || at < since) this.#change(id, { signsSince: at });
  }

  /** The person says that it is theirs: the new key counts from now on, and is to be compared anew. */
  accept(id: number): void {
    const change = this.changes.get(id);
    if (!change) return;
    this.changes.delete(id);
    const { known, now } = change;
    if (change.by === 'name') this.#take(known.id, nameKey(now.name));
    if (now.key === null) this.#forget(known);
    else this.#put({ id, key: now.key, names: [now.name], verified: false, signsSince: null });
    this.#save();
  }

  #meet(holder: KeyHolder): void {
    const known = this.people.get(holder.id);
    if (known) this.#again(known, holder);
    else this.#first(holder);
  }

  #again(known: KnownPerson, now: KeyHolder): void {
    if (known.key !== now.key) {
      this.#announce({ known, now, by: 'number' });
      return;
    }
    // A host that goes back to the key one knows has nothing more to explain.
    this.changes.delete(now.id);
    if (known.names[0] === now.name) return;
    if (this.#taken(now)) return;
    this.#put({ ...known, names: [now.name, ...known.names.filter((name) => name !== now.name)].slice(0, NAMES_MAX) });
    this.#save();
  }

  #first(holder: KeyHolder): void {
    if (this.#taken(holder) || holder.key === null || this.people.size >= KNOWN_MAX) return;
    this.#put({ id: holder.id, key: holder.key, names: [holder.name], verified: false, signsSince: null });
    this.#save();
  }

  /** Is the name one that somebody with another key is known by? */
  #taken(now: KeyHolder): boolean {
    const holder = this.#byName.get(nameKey(now.name));
    const known = holder === undefined || holder === now.id ? undefined : this.people.get(holder);
    if (!known || known.key === now.key) return false;
    this.#announce({ known, now, by: 'name' });
    return true;
  }

  #announce(change: Change): void {
    const before = this.changes.get(change.now.id);
    if (before?.now.key !== change.now.key || before.now.name !== change.now.name)
      this.changes.set(change.now.id, change);
  }

  #put(person: KnownPerson): void {
    this.people.set(person.id, person);
    for (const name of person.names) this.#byName.set(nameKey(name), person.id);
  }

  #change(id: number, fields: Partial<KnownPerson>): void {
    const known = this.people.get(id);
    if (!known) return;
    this.people.set(id, { ...known, ...fields });
    this.#save();
  }

  /** Somebody else has this name now. */
  #take(id: number, key: string): void {
    this.#byName.delete(key);
    const known = this.people.get(id);
    const names = known?.names.filter((name) => nameKey(name) !== key) ?? [];
    if (known && names.length > 0) this.people.set(id, { ...known, names });
    else if (known) this.people.delete(id);
  }

  #forget({ id, names }: KnownPerson): void {
    this.people.delete(id);
    for (const name of names) if (this.#byName.get(nameKey(name)) === id) this.#byName.delete(nameKey(name));
  }

  /** Once for all that one turn of the event loop brings. */
  #save(): void {
    if (this.#saving) return;
    this.#saving = true;
    queueMicrotask(() => {
      this.#saving = false;
      this.#store.set([...this.people.values()]);
    });
  }
}
