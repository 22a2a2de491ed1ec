import type { HistoryScope, ReceivedEvent } from '../protocol/events.ts';
import { uuidv7 } from '../protocol/ids.ts';
import type { Mute } from '../protocol/moderation.ts';
import type { Result } from '../protocol/answers.ts';
import type { Asked, RequestType } from '../protocol/requests.ts';
import type { Member, RoomInfo } from '../protocol/rooms.ts';
import type { Clock } from './ports.ts';
import type { ReadMarks } from './read-marks.ts';
import type { RoomLink } from './room-link.ts';
import { Room } from './room.ts';

/** Hears of new events in a room. */
export type Hearer = (room: string, events: readonly ReceivedEvent[]) => void;

/** What may be changed of a room; what is left out stays. */
export interface RoomChange {
  name?: string;
  topic?: string;
  locked?: boolean;
  /** Seconds between two messages of one person. */
  slow?: number;
  history?: HistoryScope;
  archive?: true;
}

/** The rooms of a session: those the host has told of, and what can be asked for them. */
export abstract class SessionRooms {
  me: Member | null = null;
  /** Until when one may not speak, and why, as the host last told; over once that time is. */
  muted: Mute | null = null;
  readonly rooms = new Map<string, Room>();
  /** @internal How far one has read each room. */
  abstract readonly marks: ReadMarks;
  protected readonly clock: Clock;
  readonly #ignores: RoomLink['ignores'];

  protected constructor(clock: Clock, ignores: RoomLink['ignores'] = () => null) {
    this.clock = clock;
    this.#ignores = ignores;
  }

  abstract request<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>>;
  /** @internal */
  abstract changed(room: string | null): void;
  readonly #hearers = new Set<Hearer>();

  /** Calls back with events that are new to this client; returns how to stop that. */
  onHeard(hearer: Hearer): () => void {
    this.#hearers.add(hearer);
    return () => this.#hearers.delete(hearer);
  }

  /** Makes a room and enters it. */
  async createRoom(name: string, topic: string, kind: 'room' | 'private' = 'room'): Promise<Room> {
    const { room } = await this.request('room.create', { room: this.newId(), name, topic, kind });
    const created = this.learn(room);
    await created.join();
    return created;
  }

  /** The room of oneself and another person. */
  async openDirect(member: number): Promise<Room> {
    const { room } = await this.request('direct.open', { member });
    const direct = this.learn(room);
    if (!direct.joined) await direct.join();
    return direct;
  }

  /** Stops being a member; a room that is not open to all is not seen any more. */
  async leave(id: string): Promise<void> {
    const room = this.rooms.get(id);
    await room?.leave();
    if (room?.info.kind !== 'room') this.rooms.delete(id);
    this.changed(null);
  }

  /** Makes someone a member of a private room. */
  async invite(room: string, member: number): Promise<void> {
    await this.request('room.invite', { room, event: this.newId(), member });
  }

  async changeRoom(room: string, { name, topic, locked, slow, history, archive }: RoomChange): Promise<void> {
    const anew = (): { room: string; event: string } => ({ room, event: this.newId() });
    if (name !== undefined) await this.request('room.rename', { ...anew(), name });
    if (topic !== undefined) await this.request('room.topic', { ...anew(), topic });
    if (locked !== undefined) await this.request('room.lock', { ...anew(), on: locked });
    if (slow !== undefined) await this.request('room.slow', { ...anew(), seconds: slow });
    if (history !== undefined) await this.request('room.history', { ...anew(), scope: history });
    if (archive) await this.request('room.archive', anew());
  }

  /** @internal Takes up what a host's list says of a room. */
  learn(info: RoomInfo): Room {
    const known = this.rooms.get(info.id);
    const mark = this.marks.get(info.id);
    if (known) {
      known.listed(info);
      // A list that came right behind the log-in was learned before it was known whose it is.
      if (known.readSeq === null && mark !== null) known.setRead(mark);
      return known;
    }
    const room = new Room(info, mark, {
      clock: this.clock,
      request: (type, params) => this.request(type, params),
      changed: (id) => {
        this.changed(id);
      },
      heard: (id, events) => {
        for (const hearer of this.#hearers) hearer(id, events);
      },
      me: () => this.me?.id ?? null,
      ignores: this.#ignores,
    });
    this.rooms.set(info.id, room);
    return room;
  }

  protected newId(): string {
    return uuidv7(this.clock.now(), this.clock.randomBytes(10));
  }
}
