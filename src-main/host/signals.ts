import type { ChatPush } from '../../src-shared/protocol/chat.ts';
import type { Push } from '../../src-shared/protocol/answers.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { Fanout, Subscription } from './fanout.ts';
import { encodeFrames } from './frames.ts';
import type { Outlet } from './outlet.ts';
import { inParts } from './parts.ts';
import type { PresenceChange } from './presence.ts';
import { sees, type HostRoom } from './room-list.ts';
import type { Rooms } from './rooms.ts';

/**
 * Comings and goings are told together, this many milliseconds after the first; in a crowded room one millisecond a
 * person, for there everyone coming is told to everyone.
 */
const PRESENCE_MS = 50;
const PRESENCE_MAX_MS = 1_000;
/** Changes to the list of rooms are told this soon, in milliseconds, and then at most once in `ROOMS_EVERY_MS`. */
const ROOMS_SOON_MS = 20;
const ROOMS_EVERY_MS = 1_000;

/** A room's reader, with what signals need to know of it. `label` is the room's name in the plain dialect, null on `/session`. */
export interface Reader extends Subscription {
  readonly member: Member;
  readonly label: string | null;
  /** Whom it was told of on joining, until it hears of changes: what that list said already is not said again. */
  listed: ReadonlySet<number> | null;
}

function encode(push: Push | ChatPush): Buffer {
  return encodeFrames([JSON.stringify(push)]);
}

/** What is told but not stored: presence, typing, and changes to the list of rooms. */
export class Signals {
  readonly #fanout: Fanout;
  readonly #rooms: Rooms;
  readonly #dirty = new Set<HostRoom>();
  readonly #listeners = new Map<Outlet, Member>();
  /** Listeners who were too slow for a change of the list of rooms. */
  readonly #missed = new Set<Outlet>();
  #presenceTimer: NodeJS.Timeout | null = null;
  #roomsTimer: NodeJS.Timeout | null = null;
  #roomsToldAt = -Infinity;

  constructor(fanout: Fanout, rooms: Rooms) {
    this.#fanout = fanout;
    this.#rooms = rooms;
    rooms.onChanged(() => {
      this.#tellRoomsSoon();
    });
  }

  /** Every logged-in session hears of changes to the rooms that its person may know of. */
  listen(outlet: Outlet, member: Member): void {
    this.#listeners.set(outlet, member);
  }

  forget(outlet: Outlet): void {
    this.#listeners.delete(outlet);
    this.#missed.delete(outlet);
  }

  came(room: HostRoom, member: Member): void {
    room.presence.add(member);
    this.#presenceChanged(room);
  }

  went(room: HostRoom, member: Member): void {
    room.presence.remove(member);
    this.#presenceChanged(room);
  }

  /** Somebody tells something else of themselves: whoever sees them in a room is told. */
  changed(member: Member): void {
    for (const room of this.#rooms.visibleTo(member)) {
      room.presence.change(member);
      this.#tellPresenceSoon(room);
    }
  }

  typing(room: HostRoom, member: Member): void {
    const session = encode({ type: 'typing', room: room.id, by: member.id, name: member.name });
    this.#fanout.signal(room.id, (subscription) => {
      const { member: reader, label } = subscription as Reader;
      if (reader === member) return null;
      return label === null ? session : encode({ type: 'typing', room: label, username: member.name });
    });
  }

  close(): void {
    if (this.#presenceTimer) clearTimeout(this.#presenceTimer);
    if (this.#roomsTimer) clearTimeout(this.#roomsTimer);
  }

  #presenceChanged(room: HostRoom): void {
    this.#rooms.touch(room);
    this.#tellPresenceSoon(room);
  }

  #tellPresenceSoon(room: HostRoom): void {
    this.#dirty.add(room);
    this.#presenceTimer ??= setTimeout(
      () => {
        this.#tellPresence();
      },
      Math.min(PRESENCE_MAX_MS, Math.max(PRESENCE_MS, room.presence.size)),
    );
  }

  #tellPresence(): void {
    this.#presenceTimer = null;
    for (const room of this.#dirty) {
      const changed = room.presence.takeChanged();
      const change = room.presence.take();
      if (change.came.length + change.went.length + changed.length > 0) this.#tellRoom(room, change, changed);
    }
    this.#dirty.clear();
  }

  #tellRoom(room: HostRoom, { came, went }: PresenceChange, changed: readonly Member[]): void {
    const gone = went.map(({ id }) => id);
    const session = encode({ type: 'presence', room: room.id, came: [...came, ...changed], went: gone, whole: false });
    const users = room.presence.members.map(({ name }) => name);
    // Each name comes with all the others: for a full hall that is made once, not once for each who is there.
    const shared = new Map<string, Buffer | null>();
    const coming = new Set(came);
    this.#fanout.signal(room.id, (subscription) => {
      const reader = subscription as Reader;
      const { label, member, listed } = reader;
      if (label === null) return session;
      if (came.length + went.length === 0) return null;
      reader.listed = null;
      if (listed === null && !coming.has(member)) {
        let frames = shared.get(label);
        if (frames === undefined) shared.set(label, (frames = plainPresence(label, came, went, users)));
        return frames;
      }
      const others = came.filter((person) => person !== member && !listed?.has(person.id));
      return plainPresence(label, others, listed ? went.filter(({ id }) => listed.has(id)) : went, users);
    });
  }

  #tellRoomsSoon(): void {
    if (this.#roomsTimer) return;
    const wait = Math.max(ROOMS_SOON_MS, this.#roomsToldAt + ROOMS_EVERY_MS - performance.now());
    this.#roomsTimer = setTimeout(() => {
      this.#tellRooms();
    }, wait);
  }

  #tellRooms(): void {
    this.#roomsTimer = null;
    this.#roomsToldAt = performance.now();
    const changed = this.#rooms.takeChanged();
    const open = changed.filter(({ people }) => people === null);
    const hidden = changed.filter(({ people }) => people !== null);
    const shared = open.length === 0 ? null : this.#encodeRooms(open);
    for (const [outlet, member] of this.#listeners) {
      if (outlet.congested) this.#tellAllRoomsLater(outlet);
      else {
        if (shared) outlet.write(shared);
        const seen = hidden.filter((room) => sees(member, room));
        if (seen.length > 0) outlet.write(this.#encodeRooms(seen));
      }
    }
  }

  #encodeRooms(rooms: readonly HostRoom[]): Buffer {
    return encodeFrames(roomsFrames(inParts(rooms.map((room) => JSON.stringify(this.#rooms.info(room))))));
  }

  /** Who is too slow for a change of the list is told the whole list when there is room for it. */
  #tellAllRoomsLater(outlet: Outlet): void {
    if (this.#missed.has(outlet)) return;
    this.#missed.add(outlet);
    outlet.whenWritable(() => {
      this.#missed.delete(outlet);
      const member = this.#listeners.get(outlet);
      if (member) outlet.write(this.#encodeRooms(this.#rooms.visibleTo(member)));
    });
  }
}

function chatPresence(
  type: 'user_joined' | 'user_left',
  room: string,
  people: readonly Member[],
  users: string[],
): string[] {
  return people.map((person) => JSON.stringify({ type, room, username: person.name, users } satisfies ChatPush));
}

function plainPresence(
  label: string,
  came: readonly Member[],
  went: readonly Member[],
  users: string[],
): Buffer | null {
  const frames = [...chatPresence('user_joined', label, came, users), ...chatPresence('user_left', label, went, users)];
  return frames.length === 0 ? null : encodeFrames(frames);
}

/** Parts of a list of people in a room, each as a frame; `whole` if the first of them begins the list anew. */
export function presenceFrames(room: string, parts: readonly string[], whole: boolean): string[] {
  const frame = (came: string, i: number): string =>
    `{"type":"presence","room":"${room}","came":${came},"went":[],"whole":${String(whole && i === 0)}}`;
  return parts.map(frame);
}

/** Everyone in a room, for a session that missed comings and goings. */
export function wholePresence({ id, presence }: HostRoom): string[] {
  return presenceFrames(id, inParts(presence.members.map((member) => JSON.stringify(member))), true);
}

/** Parts of a list of rooms, each as a frame. */
export function roomsFrames(parts: readonly string[]): string[] {
  return parts.map((rooms) => `{"type":"rooms","rooms":${rooms}}`);
}
