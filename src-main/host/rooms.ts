import { randomBytes } from 'node:crypto';
import { demand } from '../../src-shared/domain/permissions.ts';
import { checkName, checkTopic, nameKey } from '../../src-shared/domain/names.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import type { HistoryScope, RoomEvent } from '../../src-shared/protocol/events.ts';
import { uuidv7 } from '../../src-shared/protocol/ids.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { EventBody, Store } from '../store/store.ts';
import type { Bus } from './bus.ts';
import type { Committer } from './committer.ts';
import type { Members } from './members.ts';
import { NameIndex } from './name-index.ts';
import { RoomList, sees, type HostRoom } from './room-list.ts';

/** The room that is there from the start, and stays. */
export const FIRST_ROOM = 'general';

/** What is wanted of a new room. */
export interface NewRoom {
  name: string;
  topic: string;
  kind?: 'room' | 'private' | undefined;
}

/** A new UUIDv7, for what the host itself begins. */
export function newId(): string {
  return uuidv7(Date.now(), randomBytes(10));
}

/** A name promised to a room; `by` alone knows of one that is not open to all. */
interface Reserved {
  id: string;
  hidden: boolean;
  by: Member;
}

/** The rules for what may be done to rooms. Every change is an event. */
export class Rooms extends RoomList {
  readonly #committer: Committer;
  readonly #max: number;
  /** Names promised to rooms whose event about it is not on disk yet. */
  readonly #reserved = new NameIndex<Reserved>();
  #waiting = 0;
  /** The last thing under way that must not happen twice at once, by what it is about. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(store: Store, committer: Committer, bus: Bus, members: Members, max: number) {
    super(store, bus, members);
    this.#committer = committer;
    this.#max = max;
  }

  /** Makes a room; a retry with the same id by the same person gives the room made first. @throws Refusal */
  async create(by: Member, id: string, wanted: NewRoom): Promise<HostRoom> {
    const title = checkName(wanted.name);
    const topic = checkTopic(wanted.topic);
    const known = this.has(id) ? this.get(id) : null;
    // Nor does its maker come back so into a room that they have left.
    if (known && !sees(by, known)) throw new Refusal('id-taken');
    if (!known) this.#checkCount();
    const release = this.#reserve(title, { id, hidden: wanted.kind === 'private', by });
    try {
      const hidden = wanted.kind === 'private' ? { roomKind: wanted.kind } : {};
      const created = this.#append(by, id, id, { kind: 'create', title, topic, ...hidden });
      // In one transaction with it: a private room with nobody in it could never be found again.
      if (wanted.kind === 'private' && !known)
        await Promise.all([created, this.#append(by, id, newId(), { kind: 'join' })]);
      else await created;
    } finally {
      release();
    }
    return this.get(id);
  }

  /** The room of two people alone, made when it is first wanted. @throws Refusal `direct-self`, `too-many-rooms` */
  async openDirect(by: Member, other: Member): Promise<HostRoom> {
    if (by === other) throw new Refusal('direct-self');
    await this.#inTurn(`direct ${String(Math.min(by.id, other.id))} ${String(Math.max(by.id, other.id))}`, async () => {
      const known = this.between(by, other);
      // Who has left it comes back to the conversation there was.
      if (known) {
        if (!known.people?.has(by.id)) await this.#append(by, known.id, newId(), { kind: 'join' });
        return;
      }
      this.#checkCount();
      const id = newId();
      // Asked for in one turn, they go into one transaction: there is no such room with one person in it.
      await Promise.all([
        this.#append(by, id, id, { kind: 'create', title: '', topic: '', roomKind: 'direct' }),
        this.#append(by, id, newId(), { kind: 'join' }),
        this.#append(by, id, newId(), { kind: 'invite', who: other.id, whoName: other.name }),
      ]);
    });
    const room = this.between(by, other);
    if (!room) throw new Refusal('internal');
    return room;
  }

  /** Something is about to be said between two: the other hears it, even if they had left. */
  bringBack(by: Member, room: HostRoom): void {
    for (const id of room.pair) {
      if (id === by.id || room.people?.has(id)) continue;
      const whoName = this.nameOf(id);
      // Goes to disk before what is said; if that fails, so does what is said.
      this.#append(by, room.id, newId(), { kind: 'invite', who: id, whoName }).catch(() => undefined);
    }
  }

  /** Makes someone else a member of a room that is not open to all. @throws Refusal `room-open`, `room-direct` */
  async invite(by: Member, id: string, event: string, who: Member): Promise<RoomEvent> {
    const room = this.unarchived(id);
    if (room.people === null) throw new Refusal('room-open');
    if (room.kind === 'direct') throw new Refusal('room-direct');
    if (room.people.has(who.id) && !(await this.store.event(id, event))) throw new Refusal('in-room-already');
    return this.#append(by, id, event, { kind: 'invite', who: who.id, whoName: who.name });
  }

  /** @throws Refusal */
  async rename(by: Member, id: string, event: string, wanted: string): Promise<RoomEvent> {
    const room = this.unarchived(id);
    if (room.kind === 'direct') throw new Refusal('room-direct');
    const title = checkName(wanted);
    if (nameKey(room.name) === FIRST_ROOM) throw new Refusal('room-protected');
    const release = this.#reserve(title, { id: room.id, hidden: room.people !== null, by });
    try {
      return await this.#append(by, id, event, { kind: 'rename', title });
    } finally {
      release();
    }
  }

  /** @throws Refusal */
  async setTopic(by: Member, id: string, event: string, wanted: string): Promise<RoomEvent> {
    this.unarchived(id);
    return this.#append(by, id, event, { kind: 'topic', topic: checkTopic(wanted) });
  }

  /** @throws Refusal */
  archive(by: Member, id: string, event: string): Promise<RoomEvent> {
    const room = this.unarchived(id);
    if (room.kind === 'room') demand(by.role, 'room.archive');
    if (nameKey(room.name) === FIRST_ROOM) throw new Refusal('room-protected');
    return this.#append(by, id, event, { kind: 'archive' });
  }

  /** Lets only moderators write, or everyone again. @throws Refusal */
  lock(by: Member, id: string, event: string, on: boolean): Promise<RoomEvent> {
    this.unarchived(id);
    return this.#append(by, id, event, { kind: 'lock', on });
  }

  /** Sets how long everyone has to wait between two messages, in seconds. @throws Refusal */
  slow(by: Member, id: string, event: string, seconds: number): Promise<RoomEvent> {
    this.unarchived(id);
    return this.#append(by, id, event, { kind: 'slow', seconds });
  }

  /**
   * Sets what newcomers may read. It takes a moderator; of a private room, also its maker, but no other member: they
   * could otherwise read what is kept from them. @throws Refusal
   */
  async setHistory(by: Member, id: string, event: string, scope: HistoryScope): Promise<RoomEvent> {
    const room = this.unarchived(id);
    if (room.kind === 'direct') throw new Refusal('room-direct');
    if (room.kind !== 'private' || room.maker !== by.id) demand(by.role, 'room.history');
    return this.#append(by, id, event, { kind: 'history', scope });
  }

  /** Makes someone a member who is not; `allow` may refuse it first. @throws Refusal */
  enter(by: Member, id: string, allow: () => void): Promise<void> {
    return this.#inTurn(`${String(by.id)} ${id}`, async () => {
      if (await this.#isMember(by, id)) return;
      allow();
      await this.#append(by, id, newId(), { kind: 'join' });
    });
  }

  /** @throws Refusal `not-in-room` */
  leave(by: Member, id: string): Promise<void> {
    return this.#inTurn(`${String(by.id)} ${id}`, async () => {
      if (!(await this.#isMember(by, id))) throw new Refusal('not-in-room');
      await this.#append(by, id, newId(), { kind: 'leave' });
    });
  }

  async #isMember({ id }: Member, room: string): Promise<boolean> {
    return (await this.store.roomsOf(id)).includes(room);
  }

  #checkCount(): void {
    if (this.size + this.#waiting >= this.#max) throw new Refusal('too-many-rooms');
  }

  /** One after another: asked for twice at once, it happens once. */
  #inTurn(key: string, work: () => Promise<void>): Promise<void> {
    const done = (this.#turns.get(key) ?? Promise.resolve()).then(work);
    const passed = done
      .catch(() => undefined)
      .finally(() => {
        if (this.#turns.get(key) === passed) this.#turns.delete(key);
      });
    this.#turns.set(key, passed);
    return done;
  }

  /** A room that can still be changed. @throws Refusal `no-such-room`, `room-archived` */
  unarchived(id: string): HostRoom {
    const room = this.get(id);
    if (room.archived) throw new Refusal('room-archived');
    return room;
  }

  #append(by: Member, room: string, id: string, body: EventBody): Promise<RoomEvent> {
    return this.#committer.append({ room, id, by: by.id, at: Date.now(), body });
  }

  /**
   * Keeps a name for a room; the same room may ask for it again, as a retry does. Gives how to let it go. Rooms that the
   * one who asks may not know of are no obstacle: their names must not be found out by trying.
   */
  #reserve(title: string, wish: Reserved): () => void {
    const { id, by } = wish;
    const promised = [...this.#reserved.like(title)].find((one) => one.id !== id && (!one.hidden || one.by === by));
    const holder = this.like(title, by);
    if (promised || (holder && holder.id !== id)) throw taken(title, holder);
    this.#reserved.add(title, wish);
    this.#waiting += 1;
    return () => {
      this.#reserved.remove(title, wish);
      this.#waiting -= 1;
    };
  }
}

/** Whoever wants a name that only looks like another cannot know which. */
function taken(title: string, holder: HostRoom | undefined): Refusal {
  if (!holder || nameKey(holder.name) === nameKey(title)) return new Refusal('room-name-taken');
  return Refusal.because('room-name-taken', { why: 'name-alike', name: holder.name });
}
