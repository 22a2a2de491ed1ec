import { checkName, freeName, nameKey } from '../../src-shared/domain/names.ts';
import { Refusal, type RefusalCode } from '../../src-shared/protocol/errors.ts';
import type { Push } from '../../src-shared/protocol/requests.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { MemberRecord, Store } from '../store/store.ts';

/** A connection of a person, as far as moderation is concerned. */
export interface Closable {
  /** Ends it, with the reason, and a sentence if there is more to say than the code does. */
  close(code: RefusalCode, message?: string): void;
  /** Tells it something. */
  tell(push: Push): void;
  readonly address: string;
}

/** Everyone the host knows, and who of them is connected. */
export class Members {
  readonly #store: Store;
  readonly #max: number;
  readonly #byId = new Map<number, Member>();
  readonly #byKey = new Map<string, Member>();
  readonly #byName = new Map<string, Member>();
  /** Connections of each person who is online. */
  readonly #connections = new Map<number, Set<Closable>>();
  /** Where each person last came from in this run. */
  readonly #addresses = new Map<number, string>();
  readonly #listeners = new Set<() => void>();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(store: Store, max: number, known: readonly MemberRecord[]) {
    this.#store = store;
    this.#max = max;
    for (const member of known) this.#remember(member);
  }

  static async load(store: Store, max: number): Promise<Members> {
    return new Members(store, max, await store.members());
  }

  /** @throws Refusal `no-such-member` */
  get(id: number): Member {
    const member = this.#byId.get(id);
    if (!member) throw new Refusal('no-such-member');
    return member;
  }

  /** The person of this number, if the host knows one. */
  find(id: number): Member | undefined {
    return this.#byId.get(id);
  }

  /** The person of this name, by its key. */
  named(key: string): Member | undefined {
    return this.#byName.get(key);
  }

  get online(): number {
    return this.#connections.size;
  }

  /** Calls back when somebody comes online or goes; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The person with this key, under this name or, if another person has it, under the next free one. @throws Refusal */
  logIn(key: string, wanted: string): Promise<Member> {
    return this.#inTurn(async () => {
      const name = checkName(wanted);
      const known = this.#byKey.get(key);
      if (!known) return this.#add({ key, name: this.#free(name, null), role: 'member' });
      const free = this.#free(name, known);
      if (free !== known.name) await this.#rename(known, free);
      return known;
    });
  }

  /** A guest without a key. A name that a member has, or another guest who is here, gets a number. @throws Refusal */
  guest(wanted: string): Promise<Member> {
    return this.#inTurn(async () => {
      const name = freeName(checkName(wanted), (key) => {
        const holder = this.#byName.get(key);
        return holder !== undefined && (holder.key !== null || this.#connections.has(holder.id));
      });
      return this.#byName.get(nameKey(name)) ?? this.#add({ key: null, name, role: 'guest' });
    });
  }

  connected({ id }: Member, connection: Closable): void {
    this.#addresses.set(id, connection.address);
    const open = this.#connections.get(id);
    if (open) {
      open.add(connection);
      return;
    }
    this.#connections.set(id, new Set([connection]));
    this.#changed();
  }

  disconnected({ id }: Member, connection: Closable): void {
    const open = this.#connections.get(id);
    if (!open?.delete(connection) || open.size > 0) return;
    this.#connections.delete(id);
    this.#changed();
  }

  /** Connections of a person. */
  connectionsOf({ id }: Member): Closable[] {
    return [...(this.#connections.get(id) ?? [])];
  }

  /** Where a person comes from, or last came from; null if they have not been here since the host was started. */
  addressOf({ id }: Member): string | null {
    return this.#addresses.get(id) ?? null;
  }

  /** The person of this key. */
  ofKey(key: string): Member | undefined {
    return this.#byKey.get(key);
  }

  get all(): Member[] {
    return [...this.#byId.values()];
  }

  /** Everyone who is connected. */
  get present(): Member[] {
    return [...this.#connections.keys()].map((id) => this.get(id));
  }

  get hasOwner(): boolean {
    return this.all.some(({ role }) => role === 'owner');
  }

  knows(key: string): boolean {
    return this.#byKey.has(key);
  }

  #free(name: string, self: Member | null): string {
    return freeName(name, (key) => {
      const holder = this.#byName.get(key);
      return holder !== undefined && holder !== self;
    });
  }

  async #add(member: Omit<MemberRecord, 'id'>): Promise<Member> {
    if (this.#byId.size >= this.#max) throw new Refusal('too-many-members');
    return this.#remember(await this.#store.addMember(member));
  }

  async #rename(member: Member, name: string): Promise<void> {
    await this.#store.renameMember(member.id, name);
    this.#byName.delete(nameKey(member.name));
    member.name = name;
    this.#byName.set(nameKey(name), member);
  }

  #remember(member: Member): Member {
    this.#byId.set(member.id, member);
    this.#byName.set(nameKey(member.name), member);
    if (member.key !== null) this.#byKey.set(member.key, member);
    return member;
  }

  /** One after another, so that two who want one name at once do not both get it. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
