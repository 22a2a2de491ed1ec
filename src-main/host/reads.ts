import type { RoomEvent } from '../../src-shared/protocol/events.ts';
import type { ReadMark } from '../../src-shared/protocol/reads.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { ReadRecord, ReadStore } from '../store/read-store.ts';
import type { Bus } from './bus.ts';
import type { Log } from './log.ts';
import type { HostRoom } from './room-list.ts';

/** How long marks wait before they go to disk together, in milliseconds: losing the last of them does little harm. */
const SAVE_EVERY_MS = 2_000;

/** How far each person has read each room, for all their devices. */
export class Reads {
  readonly #store: ReadStore;
  readonly #log: Log;
  /** Marks of people who have logged in, by person and room. */
  readonly #known = new Map<number, Map<string, number>>();
  /** Marks that are not on disk yet, by person and room. */
  #unsaved = new Map<string, ReadRecord>();
  #timer: NodeJS.Timeout | null = null;

  constructor(store: ReadStore, bus: Bus, log: Log) {
    this.#store = store;
    this.#log = log;
    bus.subscribe((room, events) => {
      for (const event of events) this.#entered(room, event);
    });
  }

  /** What is known of a person, by room. */
  async of({ id }: Member): Promise<ReadonlyMap<string, number>> {
    const known = this.#known.get(id);
    if (known) return known;
    const stored = new Map((await this.#store.of(id)).map(({ room, seq }) => [room, seq]));
    for (const { member, room, seq } of this.#unsaved.values()) if (member === id) stored.set(room, seq);
    const loaded = this.#known.get(id) ?? stored;
    this.#known.set(id, loaded);
    return loaded;
  }

  /** How far a person has read a room, with what is new after that; null if nothing is known. */
  async mark(by: Member, room: HostRoom): Promise<ReadMark | null> {
    const seq = (await this.of(by)).get(room.id);
    if (seq === undefined) return null;
    return { seq, ...(await this.#store.unread(room.id, by.id, seq)) };
  }

  /** A person has read this far. */
  async set(by: Member, room: HostRoom, wanted: number): Promise<ReadMark> {
    const seq = Math.min(wanted, room.lastSeq);
    await this.of(by);
    this.#set(by.id, room.id, seq);
    return { seq, ...(await this.#store.unread(room.id, by.id, seq)) };
  }

  /** Puts on disk what is not there yet. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    await this.#save();
  }

  /** Who comes into a room begins with nothing unread there. */
  #entered(room: string, event: RoomEvent): void {
    if (event.kind === 'join') this.#set(event.by, room, event.seq);
    else if (event.kind === 'invite') this.#set(event.who, room, event.seq);
  }

  #set(member: number, room: string, seq: number): void {
    this.#known.get(member)?.set(room, seq);
    this.#unsaved.set(`${String(member)} ${room}`, { member, room, seq });
    this.#timer ??= setTimeout(() => void this.#save(), SAVE_EVERY_MS).unref();
  }

  /** Never rejects: what could not be put on disk is tried again with what comes next. */
  async #save(): Promise<void> {
    this.#timer = null;
    const saving = this.#unsaved;
    if (saving.size === 0) return;
    this.#unsaved = new Map();
    try {
      await this.#store.save([...saving.values()]);
    } catch (thrown) {
      this.#log.error({ err: thrown }, 'read marks could not be saved');
      this.#unsaved = new Map([...saving, ...this.#unsaved]);
    }
  }
}
