import { z } from 'zod';
import { Stored, type SmallStore } from './stored.ts';

/** Somebody whose messages one does not want to see. Numbers of people mean something on their host only. */
const ignoredPerson = z.object({
  host: z.string().max(64),
  hostName: z.string().max(256),
  member: z.int().positive(),
  name: z.string().max(256),
});
export type IgnoredPerson = z.infer<typeof ignoredPerson>;

/** More are not kept: the oldest give way. */
const IGNORED_MAX = 1_000;

/** Whom one ignores. Nobody is told: it is kept here, and changes only what is shown here. */
export class Ignored {
  list = $state.raw<readonly IgnoredPerson[]>([]);
  readonly #kept;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew with each change, never changed
  readonly #known = $derived(new Set(this.list.map(({ host, member }) => `${host} ${String(member)}`)));

  constructor(store: SmallStore) {
    this.#kept = new Stored(store, 'ignored', z.array(ignoredPerson).max(IGNORED_MAX), []);
    this.list = this.#kept.get();
  }

  has(host: string, member: number): boolean {
    return this.#known.has(`${host} ${String(member)}`);
  }

  /** Tells of a host's members whether one ignores them; null if one ignores nobody there. */
  on(host: string): ((member: number) => boolean) | null {
    return this.list.some((one) => one.host === host) ? (member) => this.has(host, member) : null;
  }

  add(person: IgnoredPerson): void {
    if (!this.has(person.host, person.member)) this.#set([...this.list, person].slice(-IGNORED_MAX));
  }

  remove(host: string, member: number): void {
    this.#set(this.list.filter((one) => one.host !== host || one.member !== member));
  }

  #set(list: IgnoredPerson[]): void {
    this.list = list;
    this.#kept.set(list);
  }
}
