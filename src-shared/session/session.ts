import { checkText } from '../domain/names.ts';
import { parseHostFrame, type HostFrame } from '../protocol/codec.ts';
import { asRefusal, Refusal, REFUSALS, type RefusalCode } from '../protocol/errors.ts';
import { uuidv7 } from '../protocol/ids.ts';
import { loginText, type Challenge, type HostInfo, type LoggedIn } from '../protocol/login.ts';
import type { Asked, Push, RequestType, Result } from '../protocol/requests.ts';
import type { Member, RoomInfo } from '../protocol/rooms.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { backoff } from './backoff.ts';
import { Outbox } from './outbox.ts';
import { PendingRequests } from './pending.ts';
import type { Clock, Failure, Identity, Link, OutboxStorage, Transport, Unsent } from './ports.ts';
import { Room } from './room.ts';

/** A quiet connection is asked for a sign of life after this many milliseconds. */
const QUIET_MS = 20_000;
/** How often one's typing is told, in milliseconds. */
const TYPING_EVERY_MS = 3_000;

/** Failures that trying again does not mend. */
const FINAL: ReadonlySet<string> = new Set<RefusalCode>([
  'wrong-version',
  'not-parley',
  'guests-off',
  'bad-signature',
  'name-invalid',
  'address-invalid',
  'bad-frame',
]);

export type Status =
  | { state: 'stopped' }
  | { state: 'connecting' }
  | { state: 'connected' }
  | { state: 'offline'; failure: Failure; retryAt: number }
  | { state: 'refused'; failure: Failure };

export interface SessionOptions {
  url: string;
  name: string;
  transport: Transport;
  identity: Identity;
  outbox: OutboxStorage;
  clock: Clock;
  /** The newest event one has looked at in a room, kept between runs. */
  readMarks: { get(host: string, room: string): number | null; set(host: string, room: string, seq: number): void };
  /** The host expected at the address; another one answering there is refused. */
  hostId?: string;
}

/**
 * One client's logical connection to one host. It survives reconnects: rooms resume after their last event, unsent
 * messages are sent, and `status` always tells how things stand. Listeners are called after every change.
 */
export class Session {
  status: Status = { state: 'stopped' };
  host: HostInfo | null = null;
  me: Member | null = null;
  /** The last thing the host refused that no request was waiting for. */
  notice: Failure | null = null;
  readonly rooms = new Map<string, Room>();

  #options: SessionOptions;
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #listeners = new Set<(room: string | null) => void>();
  readonly #typedAt = new Map<string, number>();
  #pending: PendingRequests;
  #link: Link | null = null;
  #attempt = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#pending = this.#newPending();
    this.#outbox = new Outbox(options.outbox, {
      clock: options.clock,
      ready: () => this.status.state === 'connected',
      send: ({ room, id, text }) => this.request('message.send', { room, event: id, text }),
      changed: (room) => {
        this.#changed(room);
      },
    });
  }

  get url(): string {
    return this.#options.url;
  }

  /** Calls back after each change with the room concerned, or null; returns how to stop that. */
  onChange(listener: (room: string | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Connects, and stays connected until `stop`. */
  start(): void {
    if (this.status.state === 'stopped') this.#connect();
  }

  stop(): void {
    this.#setStatus({ state: 'stopped' });
    this.#drop({ code: 'host-gone', message: '' });
  }

  /** Tries again at once, whatever the wait. */
  retryNow(): void {
    if (this.status.state === 'offline' || this.status.state === 'refused') this.#connect();
  }

  /** The host is at another address now, or one has another name: connects anew. What is known of its rooms stays. */
  change(to: { url?: string; name?: string }): void {
    this.#options = { ...this.#options, ...to };
    if (this.status.state === 'stopped') return;
    this.#drop({ code: 'host-gone', message: REFUSALS['host-gone'] });
    this.#connect();
  }

  /** The computer woke up or its network came back: a waiting session connects at once, an open one proves itself. */
  networkUp(): void {
    this.#attempt = 0;
    if (this.status.state === 'offline') this.#connect();
    else if (this.status.state === 'connected') void this.#probe();
  }

  /** Asks the host. @throws Refusal with the host's code, or `host-gone` when the connection ends first */
  async request<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>> {
    const link = this.#link;
    if (!link) throw new Refusal('host-gone');
    const { id, answer } = this.#pending.add(type);
    link.send(JSON.stringify({ id, type, ...params }));
    return answer;
  }

  /** Makes a room and enters it. */
  async createRoom(name: string, topic: string): Promise<Room> {
    const { room } = await this.request('room.create', { room: this.#newId(), name, topic });
    const created = this.#learn(room);
    await created.join();
    return created;
  }

  async changeRoom(room: string, change: { name?: string; topic?: string; archive?: true }): Promise<void> {
    if (change.name !== undefined) await this.request('room.rename', { room, event: this.#newId(), name: change.name });
    if (change.topic !== undefined) await this.request('room.topic', { room, event: this.#newId(), topic: change.topic });
    if (change.archive) await this.request('room.archive', { room, event: this.#newId() });
  }

  /** Says something: shown as pending at once, sent now or when the host is back. @throws Refusal if the text is not fit */
  async send(room: string, text: string): Promise<void> {
    this.#typedAt.delete(room);
    const entry = { id: this.#newId(), room, text: checkText(text), at: this.#clock.now(), failure: null };
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
    this.#link?.send(JSON.stringify({ type: 'typing', room }));
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

  #connect(): void {
    this.#cancelTimer();
    this.#pending = this.#newPending();
    this.#setStatus({ state: 'connecting' });
    const pending = this.#pending;
    const current = (): boolean => this.#pending === pending;
    this.#link = this.#options.transport.open(this.#options.url, {
      opened: () => undefined,
      frame: (text) => {
        if (current()) this.#onFrame(text);
      },
      closed: (failure) => {
        if (current()) this.#onClosed(failure);
      },
    });
  }

  #newPending(): PendingRequests {
    return new PendingRequests(this.#clock, () => {
      this.#drop({ code: 'timed-out', message: REFUSALS['timed-out'] });
    });
  }

  /** Ends the connection from this side. */
  #drop(failure: Failure): void {
    const link = this.#link;
    this.#onClosed(failure);
    link?.close();
  }

  #onClosed(failure: Failure): void {
    this.#link = null;
    this.#cancelTimer();
    const pending = this.#pending;
    this.#pending = this.#newPending();
    pending.rejectAll({ code: 'host-gone', message: failure.message });
    for (const room of this.rooms.values()) room.disconnected();
    if (this.status.state === 'stopped' || this.status.state === 'refused') return;
    if (FINAL.has(failure.code)) {
      this.#setStatus({ state: 'refused', failure });
      return;
    }
    const wait = backoff(this.#attempt, this.#clock.random());
    this.#attempt += 1;
    this.#setStatus({ state: 'offline', failure, retryAt: this.#clock.now() + wait });
    this.#cancelTimer = this.#clock.later(wait, () => {
      this.#connect();
    });
  }

  #onFrame(text: string): void {
    this.#restQuietTimer();
    let frame: HostFrame;
    try {
      frame = parseHostFrame(text);
    } catch (thrown) {
      this.#drop(asRefusal(thrown).toJSON());
      return;
    }
    if (frame.kind === 'answer') this.#pending.resolve(frame.id, frame.result);
    else if (frame.kind === 'refusal') this.#pending.reject(frame.id, frame.refusal);
    else if (frame.kind === 'push') this.#onPush(frame.push);
  }

  #onPush(push: Push): void {
    switch (push.type) {
      case 'challenge':
        void this.#logIn(push);
        break;
      case 'rooms':
        for (const info of push.rooms) this.#learn(info);
        this.#changed(null);
        break;
      case 'error':
        this.notice = { code: push.code, message: push.message };
        this.#changed(null);
        break;
      default:
        this.#onRoomPush(push);
    }
  }

  #onRoomPush(push: Extract<Push, { room: string }>): void {
    const room = this.rooms.get(push.room);
    if (!room) return;
    if (push.type === 'events') {
      room.receive(push.events);
      for (const event of push.events) if (event.by === this.me?.id) void this.#outbox.acknowledged(event.id);
      if (!room.atHead) this.#inBackground(room.catchUp());
    } else if (push.type === 'presence') room.presence(push.came, push.went, push.whole);
    else if (push.by !== this.me?.id) room.typed(push.by, push.name);
    this.#changed(room.id);
  }

  /** Never rejects: a failed log-in ends the connection with its reason. */
  async #logIn({ version, host, nonce }: Challenge): Promise<void> {
    const { identity, name, hostId } = this.#options;
    const pending = this.#pending;
    try {
      if (version !== PROTOCOL_VERSION) throw new Refusal('wrong-version');
      const expected = hostId ?? this.host?.id;
      if (expected !== undefined && expected !== host.id) {
        throw new Refusal('not-parley', 'Another host answered at this address. Connect to it under its own name.');
      }
      const signature = await identity.sign(loginText(host.id, nonce, identity.key));
      const welcome = await this.request('login', { key: identity.key, name, signature });
      this.host = host;
      await this.#outbox.load(host.id);
      if (this.#pending === pending) this.#onLoggedIn(welcome);
    } catch (thrown) {
      if (this.#pending === pending) this.#drop(asRefusal(thrown).toJSON());
    }
  }

  #onLoggedIn(welcome: LoggedIn): void {
    this.me = welcome.me;
    this.#attempt = 0;
    for (const info of welcome.rooms) this.#learn(info);
    this.#setStatus({ state: 'connected' });
    this.#restQuietTimer();
    for (const id of welcome.joined) {
      const room = this.rooms.get(id);
      if (room) this.#inBackground(room.join());
    }
    this.#outbox.connected();
  }

  #learn(info: RoomInfo): Room {
    const known = this.rooms.get(info.id);
    if (known) {
      known.info = info;
      return known;
    }
    const readSeq = this.host ? this.#options.readMarks.get(this.host.id, info.id) : null;
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

  /** Work whose failure is either the connection's, and shown as such, or the host's, and shown as a notice. */
  #inBackground(work: Promise<void>): void {
    work.catch((thrown: unknown) => {
      const refusal = asRefusal(thrown);
      if (refusal.code === 'host-gone') return;
      this.notice = refusal.toJSON();
      this.#changed(null);
    });
  }

  #restQuietTimer(): void {
    if (this.status.state !== 'connected') return;
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.later(QUIET_MS, () => void this.#probe());
  }

  /** A sign of life; an overdue answer drops the connection by itself. */
  async #probe(): Promise<void> {
    try {
      await this.request('ping', {});
    } catch (thrown) {
      this.#drop(asRefusal(thrown).toJSON());
    }
  }

  #newId(): string {
    return uuidv7(this.#clock.now(), this.#clock.randomBytes(10));
  }

  #setStatus(status: Status): void {
    this.status = status;
    this.#changed(null);
  }

  #changed(room: string | null): void {
    for (const listener of this.#listeners) listener(room);
  }
}
