import {
  append,
  atHead,
  atStart,
  EMPTY_WINDOW,
  firstSeq,
  fromPage,
  lastSeq,
  prepend,
  trim,
  WINDOW_MAX,
  type LogWindow,
} from '../domain/window.ts';
import type { ReceivedEvent } from '../protocol/events.ts';
import { PAGE_DEFAULT, PAGE_MAX, TYPING_MS } from '../protocol/limits.ts';
import type { Asked, RequestType, Result } from '../protocol/requests.ts';
import type { Member, RoomInfo } from '../protocol/rooms.ts';
import type { Clock } from './ports.ts';

/** After an absence longer than this many events the newest page is shown; what lies before it loads when scrolled to. */
const CATCH_UP_MAX = 2_000;

/** What a room asks of its session. */
export interface RoomLink {
  readonly clock: Clock;
  request<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>>;
  changed(room: string): void;
}

export interface Typist {
  by: number;
  name: string;
}

/** One room as this client knows it. Only its session changes it. */
export class Room {
  readonly id: string;
  info: RoomInfo;
  /** A member who gets this room's live events. */
  joined = false;
  /** A contiguous part of the log. */
  window: LogWindow = EMPTY_WINDOW;
  /** True once the first page has come. */
  loaded = false;
  /** Who is online here. */
  readonly online = new Map<number, Member>();
  /** The newest event one has looked at; null before the first look. */
  readSeq: number | null;
  /** One reads above the newest end: to keep the window small, what comes is dropped, not what is being read. */
  readingAbove = false;
  /** Is the newest end of the log wanted in the window? False while one reads far above it. */
  #following = true;
  #filling: Promise<void> | null = null;
  #paging: Promise<void> | null = null;
  readonly #typing = new Map<number, { name: string; cancel: () => void }>();
  readonly #link: RoomLink;

  constructor(info: RoomInfo, readSeq: number | null, link: RoomLink) {
    this.id = info.id;
    this.info = info;
    this.readSeq = readSeq;
    this.#link = link;
  }

  get typing(): Typist[] {
    return Array.from(this.#typing, ([by, { name }]) => ({ by, name }));
  }

  /** Messages after `readSeq`, as far as this client knows. */
  get unread(): number {
    if (!this.joined || this.readSeq === null) return 0;
    const read = this.readSeq;
    const loaded = this.window.events.filter((event) => event.kind === 'message' && event.seq > read).length;
    const before = Math.max(0, firstSeq(this.window) - 1 - read);
    const after = Math.max(0, this.window.head - Math.max(lastSeq(this.window), read));
    return loaded + before + after;
  }

  get atStart(): boolean {
    return this.loaded && atStart(this.window);
  }

  get atHead(): boolean {
    return atHead(this.window);
  }

  /** Becomes a member if need be and receives live events; after an absence, exactly what was missed. */
  async join(): Promise<void> {
    const known = this.window.head;
    const resumed = this.loaded;
    const joined = await this.#link.request('room.join', {
      room: this.id,
      ...(resumed ? { after: this.#following ? lastSeq(this.window) : known } : {}),
    });
    this.info = joined.room;
    this.joined = true;
    this.window = resumed
      ? append(this.window, joined.page.events, joined.page.lastSeq)
      : fromPage(joined.page, this.window.head);
    this.loaded = true;
    this.readSeq ??= this.window.head;
    this.online.clear();
    for (const member of joined.online) this.online.set(member.id, member);
    this.#link.changed(this.id);
    if (joined.page.lastSeq < known) await this.#forget();
    await this.#fill();
  }

  async leave(): Promise<void> {
    await this.#link.request('room.leave', { room: this.id });
    this.left();
    this.#link.changed(this.id);
  }

  /** One is not a member, or not any more: what is known of the log would only grow old. */
  left(): void {
    this.joined = false;
    this.loaded = false;
    this.window = EMPTY_WINDOW;
    this.#following = true;
    this.disconnected();
  }

  /** The host's list says this of the room. That it has more than one has seen is not hidden. */
  listed(info: RoomInfo): void {
    this.info = info;
    if (this.loaded) this.window = append(this.window, [], info.lastSeq);
  }

  /** Loads the page before the window. Concurrent calls share one request. */
  loadOlder(): Promise<void> {
    if (!this.loaded || this.atStart) return Promise.resolve();
    return this.#page(async () => {
      const before = firstSeq(this.window);
      const page = await this.#link.request('history', { room: this.id, before, limit: PAGE_DEFAULT });
      this.window = trim(prepend(this.window, page), 'oldest');
      this.#following = this.atHead;
    });
  }

  /** Loads the page after the window, when the window is not at the newest end. */
  loadNewer(): Promise<void> {
    if (!this.loaded || this.atHead) return Promise.resolve();
    return this.#page(async () => {
      const after = lastSeq(this.window);
      const page = await this.#link.request('history', { room: this.id, after, limit: PAGE_DEFAULT });
      this.window = trim(append(this.window, page.events, page.lastSeq), 'newest');
      this.#following = this.atHead;
    });
  }

  /** Puts the window back at the newest end. */
  async showNewest(): Promise<void> {
    this.#following = true;
    if (!this.atHead) await this.#restart();
  }

  /** Live events from the host, in order. */
  receive(events: readonly ReceivedEvent[]): void {
    this.window = append(this.window, events);
    const newest = events.at(-1);
    if (newest) this.info = { ...this.info, lastSeq: newest.seq, lastAt: newest.at };
    // Trimming a little at a time would move what is being read; so rarely, and only while reading the newest end.
    if (this.#following && this.window.events.length > WINDOW_MAX * 1.5) {
      this.window = trim(this.window, this.readingAbove ? 'oldest' : 'newest');
      this.#following = this.atHead;
    }
    for (const event of events) if (event.kind === 'message') this.#stopTyping(event.by);
  }

  /** Loads until the newest end, if a gap was left below it. Never two at once. */
  catchUp(): Promise<void> {
    return this.#fill();
  }

  presence(came: readonly Member[], went: readonly number[], whole: boolean): void {
    if (whole) this.online.clear();
    for (const member of came) this.online.set(member.id, member);
    for (const id of went) {
      this.online.delete(id);
      this.#stopTyping(id);
    }
  }

  typed(by: number, name: string): void {
    this.#stopTyping(by);
    const cancel = this.#link.clock.later(TYPING_MS, () => {
      this.#typing.delete(by);
      this.#link.changed(this.id);
    });
    this.#typing.set(by, { name, cancel });
  }

  /** The connection is gone: nobody can be said to be online. */
  disconnected(): void {
    this.online.clear();
    for (const by of [...this.#typing.keys()]) this.#stopTyping(by);
  }

  #stopTyping(by: number): void {
    this.#typing.get(by)?.cancel();
    this.#typing.delete(by);
  }

  async #page(load: () => Promise<void>): Promise<void> {
    this.#paging ??= load().finally(() => {
      this.#paging = null;
      this.#link.changed(this.id);
    });
    return this.#paging;
  }

  async #fill(): Promise<void> {
    this.#filling ??= this.#fillGap().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  async #fillGap(): Promise<void> {
    while (this.#following && !this.atHead) {
      const after = lastSeq(this.window);
      if (this.window.head - after > CATCH_UP_MAX) await this.#restart();
      else await this.#next(after);
      // A host that has told of more than it has is not asked for ever.
      if (lastSeq(this.window) <= after) return;
    }
  }

  async #next(after: number): Promise<void> {
    const page = await this.#link.request('history', { room: this.id, after, limit: PAGE_MAX });
    this.window = append(this.window, page.events, page.lastSeq);
    this.#link.changed(this.id);
  }

  /** The host's log is shorter than it was, restored from an older copy: what it lost is not shown any more. */
  async #forget(): Promise<void> {
    this.window = EMPTY_WINDOW;
    this.#following = true;
    await this.#restart();
    this.readSeq = Math.min(this.readSeq ?? Infinity, this.window.head);
  }

  async #restart(): Promise<void> {
    const page = await this.#link.request('history', { room: this.id, limit: PAGE_DEFAULT });
    this.window = fromPage(page, this.window.head);
    this.#link.changed(this.id);
  }
}
