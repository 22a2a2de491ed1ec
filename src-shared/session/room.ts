import { atStart, type LogWindow } from '../domain/window.ts';
import type { ReceivedEvent } from '../protocol/events.ts';
import { withReceipts } from '../domain/receipts.ts';
import type { ReadMark, Receipt } from '../protocol/reads.ts';
import type { Member, RoomInfo } from '../protocol/rooms.ts';
import { People, type Typist } from './people.ts';
import { ReadState, type Reader } from './read-state.ts';
import { RoomLog } from './room-log.ts';
import type { RoomLink } from './room-link.ts';
import { Thread } from './thread.ts';

export type { Typist };

function eventsAfter(events: readonly ReceivedEvent[], seq: number): readonly ReceivedEvent[] {
  return events.filter((event) => event.seq > seq);
}

/** One room as this client knows it. Only its session changes it. */
export class Room {
  readonly id: string;
  info: RoomInfo;
  /** A member who gets this room's live events. */
  joined = false;
  /** How far others have read, where the room is small enough to tell. */
  receipts: readonly Receipt[] = [];
  readonly #log: RoomLog;
  readonly #people: People;
  readonly #read: ReadState;
  readonly #threads = new Map<string, Thread>();
  readonly #link: RoomLink;

  constructor(info: RoomInfo, readSeq: number | null, link: RoomLink) {
    this.id = info.id;
    this.info = info;
    this.#link = link;
    const changed = (): void => {
      link.changed(this.id);
    };
    this.#log = new RoomLog({
      history: (range) => link.request('history', { room: this.id, ...range }),
      changed,
    });
    this.#people = new People(link.clock, changed);
    this.#read = new ReadState(readSeq);
  }

  /** A contiguous part of the log. */
  get window(): LogWindow {
    return this.#log.window;
  }

  /** True once the first page has come. */
  get loaded(): boolean {
    return this.#log.loaded;
  }

  get atStart(): boolean {
    return this.loaded && atStart(this.window);
  }

  get atHead(): boolean {
    return this.#log.atHead;
  }

  /** One reads above the newest end: to keep the window small, what comes is dropped, not what is being read. */
  set readingAbove(above: boolean) {
    this.#log.readingAbove = above;
  }

  /** Who is online here. */
  get online(): ReadonlyMap<number, Member> {
    return this.#people.online;
  }

  get typing(): Typist[] {
    return this.#people.typing;
  }

  /** The newest event one has looked at; null before the first look. */
  get readSeq(): number | null {
    return this.#read.seq;
  }

  /** Messages of others after `readSeq`, in the room's own timeline. */
  get unread(): number {
    return this.joined ? this.#read.unread(this.window, this.#reader) : 0;
  }

  /** Those of them that call upon the reader. */
  get mentions(): number {
    return this.joined ? this.#read.mentions(this.window, this.#reader) : 0;
  }

  get #reader(): Reader {
    return { me: this.#link.me(), ignores: this.#link.ignores() };
  }

  /**
   * Becomes a member if need be and receives live events; after an absence, exactly what was missed.
   * @param asked somebody has just asked one in: what they said meanwhile is news too
   */
  async join(asked = false): Promise<void> {
    const after = this.#log.missingAfter;
    const joined = await this.#link.request('room.join', { room: this.id, ...(after === undefined ? {} : { after }) });
    this.info = joined.room;
    this.joined = true;
    this.receipts = joined.receipts ?? [];
    this.#people.changed(joined.online, [], true);
    if (joined.read) this.#read.told(joined.read, joined.page.lastSeq);
    else this.#read.seq = Math.min(this.#read.seq ?? Infinity, joined.page.lastSeq);
    await this.#log.resume(joined.page);
    if (after !== undefined) this.#link.heard(this.id, joined.page.events);
    else if (asked) this.#link.heard(this.id, eventsAfter(joined.page.events, joined.read?.seq ?? 0));
    await Promise.all([...this.#threads.values()].map((thread) => thread.load()));
  }

  /** Takes what was kept of the room from an earlier run, in which one was a member of it. */
  seed(events: readonly ReceivedEvent[], lastSeq: number): void {
    this.joined = true;
    this.#log.seed(events, lastSeq, this.info.lastSeq);
  }

  async leave(): Promise<void> {
    await this.#link.request('room.leave', { room: this.id });
    this.left();
    this.#link.changed(this.id);
  }

  /** One is not a member, or not any more. */
  left(): void {
    this.joined = false;
    this.#log.drop();
    this.#threads.clear();
    this.disconnected();
  }

  /** The host's list says this of the room. That it has more than one has seen is not hidden. */
  listed(info: RoomInfo): void {
    this.info = info;
    this.#log.listed(info.lastSeq);
  }

  /** A message's thread, kept up by live events until it is closed. */
  openThread(root: string): Thread {
    const open = this.#threads.get(root) ?? new Thread(this.id, root, this.#link);
    this.#threads.set(root, open);
    return open;
  }

  /** One has read a thread up to an event; `told` if the host knows. */
  async readThread(root: string, seq: number, told = false): Promise<void> {
    const before = this.window.states.get(root)?.thread?.read ?? -1;
    if (before >= seq) return;
    this.#log.readThread(root, seq);
    this.#link.changed(this.id);
    if (!told) await this.#link.request('thread.read', { room: this.id, root, seq });
  }

  closeThread(root: string): void {
    this.#threads.delete(root);
  }

  /** Loads the page before the window. Concurrent calls share one request. */
  loadOlder(): Promise<void> {
    return this.#log.loadOlder();
  }

  /** Loads the page after the window, when the window is not at the newest end. */
  loadNewer(): Promise<void> {
    return this.#log.loadNewer();
  }

  /** Puts the window back at the newest end. */
  showNewest(): Promise<void> {
    return this.#log.showNewest();
  }

  /** Puts the window around an event, wherever in the log it lies; one can page on from there both ways. */
  showAround(seq: number): Promise<void> {
    return this.#log.showAround(seq);
  }

  /** Loads until the newest end, if a gap was left below it. Never two at once. */
  catchUp(): Promise<void> {
    return this.#log.catchUp();
  }

  /** Live events from the host, in order. */
  receive(events: readonly ReceivedEvent[]): void {
    this.#log.receive(events);
    for (const thread of this.#threads.values()) thread.receive(events);
    this.#read.heard(events, this.window.states, this.#reader);
    const newest = events.at(-1);
    if (newest) this.info = { ...this.info, lastSeq: newest.seq, lastAt: newest.at };
    for (const event of events) if (event.kind === 'message') this.#people.stopTyping(event.by);
    this.#link.heard(this.id, events);
  }

  /** One has looked at everything up to here, or wants what follows to be new again. */
  markRead(seq: number): void {
    this.#read.mark(seq, this.window.head);
  }

  /** How far one has read: as the host says, or as it was kept from an earlier run. */
  setRead(mark: ReadMark | number): void {
    if (typeof mark === 'number') this.#read.seq = mark;
    else this.#read.told(mark, this.#log.heard);
  }

  presence(came: readonly Member[], went: readonly number[], whole: boolean): void {
    this.#people.changed(came, went, whole);
  }

  /** Others have read on. */
  seen(receipts: readonly Receipt[]): void {
    this.receipts = withReceipts(this.receipts, receipts);
  }

  typed(by: number, name: string): void {
    this.#people.typed(by, name);
  }

  /** The connection is gone: nobody can be said to be online. */
  disconnected(): void {
    this.#people.forget();
  }
}
