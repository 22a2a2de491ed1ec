import { nameKey } from '../../src-shared/domain/names.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import type { RoomEvent } from '../../src-shared/protocol/events.ts';
import type { Member, RoomInfo } from '../../src-shared/protocol/rooms.ts';
import type { Store } from '../store/store.ts';
import type { Bus } from './bus.ts';
import { directKey, sees, type HostRoom } from './host-room.ts';
import type { Members } from './members.ts';
import { NameIndex } from './name-index.ts';
import { Presence } from './presence.ts';

export { sees, type HostRoom };

/** Every room of the host as its log left it, kept up by the bus. */
export class RoomList {
  protected readonly store: Store;
  readonly #members: Members;
  readonly #byId = new Map<string, HostRoom>();
  /** Rooms open to everyone, by name. */
  readonly #byName = new Map<string, HostRoom>();
  /** Open rooms and private ones; those between two people have no names, and archived ones have none any more. */
  readonly #alike = new NameIndex<HostRoom>();
  readonly #direct = new Map<string, HostRoom>();
  readonly #changed = new Set<HostRoom>();
  #onChanged: () => void = () => undefined;

  constructor(store: Store, bus: Bus, members: Members) {
    this.store = store;
    this.#members = members;
    bus.subscribe((room, events) => {
      for (const event of events) this.#apply(room, event);
    });
  }

  async load(): Promise<void> {
    for (const record of await this.store.rooms()) {
      const people = record.kind === 'room' ? null : new Set(await this.store.membersOf(record.id));
      const pair = record.kind === 'direct' ? await this.#pairOf(record.id) : new Set<number>();
      this.#remember({ ...record, people, pair, presence: new Presence() });
    }
  }

  /** Whom a direct room was made for: its log begins with its making, its maker, and the other. */
  async #pairOf(id: string): Promise<Set<number>> {
    const beginning = await this.store.page(id, { after: 0, limit: 3 });
    return new Set(beginning.flatMap((event) => (event.kind === 'invite' ? [event.by, event.who] : [])));
  }

  get size(): number {
    return this.#byId.size;
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** A room by its id, whoever asks. @throws Refusal `no-such-room` */
  get(id: string): HostRoom {
    const room = this.#byId.get(id);
    if (!room) throw new Refusal('no-such-room');
    return room;
  }

  /** A room that this person may know of. One that is hidden is refused like one that is not. @throws Refusal `no-such-room` */
  seenBy(member: Member, id: string): HostRoom {
    const room = this.get(id);
    if (!sees(member, room)) throw new Refusal('no-such-room');
    return room;
  }

  /** An open room by its id or its name: what anyone may find. @throws Refusal `no-such-room` */
  find(idOrName: string): HostRoom {
    const room = this.#byId.get(idOrName) ?? this.#byName.get(nameKey(idOrName));
    if (room?.kind !== 'room') throw new Refusal('no-such-room');
    return room;
  }

  /**
   * The first event of a room that this person may read; nothing of one whose history is for those who were there.
   * @throws Refusal `history-hidden`
   */
  async firstFor(member: Member, room: HostRoom): Promise<number> {
    if (room.history === 'all') return 1;
    const since = await this.store.since(room.id, member.id);
    if (since === null) throw new Refusal('history-hidden');
    return Math.max(1, since);
  }

  /** Rooms that this person may know of. */
  visibleTo(member: Member): HostRoom[] {
    return [...this.#byId.values()].filter((room) => sees(member, room));
  }

  /** Rooms open to everyone. */
  open(): HostRoom[] {
    return [...this.#byId.values()].filter(({ kind }) => kind === 'room');
  }

  /** The room of these two people alone, if there is one. */
  between(a: Member, b: Member): HostRoom | null {
    return this.#direct.get(directKey(a.id, b.id)) ?? null;
  }

  /** A room as it travels. */
  info(room: HostRoom): RoomInfo {
    const { id, kind, name, topic, presence, lastSeq, lastAt, archived, locked, slow, history, maker } = room;
    // Who has left a direct room is still the one it is with.
    const listed = room.kind === 'direct' ? room.pair : (room.people ?? []);
    const people = Array.from(listed, (member) => this.#members.get(member)).map(({ id, name }) => ({
      id,
      name,
    }));
    return {
      id,
      kind,
      name,
      topic,
      online: presence.size,
      lastSeq,
      lastAt,
      archived,
      locked,
      slow,
      history,
      people,
      ...(kind === 'private' && { maker }),
    };
  }

  /** Rooms of which something that lists show has changed since the last call. */
  takeChanged(): HostRoom[] {
    const rooms = [...this.#changed];
    this.#changed.clear();
    return rooms;
  }

  /** Sets what is called when `takeChanged` has something. */
  onChanged(listener: () => void): void {
    this.#onChanged = listener;
  }

  /** Says that something a list shows of the room has changed. */
  touch(room: HostRoom): void {
    this.#changed.add(room);
    this.#onChanged();
  }

  protected nameOf(member: number): string {
    return this.#members.get(member).name;
  }

  /** A room that this person may know of and whose name could be taken for this one. */
  protected like(name: string, by: Member): HostRoom | undefined {
    return [...this.#alike.like(name)].find((room) => sees(by, room));
  }

  #apply(id: string, event: RoomEvent): void {
    if (event.kind === 'create') this.#made(id, event);
    const room = this.get(id);
    room.lastSeq = event.seq;
    room.lastAt = event.at;
    if (this.#changes(room, event)) this.touch(room);
  }

  /** Takes over what an event changes of a room; tells if lists show it. */
  #changes(room: HostRoom, event: RoomEvent): boolean {
    switch (event.kind) {
      case 'create':
        return true;
      case 'rename':
        this.#renamed(room, event.title);
        return true;
      case 'topic':
        room.topic = event.topic;
        return true;
      case 'archive':
        this.#archived(room);
        return true;
      case 'lock':
        room.locked = event.on;
        return true;
      case 'slow':
        room.slow = event.seconds;
        return true;
      case 'history':
        room.history = event.scope;
        return true;
      case 'join':
        room.people?.add(event.by);
        return room.people !== null;
      case 'leave':
        room.people?.delete(event.by);
        return room.people !== null;
      case 'invite':
        room.people?.add(event.who);
        if (room.kind === 'direct') room.pair.add(event.by).add(event.who);
        this.#noteDirect(room);
        return room.people !== null;
      default:
        return false;
    }
  }

  #made(id: string, { title: name, topic, roomKind, by: maker }: Extract<RoomEvent, { kind: 'create' }>): void {
    const kind = roomKind ?? 'room';
    const people = kind === 'room' ? null : new Set<number>();
    const nothingYet = { lastSeq: 0, lastAt: 0, archived: false, locked: false, slow: 0, history: 'all' } as const;
    this.#remember({ id, kind, name, topic, people, pair: new Set(), maker, ...nothingYet, presence: new Presence() });
  }

  #remember(room: HostRoom): void {
    this.#byId.set(room.id, room);
    if (room.kind === 'direct') this.#noteDirect(room);
    else if (!room.archived) this.#named(room);
  }

  #named(room: HostRoom): void {
    this.#alike.add(room.name, room);
    if (room.kind === 'room') this.#byName.set(nameKey(room.name), room);
  }

  #unnamed(room: HostRoom): void {
    this.#alike.remove(room.name, room);
    if (room.kind === 'room') this.#byName.delete(nameKey(room.name));
  }

  #noteDirect(room: HostRoom): void {
    const [a, b] = room.pair;
    if (room.kind === 'direct' && a !== undefined && b !== undefined) this.#direct.set(directKey(a, b), room);
  }

  #renamed(room: HostRoom, name: string): void {
    this.#unnamed(room);
    room.name = name;
    this.#named(room);
  }

  /** An archived room gives its name free. */
  #archived(room: HostRoom): void {
    room.archived = true;
    this.#unnamed(room);
  }
}
