import { randomBytes } from 'node:crypto';
import { checkName, checkText, checkTopic, nameKey } from '../../src-shared/domain/names.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import type { RoomEvent } from '../../src-shared/protocol/events.ts';
import { uuidv7 } from '../../src-shared/protocol/ids.ts';
import type { Member, RoomInfo } from '../../src-shared/protocol/rooms.ts';
import type { EventBody, RoomRecord, Store } from '../store/store.ts';
import type { Bus } from './bus.ts';
import type { Committer } from './committer.ts';
import { Presence } from './presence.ts';

/** The room that is there from the start, and stays. */
export const FIRST_ROOM = 'general';

/** A room of this host, with who is in it now. */
export interface HostRoom extends RoomRecord {
  readonly presence: Presence;
}

/** A new UUIDv7, for what the host itself begins. */
export function newId(): string {
  return uuidv7(Date.now(), randomBytes(10));
}

/** The rooms of a host and the rules for what may be done to them. Every change is an event. */
export class Rooms {
  readonly #store: Store;
  readonly #committer: Committer;
  readonly #max: number;
  readonly #byId = new Map<string, HostRoom>();
  readonly #byName = new Map<string, HostRoom>();
  /** Names promised to rooms whose event about it is not on disk yet, by name. */
  readonly #reserved = new Map<string, string>();
  /** The last entering or leaving that is under way, by person and room. */
  readonly #turns = new Map<string, Promise<void>>();
  readonly #changed = new Set<HostRoom>();
  #onChanged: () => void = () => undefined;

  constructor(store: Store, committer: Committer, bus: Bus, max: number) {
    this.#store = store;
    this.#committer = committer;
    this.#max = max;
    bus.subscribe((room, events) => {
      this.#applyAll(room, events);
    });
  }

  async load(): Promise<void> {
    for (const record of await this.#store.rooms()) this.#remember({ ...record, presence: new Presence() });
  }

  get size(): number {
    return this.#byId.size;
  }

  list(): RoomInfo[] {
    return Array.from(this.#byId.values(), roomInfo);
  }

  /** @throws Refusal `no-such-room` */
  get(id: string): HostRoom {
    const room = this.#byId.get(id);
    if (!room) throw new Refusal('no-such-room');
    return room;
  }

  /** A room by its id or its name. @throws Refusal `no-such-room` */
  find(idOrName: string): HostRoom {
    return this.#byId.get(idOrName) ?? this.#byName.get(nameKey(idOrName)) ?? this.get(idOrName);
  }

  /** Rooms whose name, topic, state or number online changed since the last call. */
  takeChanged(): RoomInfo[] {
    const infos = Array.from(this.#changed, roomInfo);
    this.#changed.clear();
    return infos;
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

  /** Makes a room; a retry with the same id by the same person gives the room made first. @throws Refusal */
  async create(by: Member, id: string, wantedName: string, wantedTopic: string): Promise<HostRoom> {
    const title = checkName(wantedName);
    const topic = checkTopic(wantedTopic);
    const known = this.#byId.get(id);
    if (!known && this.#byId.size + this.#reserved.size >= this.#max) throw new Refusal('too-many-rooms');
    const release = this.#reserve(title, id);
    try {
      await this.#append(by, id, id, { kind: 'create', title, topic });
    } finally {
      release();
    }
    return this.get(id);
  }

  /** @throws Refusal */
  async rename(by: Member, id: string, event: string, wanted: string): Promise<RoomEvent> {
    const room = this.#open(id);
    const title = checkName(wanted);
    if (nameKey(room.name) === FIRST_ROOM) throw new Refusal('room-protected');
    const release = this.#reserve(title, room.id);
    try {
      return await this.#append(by, id, event, { kind: 'rename', title });
    } finally {
      release();
    }
  }

  /** @throws Refusal */
  setTopic(by: Member, id: string, event: string, wanted: string): Promise<RoomEvent> {
    this.#open(id);
    return this.#append(by, id, event, { kind: 'topic', topic: checkTopic(wanted) });
  }

  /** @throws Refusal */
  archive(by: Member, id: string, event: string): Promise<RoomEvent> {
    const room = this.#open(id);
    if (nameKey(room.name) === FIRST_ROOM) throw new Refusal('room-protected');
    return this.#append(by, id, event, { kind: 'archive' });
  }

  /** @throws Refusal */
  send(by: Member, id: string, event: string, text: string): Promise<RoomEvent> {
    this.#open(id);
    return this.#append(by, id, event, { kind: 'message', text: checkText(text) });
  }

  /** A message that is in the log already: what became of it is not undone by what happened since. */
  async earlier(by: Member, id: string, event: string): Promise<RoomEvent | null> {
    const found = await this.#store.event(id, event);
    return found?.by === by.id ? found : null;
  }

  /** Makes someone a member who is not; `allow` may refuse it first. @throws Refusal */
  enter(by: Member, id: string, allow: () => void): Promise<void> {
    return this.#inTurn(by, id, async () => {
      if (await this.#isMember(by, id)) return;
      allow();
      await this.#append(by, id, newId(), { kind: 'join' });
    });
  }

  /** @throws Refusal `not-in-room` */
  leave(by: Member, id: string): Promise<void> {
    return this.#inTurn(by, id, async () => {
      if (!(await this.#isMember(by, id))) throw new Refusal('not-in-room');
      await this.#append(by, id, newId(), { kind: 'leave' });
    });
  }

  async #isMember({ id }: Member, room: string): Promise<boolean> {
    return (await this.#store.roomsOf(id)).includes(room);
  }

  /** One after another for one person in one room: asked for twice at once, it happens once. */
  #inTurn(by: Member, id: string, work: () => Promise<void>): Promise<void> {
    const key = `${String(by.id)} ${id}`;
    const done = (this.#turns.get(key) ?? Promise.resolve()).then(work);
    const passed = done
      .catch(() => undefined)
      .finally(() => {
        if (this.#turns.get(key) === passed) this.#turns.delete(key);
      });
    this.#turns.set(key, passed);
    return done;
  }

  #open(id: string): HostRoom {
    const room = this.get(id);
    if (room.archived) throw new Refusal('room-archived');
    return room;
  }

  #append(by: Member, room: string, id: string, body: EventBody): Promise<RoomEvent> {
    return this.#committer.append({ room, id, by: by.id, at: Date.now(), body });
  }

  /** Keeps a name for a room; the same room may ask for it again, as a retry does. Gives how to let it go. */
  #reserve(title: string, room: string): () => void {
    const key = nameKey(title);
    const holder = this.#byName.get(key)?.id ?? this.#reserved.get(key);
    if (holder !== undefined && holder !== room) throw new Refusal('room-name-taken');
    this.#reserved.set(key, room);
    return () => this.#reserved.delete(key);
  }

  #applyAll(id: string, events: readonly RoomEvent[]): void {
    for (const event of events) this.#apply(id, event);
  }

  #apply(id: string, event: RoomEvent): void {
    if (event.kind === 'create') this.#made(id, event.title, event.topic);
    const room = this.get(id);
    room.lastSeq = event.seq;
    room.lastAt = event.at;
    if (event.kind === 'rename') this.#renamed(room, event.title);
    else if (event.kind === 'topic') room.topic = event.topic;
    else if (event.kind === 'archive') this.#archived(room);
    else return;
    this.touch(room);
  }

  #made(id: string, name: string, topic: string): void {
    const room = {
      id,
      kind: 'room',
      name,
      topic,
      lastSeq: 0,
      lastAt: 0,
      archived: false,
      presence: new Presence(),
    } as const;
    this.#remember({ ...room });
    this.touch(this.get(id));
  }

  #remember(room: HostRoom): void {
    this.#byId.set(room.id, room);
    if (!room.archived) this.#byName.set(nameKey(room.name), room);
  }

  #renamed(room: HostRoom, name: string): void {
    this.#byName.delete(nameKey(room.name));
    room.name = name;
    this.#byName.set(nameKey(name), room);
  }

  /** An archived room gives its name free. */
  #archived(room: HostRoom): void {
    room.archived = true;
    this.#byName.delete(nameKey(room.name));
  }
}

export function roomInfo({ id, kind, name, topic, presence, lastSeq, lastAt, archived }: HostRoom): RoomInfo {
  return { id, kind, name, topic, online: presence.size, lastSeq, lastAt, archived };
}
