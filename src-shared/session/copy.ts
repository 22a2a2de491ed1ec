import { firstSeq, lastSeq, type LogWindow } from '../domain/window.ts';
import type { ReceivedEvent } from '../protocol/events.ts';
import type { Result } from '../protocol/answers.ts';
import type { Asked, RequestType } from '../protocol/requests.ts';
import type { RoomInfo } from '../protocol/rooms.ts';
import { CopyReader } from './copy-reader.ts';
import type { CopySource } from './copy-source.ts';
import type { Clock, CopyStorage } from './ports.ts';
import type { Room } from './room.ts';

/** Changes are written down this long after the first of them, in milliseconds. */
const WRITE_AFTER_MS = 1_000;
/** Events of each room taken up at a start; what lies before them is read when it is scrolled to. */
const SEED = 60;

/** A message with its state in it, as pages carry it; other events as they are. */
function whole(event: ReceivedEvent, { states }: LogWindow): ReceivedEvent {
  const held = event.kind === 'message' ? states.get(event.id) : undefined;
  if (event.kind !== 'message' || !held) return event;
  const { asOf: _asOf, ...state } = held;
  return { ...event, state };
}

/** What a session's host has shown, kept on this device, so that it can be read and searched without the host. */
export class LocalCopy {
  /** When the host was last there, as far as is known. */
  seenAt: number | null = null;
  readonly #storage: CopyStorage;
  readonly #source: CopySource;
  readonly #clock: Clock;
  readonly #dirty = new Set<string>();
  /** What is on disk of each room's window. */
  readonly #written = new Map<string, LogWindow>();
  /** Rooms known from the copy alone, as it told of them. */
  readonly #restored = new Map<string, RoomInfo>();
  #hostId: string;
  #planned = false;
  #work: Promise<void> = Promise.resolve();
  /** The disk does not take it: no more is written in this run. */
  #failed = false;

  /** @param hostId the host expected, if it is known yet */
  constructor(storage: CopyStorage, source: CopySource, clock: Clock, hostId: string | undefined) {
    this.#storage = storage;
    this.#source = source;
    this.#clock = clock;
    this.#hostId = hostId ?? '';
  }

  /**
   * Takes up what an earlier run kept, unless the host has answered by then. Never rejects.
   * @param only the one room whose messages are wanted now: those of the others are left for a later call
   */
  async restore(only?: string): Promise<void> {
    if (this.#hostId === '' || this.#source.host) return;
    try {
      await this.#restore(only);
    } catch {
      // What cannot be read is asked of the host.
      this.#failed = true;
    }
  }

  async #restore(only: string | undefined): Promise<void> {
    const host = this.#hostId;
    const copy = await this.#storage.load(host);
    if (!copy) return;
    const wanted = ({ id }: RoomInfo): boolean => only === undefined || id === only;
    const reading = copy.rooms.map(async (info) => ({
      info,
      events: wanted(info) ? await this.#storage.events(host, info.id, { limit: SEED }) : null,
    }));
    const [parts] = await Promise.all([Promise.all(reading), this.#source.outbox.load(host)]);
    // The host was quicker: what it says counts.
    if (this.#source.host) return;
    this.seenAt = copy.seenAt;
    this.#source.me = copy.me;
    for (const { info, events } of parts) this.#seed(info, events);
    this.#source.changed(null);
  }

  /** @param events null if they are still to be read */
  #seed(info: RoomInfo, events: readonly ReceivedEvent[] | null): void {
    const last = events?.at(-1)?.seq;
    if (this.#source.rooms.get(info.id)?.loaded) return;
    if (events && last === undefined) {
      this.#source.rooms.delete(info.id);
      return;
    }
    const room = this.#source.learn(info);
    this.#restored.set(info.id, info);
    if (events && last !== undefined) {
      room.seed(events, last);
      this.#written.set(info.id, room.window);
    } else room.joined = true;
  }

  /** Something has changed in the session: of this room, or of the host. */
  changed(room: string | null): void {
    const { host, status } = this.#source;
    if (status.state !== 'connected' || !host) return;
    this.#hostId = host.id;
    this.seenAt = this.#clock.now();
    if (room === null) this.#forgetUnlisted();
    else this.#dirty.add(room);
    if (this.#planned || this.#failed) return;
    this.#planned = true;
    this.#clock.later(WRITE_AFTER_MS, () => void this.flush());
  }

  /** A room that the host, now that it is there, does not tell of any more is gone, or not one's own to see. */
  #forgetUnlisted(): void {
    const { rooms } = this.#source;
    for (const [id, info] of this.#restored) {
      const room = rooms.get(id);
      if (room?.info !== info) continue;
      room.left();
      rooms.delete(id);
      this.#dirty.add(id);
    }
    this.#restored.clear();
  }

  /** Clears what is kept of the host; from now on it is kept anew. */
  clear(): Promise<void> {
    this.#work = this.#work.then(async () => {
      this.#written.clear();
      await this.#storage.clear(this.#hostId);
    });
    return this.#work;
  }

  /** The host is not wanted any more: nothing of it stays. Never rejects. */
  forget(): void {
    this.#failed = true;
    this.#work = this.#work.then(() => this.#storage.clear(this.#hostId)).catch(() => undefined);
  }

  /** Writes down what has changed. Never rejects. */
  flush(): Promise<void> {
    this.#work = this.#work
      .then(() => this.#write())
      .catch(() => {
        this.#failed = true;
      });
    return this.#work;
  }

  async #write(): Promise<void> {
    this.#planned = false;
    const { me, rooms } = this.#source;
    if (this.#failed || !me || this.seenAt === null) return;
    const gone = [...this.#written.keys()].filter((id) => !rooms.get(id)?.joined);
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const id of new Set([...gone, ...dirty])) await this.#writeRoom(id, rooms.get(id));
    const infos = Array.from(rooms.values())
      .filter(({ joined }) => joined)
      .map(({ info }) => info);
    await this.#storage.save(this.#hostId, { me, rooms: infos, seenAt: this.seenAt });
  }

  async #writeRoom(id: string, room: Room | undefined): Promise<void> {
    if (!room?.joined) {
      this.#written.delete(id);
      await this.#storage.drop(this.#hostId, id);
      return;
    }
    const { window } = room;
    const before = this.#written.get(id);
    // While one reads far above the newest end, or something is missing, what is kept stands.
    if (!room.loaded || !room.atHead || window === before || window.events.length === 0) return;
    const known = new Map(before?.events.map((event) => [event.seq, event]));
    const events = window.events.filter(
      (event) => known.get(event.seq) !== event || before?.states.get(event.id) !== window.states.get(event.id),
    );
    await this.#storage.put(this.#hostId, id, {
      first: firstSeq(window),
      last: lastSeq(window),
      events: events.map((event) => whole(event, window)),
    });
    this.#written.set(id, window);
  }

  /** The answer to a request that what is kept can answer while the host cannot; null for all others. */
  answer<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>> | null {
    if (this.#source.status.state === 'connected') return null;
    return new CopyReader(this.#storage, this.#source, this.#hostId).answer(type, params);
  }
}
