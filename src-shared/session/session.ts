import { checkText } from '../domain/names.ts';
import { uuidv7 } from '../protocol/ids.ts';
import type { HostInfo, LoggedIn } from '../protocol/login.ts';
import type { Asked, Push, RequestType, Result } from '../protocol/requests.ts';
import type { Member, RoomInfo } from '../protocol/rooms.ts';
import { Connection, type ConnectionOptions, type Status } from './connection.ts';
import { Outbox } from './outbox.ts';
import type { Clock, Failure, OutboxStorage, Unsent } from './ports.ts';
import { Resumption } from './resume.ts';
import { Room } from './room.ts';

export type { Status };

/** How often one's typing is told, in milliseconds. */
const TYPING_EVERY_MS = 3_000;

export interface SessionOptions extends ConnectionOptions {
  outbox: OutboxStorage;
  /** The newest event one has looked at in a room, kept between runs. */
  readMarks: { get(host: string, room: string): number | null; set(host: string, room: string, seq: number): void };
}

/**
 * One client's logical connection to one host. It survives reconnects: rooms resume after their last event, unsent
 * messages are sent, and `status` always tells how things stand. Listeners are called after every change.
 */
export class Session {
  me: Member | null = null;
  /** The last thing the host refused that no request was waiting for. */
  notice: Failure | null = null;
  readonly rooms = new Map<string, Room>();

  readonly #options: SessionOptions;
  readonly #clock: Clock;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #resumption: Resumption;
  readonly #listeners = new Set<(room: string | null) => void>();
  readonly #typedAt = new Map<string, number>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#connection = new Connection(options, {
      loggedIn: (welcome, host) => this.#onLoggedIn(welcome, host),
      connected: (welcome) => {
        this.#onConnected(welcome);
      },
      push: (push) => {
        this.#onPush(push);
      },
      ended: () => {
        for (const room of this.rooms.values()) room.disconnected();
      },
      changed: () => {
        this.#changed(null);
      },
    });
    this.#resumption = new Resumption(options.clock, (failure) => {
      this.#notify(failure);
    });
    this.#outbox = new Outbox(options.outbox, {
      clock: options.clock,
      ready: () => this.status.state === 'connected',
      send: ({ room, id, text }) => this.request('message.send', { room, event: id, text }),
      changed: (room) => {
        this.#changed(room);
      },
    });
  }

  get status(): Status {
    return this.#connection.status;
  }

  /** The host as it introduced itself, once it has let one in. */
  get host(): HostInfo | null {
    return this.#connection.host;
  }

  get url(): string {
    return this.#connection.url;
  }

  /** Calls back after each change with the room concerned, or null; returns how to stop that. */
  onChange(listener: (room: string | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Connects, and stays connected until `stop`. */
  start(): void {
    this.#connection.start();
  }

  stop(): void {
    this.#connection.stop();
  }

  /** Tries again at once, whatever the wait. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /** The host is at another address now, has another key, or one has another name: connects anew, its rooms kept. */
  change(to: Partial<Pick<ConnectionOptions, 'url' | 'name' | 'pin' | 'password' | 'invite'>>): void {
    this.#connection.change(to);
  }

  /** Takes whatever key the host has now, and holds it to that one. */
  trustAnew(): void {
    this.#connection.trustAnew();
  }

  /** The computer woke up or its network came back: a waiting session connects at once, an open one proves itself. */
  networkUp(): void {
    this.#connection.networkUp();
  }

  /** Asks the host. @throws Refusal with the host's code, or `host-gone` when the connection ends first */
  request<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>> {
    return this.#connection.request(type, params);
  }

  /** Makes a room and enters it. */
  async createRoom(name: string, topic: string, kind: 'room' | 'private' = 'room'): Promise<Room> {
    const { room } = await this.request('room.create', { room: this.#newId(), name, topic, kind });
    const created = this.#learn(room);
    await created.join();
    return created;
  }

  /** The room of oneself and another person. */
  async openDirect(member: number): Promise<Room> {
    const { room } = await this.request('direct.open', { member });
    const direct = this.#learn(room);
    if (!direct.joined) await direct.join();
    return direct;
  }

  /** Stops being a member; a room that is not open to all is not seen any more. */
  async leave(id: string): Promise<void> {
    const room = this.rooms.get(id);
    await room?.leave();
    if (room?.info.kind !== 'room') this.rooms.delete(id);
    this.#changed(null);
  }

  /** Makes someone a member of a private room. */
  async invite(room: string, member: number): Promise<void> {
    await this.request('room.invite', { room, event: this.#newId(), member });
  }

  async changeRoom(room: string, change: { name?: string; topic?: string; archive?: true }): Promise<void> {
    if (change.name !== undefined) await this.request('room.rename', { room, event: this.#newId(), name: change.name });
    if (change.topic !== undefined)
      await this.request('room.topic', { room, event: this.#newId(), topic: change.topic });
    if (change.archive) await this.request('room.archive', { room, event: this.#newId() });
  }

  /** Says something: shown as pending at once, sent now or when the host is back. @throws Refusal if the text is not fit */
  async send(room: string, text: string): Promise<void> {
    this.#typedAt.delete(room);
    const entry = { id: this.#newId(), room, text: checkText(text), at: this.#outbox.nextTime(), failure: null };
    await this.#outbox.add(entry);
  }

  /** Messages of a room that are not acknowledged yet, oldest first. */
  unsent(room: string): Unsent[] {
    return this.#outbox.of(room);
  }

  retry(id: string): Promise<void> {
    return this.#outbox.retry(id);
  }

  discard(id: string): Promise<void> {
    return this.#outbox.remove(id);
  }

  /** Tells the room that one is typing, at most every three seconds. */
  typing(room: string): void {
    const now = this.#clock.now();
    if (this.status.state !== 'connected' || now - (this.#typedAt.get(room) ?? -Infinity) < TYPING_EVERY_MS) return;
    this.#typedAt.set(room, now);
    this.#connection.signal('typing', room);
  }

  /** One has looked at everything in the room's window. */
  markRead(id: string): void {
    const room = this.rooms.get(id);
    if (!room?.loaded || !this.host || room.readSeq === room.window.head) return;
    room.readSeq = room.window.head;
    this.#options.readMarks.set(this.host.id, id, room.readSeq);
    this.#changed(id);
  }

  dismissNotice(): void {
    this.notice = null;
    this.#changed(null);
  }

  #onPush(push: Push): void {
    switch (push.type) {
      case 'challenge':
        break;
      case 'rooms':
        for (const info of push.rooms) this.#listed(info);
        this.#changed(null);
        break;
      case 'error':
        this.#notify({ code: push.code, message: push.message });
        break;
      case 'attention':
        this.#notify({ code: push.what, message: push.text });
        break;
      case 'member':
        this.#onMember(push.member);
        break;
      default:
        this.#onRoomPush(push);
    }
  }

  /** A person's name or role has changed; perhaps one's own. */
  #onMember(member: Member): void {
    if (member.id === this.me?.id) this.me = member;
    for (const room of this.rooms.values()) if (room.online.has(member.id)) room.online.set(member.id, member);
    this.#changed(null);
  }

  /** A room that is new or changed. One that others made for one, one is in at once. */
  #listed(info: RoomInfo): void {
    const room = this.#learn(info);
    if (!room.joined && info.people.some(({ id }) => id === this.me?.id)) this.#resumption.join(room);
    else this.#resumption.catchUp(room);
  }

  #onRoomPush(push: Extract<Push, { room: string }>): void {
    const room = this.rooms.get(push.room);
    if (!room) return;
    if (push.type === 'events') {
      room.receive(push.events);
      for (const event of push.events) if (event.by === this.me?.id) void this.#outbox.acknowledged(event.id);
      this.#resumption.catchUp(room);
    } else if (push.type === 'presence') room.presence(push.came, push.went, push.whole);
    else if (push.by !== this.me?.id) room.typed(push.by, push.name);
    this.#changed(room.id);
  }

  async #onLoggedIn(welcome: LoggedIn, host: HostInfo): Promise<void> {
    this.me = welcome.me;
    await this.#outbox.load(host.id);
    for (const info of welcome.rooms) this.#learn(info);
  }

  #onConnected(welcome: LoggedIn): void {
    const joined = new Set(welcome.joined);
    const rooms = [...this.rooms.values()];
    for (const room of rooms) if (!joined.has(room.id)) room.left();
    this.#resumption.resume(rooms.filter(({ id }) => joined.has(id)));
    this.#outbox.connected();
  }

  #learn(info: RoomInfo): Room {
    const known = this.rooms.get(info.id);
    if (known) {
      known.listed(info);
      // A list that came right behind the log-in was learned before it was known whose it is.
      known.readSeq ??= this.#readMark(info.id);
      return known;
    }
    const readSeq = this.#readMark(info.id);
    const room = new Room(info, readSeq, {
      clock: this.#clock,
      request: (type, params) => this.request(type, params),
      changed: (id) => {
        this.#changed(id);
      },
    });
    this.rooms.set(info.id, room);
    return room;
  }

  #readMark(room: string): number | null {
    return this.host ? this.#options.readMarks.get(this.host.id, room) : null;
  }

  #notify(notice: Failure): void {
    this.notice = notice;
    this.#changed(null);
  }

  #newId(): string {
    return uuidv7(this.#clock.now(), this.#clock.randomBytes(10));
  }

  #changed(room: string | null): void {
    for (const listener of this.#listeners) listener(room);
  }
}
