import { checkName, freeName, nameKey } from '../../src-shared/domain/names.ts';
import { Refusal, type RefusalCode } from '../../src-shared/protocol/errors.ts';
import type { Detail } from '../../src-shared/protocol/reasons.ts';
import { NAME_MAX } from '../../src-shared/protocol/limits.ts';
import type { Push } from '../../src-shared/protocol/answers.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { MemberRecord, Store } from '../store/store.ts';
import { NameIndex } from './name-index.ts';

/** Names that nobody has: what the host says by itself, and words that call upon many, or upon oneself. */
const RESERVED = new NameIndex<true>();
for (const word of [
  'Parley',
  'guest',
  'room',
  'here',
  'everyone',
  'me',
  'host',
  'owner',
  'moderator',
  'admin',
  'system',
])
  RESERVED.add(word, true);

/** What the name of a guest ends in when somebody with a key has taken it. */
const GUEST_MARK = ' (guest)';

/** A connection of a person, as far as moderation is concerned. */
export interface Closable {
  /** Ends it, with the reason, and what there is to say besides. */
  close(code: RefusalCode, detail?: Detail): void;
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
  readonly #alike = new NameIndex<Member>();
  /** Who stands for the host itself. */
  readonly #own = new Set<Member>();
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

  /** People who are connected, but for those of these keys. */
  online(except: ReadonlySet<string> = new Set()): number {
    const spared = [...except].filter((key) => this.#connections.has(this.#byKey.get(key)?.id ?? NaN));
    return this.#connections.size - spared.length;
  }

  /** Calls back when somebody comes online or goes; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The person with this key, under this name or, if another person has it, under the next free one.
   * @param same the name was asked for before: a person who is known keeps the one they have
   * @throws Refusal
   */
  logIn(key: string, wanted: string, same = false): Promise<Member> {
    return this.#inTurn(async () => {
      const name = checkName(wanted);
      const known = this.#byKey.get(key) ?? null;
      if (known && same) return known;
      const free = this.#free(name, known);
      if (known?.name === free) return known;
      await this.#makeRoom(free);
      if (!known) return this.#add({ key, name: free, role: 'member' });
      await this.#rename(known, free);
      return known;
    });
  }

  /** A guest without a key. A name that a member has, or another guest who is here, gets a number. @throws Refusal */
  guest(wanted: string): Promise<Member> {
    return this.#inTurn(async () => {
      const name = this.#free(checkName(wanted), null);
      return this.#byName.get(nameKey(name)) ?? this.#add({ key: null, name, role: 'guest' });
    });
  }

  /** Who stands for the host itself under a name that nobody else gets. */
  own(name: string): Promise<Member> {
    return this.#inTurn(async () => {
      const known = this.#byName.get(nameKey(name));
      const own = known?.key === null ? known : await this.#add({ key: null, name, role: 'guest' });
      this.#own.add(own);
      return own;
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

  /** The name, or if it could be taken for that of somebody else, the next free one. */
  #free(name: string, self: Member | null): string {
    return freeName(name, (one) => {
      if (self && nameKey(one) === nameKey(self.name)) return false;
      return (
        RESERVED.like(one).size > 0 || [...this.#alike.like(one)].some((other) => other !== self && this.#holds(other))
      );
    });
  }

  /** A name is its first key's for ever; a guest's only while they are here. */
  #holds(member: Member): boolean {
    return member.key !== null || this.#connections.has(member.id) || this.#own.has(member);
  }

  /** Somebody with a key takes a name: what guests said under it, who have left, is not to look like theirs. */
  async #makeRoom(name: string): Promise<void> {
    for (const guest of this.#alike.like(name)) {
      if (this.#holds(guest)) continue;
      const marked = `${Array.from(guest.name)
        .slice(0, NAME_MAX - GUEST_MARK.length)
        .join('')}${GUEST_MARK}`;
      await this.#rename(guest, this.#free(marked, guest));
    }
  }

  async #add(member: Omit<MemberRecord, 'id'>): Promise<Member> {
    if (this.#byId.size >= this.#max) throw new Refusal('too-many-members');
    return this.#remember(await this.#store.addMember(member));
  }

  async #rename(member: Member, name: string): Promise<void> {
    await this.#store.renameMember(member.id, name);
    this.#alike.remove(member.name, member);
    if (this.#byName.get(nameKey(member.name)) === member) this.#byName.delete(nameKey(member.name));
    member.name = name;
    this.#named(member);
  }

  /** Of two who have one name, left from before that could not be, the one with a key is meant by it. */
  #named(member: Member): void {
    this.#alike.add(member.name, member);
    const key = nameKey(member.name);
    const other = this.#byName.get(key);
    if (!other || other.key === null) this.#byName.set(key, member);
  }

  #remember(member: Member): Member {
    this.#byId.set(member.id, member);
    this.#named(member);
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
