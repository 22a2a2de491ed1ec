import { checkText } from '../domain/names.ts';
import { signedText } from '../domain/signed-text.ts';
import type { HostInfo, LoggedIn } from '../protocol/login.ts';
import type { Result } from '../protocol/answers.ts';
import type { Asked, RequestType } from '../protocol/requests.ts';
import { Bookmarks } from './bookmarks.ts';
import { Connection, type ConnectionOptions, type Status } from './connection.ts';
import type { SessionOptions } from './options.ts';
import { Outbox } from './outbox.ts';
import { LocalCopy } from './copy.ts';
import type { Answering, Failure, Identity, Unsent } from './ports.ts';
import { Own } from './own.ts';
import { takePush, type PushTarget } from './pushes.ts';
import { ReadMarks } from './read-marks.ts';
import { Resumption } from './resume.ts';
import type { Room } from './room.ts';
import { SessionRooms } from './session-rooms.ts';
import { Talk } from './talk.ts';
import { Typing } from './typing.ts';

export type { SessionOptions, Status };

/**
 * One client's logical connection to one host. It survives reconnects: rooms resume after their last event, unsent
 * messages are sent, and `status` always tells how things stand. Listeners are called after every change.
 */
export class Session extends SessionRooms implements PushTarget {
  /** The last thing the host refused that no request was waiting for. */
  notice: Failure | null = null;
  /** How often one's key was taken by another device in this run. */
  links = 0;
  /** What is done to messages that are in the log. */
  readonly talk: Talk;
  /** What one tells of oneself. */
  readonly own: Own;

  readonly #connection: Connection;
  identity: Identity;
  /** What one has marked for oneself. */
  readonly bookmarks: Bookmarks;
  readonly outbox: Outbox;
  readonly resumption: Resumption;
  readonly marks: ReadMarks;
  /** What is kept of the host on this device. */
  readonly copy: LocalCopy | null;
  readonly #listeners = new Set<(room: string | null) => void>();
  readonly #typing: Typing;

  constructor(options: SessionOptions) {
    super(options.clock, options.ignores);
    this.identity = options.identity;
    this.#connection = new Connection(options, {
      loggedIn: (welcome, host) => this.#onLoggedIn(welcome, host),
      connected: (welcome) => {
        this.#onConnected(welcome);
      },
      push: (push) => {
        takePush(this, push);
      },
      ended: () => {
        for (const room of this.rooms.values()) room.disconnected();
      },
      changed: () => {
        this.changed(null);
      },
    });
    this.copy = options.copy ? new LocalCopy(options.copy, this, options.clock, options.hostId) : null;
    this.resumption = new Resumption(options.clock, (failure) => {
      this.notify(failure);
    });
    this.outbox = new Outbox(options.outbox, {
      clock: options.clock,
      ready: () => this.status.state === 'connected',
      send: (entry) => this.talk.say(entry),
      changed: (room) => {
        this.changed(room);
      },
    });
    this.marks = new ReadMarks(options.readMarks, {
      clock: options.clock,
      ready: () => this.status.state === 'connected',
      host: () => this.host?.id ?? null,
      tell: (room, seq) => this.request('read', { room, seq }),
      counted: (id, mark) => {
        const room = this.rooms.get(id);
        if (!room || room.unread === mark.unread) return;
        room.setRead(mark);
        this.changed(id);
      },
    });
    this.bookmarks = new Bookmarks(this);
    this.own = new Own({
      ready: () => this.status.state === 'connected',
      told: (what) => options.told.get(this.host?.id ?? '', what),
      set: (what) => this.request('me.set', what),
      tell: (what, value) => options.told.set(this.host?.id ?? '', what, value),
    });
    this.#typing = new Typing(options.clock, (room) => {
      this.#connection.signal('typing', room);
    });
    this.talk = new Talk({
      request: (type, params) => this.request(type, params),
      newId: () => this.newId(),
      sign: (message) => this.identity.sign(signedText(this.identity.key, message)),
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
  override request<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>> {
    return this.copy?.answer(type, params) ?? this.#connection.request(type, params);
  }

  /** Says something: shown as pending at once, sent now or when the host is back. @throws Refusal if the text is not fit */
  async send(room: string, text: string, answer: Answering = {}): Promise<void> {
    this.#typing.sent(room);
    const fit = answer.forward && text.trim() === '' ? '' : checkText(text);
    await this.outbox.add({ id: this.newId(), room, text: fit, at: this.outbox.nextTime(), failure: null, ...answer });
  }

  /** Messages of a room's timeline, or of a thread of it, that are not acknowledged yet, oldest first. */
  unsent(room: string, root?: string): Unsent[] {
    const here = ({ thread, alsoRoom }: Unsent): boolean =>
      thread === root || (root === undefined && alsoRoom === true);
    return this.outbox.of(room).filter(here);
  }

  retry(id: string): Promise<void> {
    return this.outbox.retry(id);
  }

  discard(id: string): Promise<void> {
    return this.outbox.remove(id);
  }

  /** Tells the room that one is typing, at most every three seconds. */
  typing(room: string): void {
    if (this.status.state === 'connected') this.#typing.typed(room);
  }

  /** One has looked at everything in the room's window. */
  markRead(id: string): void {
    const room = this.rooms.get(id);
    if (room?.loaded && (room.readSeq !== room.window.head || room.unread > 0)) this.#mark(room, room.window.head);
  }

  /** What follows from this event on is to be unread again, on every device. */
  markUnread(id: string, seq: number): void {
    const room = this.rooms.get(id);
    if (room?.loaded) this.#mark(room, Math.max(0, seq - 1));
  }

  #mark(room: Room, seq: number): void {
    if (!this.host) return;
    room.markRead(seq);
    this.marks.set(room.id, seq);
    this.changed(room.id);
  }

  dismissNotice(): void {
    this.notice = null;
    this.changed(null);
  }

  async #onLoggedIn(welcome: LoggedIn, host: HostInfo): Promise<void> {
    this.me = welcome.me;
    this.muted = welcome.muted ?? null;
    await this.outbox.load(host.id);
    for (const info of welcome.rooms) this.learn(info);
    for (const { room, seq } of welcome.reads ?? []) if (this.marks.keep(room, seq)) this.rooms.get(room)?.setRead(seq);
  }

  #onConnected(welcome: LoggedIn): void {
    const joined = new Set(welcome.joined);
    const rooms = [...this.rooms.values()];
    for (const room of rooms) if (!joined.has(room.id)) room.left();
    // Told before the rooms are joined, so that what is new there is counted from here.
    const told = new Set(welcome.reads?.map(({ room }) => room));
    if (welcome.reads) this.marks.connected(welcome.joined.filter((room) => !told.has(room)));
    this.resumption.resume(rooms.filter(({ id }) => joined.has(id)));
    this.outbox.connected();
    this.own.connected(welcome);
    this.bookmarks.load();
  }

  /** From now on one is somebody else, or oneself again: logs in anew with this key. */
  become(identity: Identity): void {
    this.identity = identity;
    this.#connection.change({ identity });
  }

  /** @internal Shows something the host refused. */
  notify(notice: Failure): void {
    this.notice = notice;
    this.changed(null);
  }

  /** @internal Tells the listeners. Nothing is kept of a room that is not one's own. */
  override changed(room: string | null, own = true): void {
    if (own) this.copy?.changed(room);
    for (const listener of this.#listeners) listener(room);
  }
}
