import { untrack } from 'svelte';
import type { Bookmark } from '../../src-shared/protocol/bookmarks.ts';
import { asRefusal } from '../../src-shared/protocol/errors.ts';
import type { HostInfo } from '../../src-shared/protocol/login.ts';
import type { Mute } from '../../src-shared/protocol/moderation.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { Failure } from '../../src-shared/session/ports.ts';
import type { Session, Status } from '../../src-shared/session/session.ts';
import type { RememberedHost } from './keep.ts';
import { byName, InOrder } from './in-order.ts';
import { Looks } from './looks.svelte.ts';
import { Knocks } from './knocks.svelte.ts';
import { NO_ROOMS, roomsByName, type Names } from './known-people.ts';
import type { KnownStore } from './known-keys.svelte.ts';
import { Trust } from './trust.svelte.ts';
import { RoomView } from './room-view.svelte.ts';

/** `general` first, then by name: an order that does not move while people talk. */
function inOrder(a: RoomView, b: RoomView): number {
  const general = Number(b.info.name === 'general') - Number(a.info.name === 'general');
  return general || byName(a, b);
}

/** One host as the window shows it: a copy of its session's state, refreshed at most once a frame. */
export class HostView {
  status: Status;
  me = $state.raw<Member | null>(null);
  /** One may not speak until then. */
  muted = $state.raw<Mute | null>(null);
  notice = $state.raw<Failure | null>(null);
  rooms = $state.raw<readonly RoomView[]>([]);
  /** Why one is not connected: the last reason, also while the next attempt is under way. */
  trouble = $state.raw<Failure | null>(null);
  /** What is remembered of it: known before it is first reached, after which it tells its name itself. */
  remembered: RememberedHost;

  /** What one has marked in rooms that one may read, the one marked last first. */
  bookmarks = $state.raw<readonly Bookmark[]>([]);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew with each list
  readonly #bookmarked = $derived(new Set(this.bookmarks.map(({ id }) => id)));

  /** How people here want to be shown. */
  readonly looks: Looks;
  readonly session: Session;
  /** Whom one knows there by their keys; null until it is known which host it is. */
  trust = $state.raw<Trust | null>(null);
  /** Who waits to be let in, if one may open. */
  readonly knocks: Knocks;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #views = new Map<string, RoomView>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #dirty = new Set<string>();
  readonly #order = new InOrder<RoomView>(inOrder);
  #all = true;

  #named: Names['rooms'] = NO_ROOMS;
  /** The rooms that texts may name. Lists are anew when any name changes: the rooms themselves change all the time. */
  readonly roomsByName: Names['rooms'] = $derived.by(() => {
    const { rooms } = this;
    this.#named = untrack(() =>
      roomsByName(
        Array.from(rooms, ({ info }) => info),
        this.#named,
      ),
    );
    return this.#named;
  });

  /** Everyone one sees online in any room, by their numbers. */
  readonly seen: ReadonlyMap<number, Member> = $derived(
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew with each change
    new Map(this.rooms.flatMap((room) => room.online.map((member) => [member.id, member]))),
  );

  readonly #people: (host: string) => KnownStore;

  constructor(session: Session, remembered: RememberedHost, people: (host: string) => KnownStore) {
    this.session = session;
    this.#people = people;
    this.looks = new Looks(session);
    this.knocks = new Knocks(session);
    this.status = $state.raw(session.status);
    this.remembered = $state.raw(remembered);
  }

  get id(): string {
    return this.remembered.id;
  }

  get name(): string {
    return this.remembered.name || this.remembered.address;
  }

  get unread(): number {
    return this.rooms.reduce((sum, room) => sum + room.unread, 0);
  }

  get online(): boolean {
    return this.status.state === 'connected';
  }

  /** When the host was last there, while it is away and that is known. */
  get seenAt(): number | null {
    return this.online ? null : (this.session.copy?.seenAt ?? null);
  }

  room(id: string): RoomView | null {
    // Each row of a long list asks: what is on the screen follows the list, and is found without going through it.
    return this.rooms.length > 0 ? (this.#views.get(id) ?? null) : null;
  }

  /** Has one marked this message for oneself? */
  bookmarked(id: string): boolean {
    return this.#bookmarked.has(id);
  }

  /** The room to show first. */
  get mainRoom(): RoomView | null {
    return this.rooms.find(({ info }) => !info.archived && info.kind === 'room') ?? this.rooms[0] ?? null;
  }

  /** Something was refused that no dialog waits for. */
  tell(thrown: unknown): void {
    const refusal = asRefusal(thrown);
    if (refusal.code !== 'host-gone') this.session.notice = refusal.toJSON();
    this.touch(null);
    this.refresh();
  }

  /** The session changed; `refresh` will take it over. */
  touch(room: string | null): void {
    if (room === null) this.#all = true;
    else this.#dirty.add(room);
  }

  refresh(): void {
    const all = this.#all;
    const dirty = all ? [...this.session.rooms.keys()] : [...this.#dirty];
    this.#all = false;
    this.#dirty.clear();
    if (all) this.#refreshHost();
    let listed = all;
    for (const id of dirty) listed = this.#refreshRoom(id) || listed;
    // One that is not open to everyone is gone from the list once one has left it.
    if (all) for (const id of [...this.#views.keys()]) if (!this.session.rooms.has(id)) this.#views.delete(id);
    if (listed) this.#list();
  }

  #list(): void {
    const { bookmarks, rooms } = this.session;
    this.rooms = this.#order.of(this.#views.values());
    this.bookmarks = bookmarks.list.filter(({ room }) => rooms.has(room));
  }

  /** Takes over what changed in a room; tells if the list of rooms is another thereby. */
  #refreshRoom(id: string): boolean {
    const known = this.#views.get(id);
    const before = known?.name;
    known?.refresh();
    const view = known ?? this.#newView(id);
    if (!view) return false;
    this.trust?.meet(id, view.online);
    for (const member of view.online) this.looks.see(member);
    return view.name !== before;
  }

  #refreshHost(): void {
    const { status, me, muted, notice, host } = this.session;
    this.status = status;
    this.me = me;
    if (me) this.looks.see(me);
    this.muted = muted;
    this.notice = notice;
    if (status.state === 'connected') this.trouble = null;
    else if ('failure' in status) this.trouble = status.failure;
    this.knocks.follow(status.state === 'connected', me, notice);
    if (host && status.state === 'connected') this.#learn(host);
    if (this.id !== '') this.trust ??= new Trust(this.session, this.#people(this.id));
    this.trust?.follow(status.state === 'connected');
  }

  #learn({ name, fingerprint }: HostInfo): void {
    if (name === this.remembered.name && fingerprint === this.remembered.fingerprint) return;
    this.remembered = { ...this.remembered, name, fingerprint };
  }

  #newView(id: string): RoomView | null {
    const room = this.session.rooms.get(id);
    if (!room) return null;
    const view = new RoomView(room, this.session, () => this.roomsByName);
    this.#views.set(id, view);
    return view;
  }
}
