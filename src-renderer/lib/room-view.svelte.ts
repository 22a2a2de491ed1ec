import { onlyInThread } from '../../src-shared/domain/changes.ts';
import { foldTimeline, type TimelineItem } from '../../src-shared/domain/timeline.ts';
import { atStart, firstSeq, type LogWindow } from '../../src-shared/domain/window.ts';
import { seenBy } from '../../src-shared/domain/receipts.ts';
import type { Receipt } from '../../src-shared/protocol/reads.ts';
import type { Member, RoomInfo } from '../../src-shared/protocol/rooms.ts';
import type { Answering, Unsent } from '../../src-shared/session/ports.ts';
import type { Room, Typist } from '../../src-shared/session/room.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { knownPeople, namesOf, NO_ROOMS, type Names } from './known-people.ts';
import { lastOf, rowsOf, type MessageRow, type Row } from './rows.ts';
import { ThreadView } from './thread-view.svelte.ts';
import { Writing } from './writing.svelte.ts';

/** Where one was reading: a row, and how far its top lay below the timeline's. */
export interface Place {
  id: string;
  top: number;
  /** The first row in the page then. */
  topId?: string | null;
}

/** The old list while the new one holds the same, so that what shows it is left alone. */
function kept<T>(old: readonly T[], fresh: readonly T[]): readonly T[] {
  return old.length === fresh.length && old.every((one, i) => one === fresh[i]) ? old : fresh;
}

/** One room as the window shows it: a copy of the session's state, refreshed at most once a frame. */
export class RoomView {
  readonly id: string;
  info: RoomInfo;
  joined: boolean;
  loaded: boolean;
  window: LogWindow;
  unsent: readonly Unsent[];
  online: readonly Member[];
  typing: readonly Typist[];
  unread: number;
  mentions: number;
  receipts: readonly Receipt[];
  /** Everything after this event is below the unread divider; null shows none. */
  divider = $state.raw<number | null>(null);
  /** How often one has said something here in this run: each time, the newest end is shown. */
  sent = $state(0);
  /** Where to take up reading again; null means at the newest end. Kept while another room is shown. */
  place: Place | null = null;
  readonly writing = new Writing();
  /** The thread that is open beside the timeline. */
  thread = $state.raw<ThreadView | null>(null);
  /** A message the timeline is to go to; a new object each time. */
  target = $state.raw<{ id: string } | null>(null);

  readonly #room: Room;
  readonly #session: Session;
  #rows: readonly Row[] = [];
  #names: Names | null = null;
  readonly #roomsByName: () => Names['rooms'];

  constructor(room: Room, session: Session, rooms: () => Names['rooms'] = () => NO_ROOMS) {
    this.#roomsByName = rooms;
    this.id = room.id;
    this.#room = room;
    this.#session = session;
    this.info = $state.raw(room.info);
    this.joined = $state.raw(room.joined);
    this.loaded = $state.raw(room.loaded);
    this.window = $state.raw(room.window);
    this.unsent = $state.raw(session.unsent(room.id));
    this.online = $state.raw(Array.from(room.online.values()));
    this.typing = $state.raw(room.typing);
    this.unread = $state.raw(room.unread);
    this.mentions = $state.raw(room.mentions);
    this.receipts = $state.raw(room.receipts);
  }

  readonly #items: readonly TimelineItem[] = $derived.by(() => this.#fold());

  /** What the timeline shows, oldest first. Rows that did not change stay the same objects. */
  readonly rows: readonly Row[] = $derived.by(() => {
    this.#rows = rowsOf(this.#items, this.unsent, this.#session.me, this.#rows);
    return this.#rows;
  });

  /** What a text in this room may name: people and rooms. */
  readonly names: Names = $derived.by(() => {
    this.#names = namesOf(knownPeople(this), this.#session.me?.id ?? null, this.#roomsByName(), this.#names);
    return this.#names;
  });

  /** Who the other is, in a room of two. */
  get other(): RoomInfo['people'][number] | null {
    const { kind, people } = this.info;
    return kind === 'direct' ? (people.find(({ id }) => id !== this.#session.me?.id) ?? null) : null;
  }

  /** What it is called: a room of two by the other's name. */
  get name(): string {
    return this.other?.name ?? this.info.name;
  }

  /** The names of those who have seen a message. */
  seenBy(message: { seq: number; by: number }): string[] {
    return seenBy(this.receipts, message, this.#session.me?.id ?? null);
  }

  /** The names of those who have seen the newest message. */
  readonly newestSeenBy: readonly string[] = $derived.by(() => {
    const newest = this.rows.findLast((row) => row.type === 'message');
    return newest && this.atHead && newest.seq > 0 ? this.seenBy(newest) : [];
  });

  get atStart(): boolean {
    return this.loaded && atStart(this.window);
  }

  get atHead(): boolean {
    return (this.window.events.at(-1)?.seq ?? this.window.head) >= this.window.head;
  }

  #fold(): TimelineItem[] {
    // A divider above the oldest event loaded would stand in the wrong place.
    const known = this.divider !== null && firstSeq(this.window) <= this.divider + 1;
    const items = foldTimeline(this.window.events, {
      unreadAfter: known ? this.divider : null,
      me: this.#session.me?.id ?? null,
      states: this.window.states,
    });
    // Between two people nobody comes or goes.
    return this.info.kind === 'direct' ? items.filter(({ type }) => type !== 'membership' && type !== 'change') : items;
  }

  /** Takes over what changed in the session. */
  refresh(): void {
    const room = this.#room;
    this.info = room.info;
    this.joined = room.joined;
    this.loaded = room.loaded;
    this.window = room.window;
    this.unsent = kept(this.unsent, this.#session.unsent(room.id));
    this.online = kept(this.online, Array.from(room.online.values()));
    this.typing = room.typing;
    this.unread = room.unread;
    this.mentions = room.mentions;
    this.receipts = room.receipts;
    this.thread?.refresh();
  }

  /** While one reads above the newest end, the session must not drop what is being read. */
  set reading(above: boolean) {
    this.#room.readingAbove = above;
  }

  /** Loads what stands at the unread divider. @throws Refusal */
  async loadDivider(): Promise<void> {
    if (this.divider === null) return;
    await this.#room.showAround(this.divider + 1);
    this.refresh();
  }

  /** Puts the unread divider where one left off, or takes it away. */
  divide(): void {
    this.divider = this.unread > 0 ? this.#room.readSeq : null;
  }

  markRead(): void {
    this.#session.markRead(this.id);
    this.unread = this.#room.unread;
    this.mentions = this.#room.mentions;
  }

  /** Says something, perhaps in answer to a message. @throws Refusal if the text is not fit, or could not be put on disk */
  async say(text: string, answer: Pick<Answering, 'replyTo' | 'me' | 'forward'> = {}): Promise<void> {
    const kept = this.#session.send(this.id, text, answer);
    this.divider = null;
    this.sent += 1;
    await kept;
  }

  typed(): void {
    this.#session.typing(this.id);
  }

  /** What one said last, if it can be seen and changed. */
  get lastOwn(): MessageRow | null {
    return lastOf(this.rows, this.#session.me?.id);
  }

  /** Opens a message's thread, at its newest end or at one of its replies. */
  openThread(root: string, at?: string): void {
    if (this.thread?.root !== root) {
      this.closeThread();
      this.thread = new ThreadView(this.id, this.#room.openThread(root), this.#session);
    }
    if (at !== undefined) this.thread.target = { id: at };
  }

  /** One has looked at all of the thread that is open. A host that cannot be told now is told the next time. */
  readThread(): void {
    const newest = this.thread?.events.at(-1);
    if (this.thread && newest) this.#room.readThread(this.thread.root, newest.seq).catch(() => undefined);
  }

  closeThread(): void {
    if (this.thread) this.#room.closeThread(this.thread.root);
    this.thread = null;
  }

  /** Everything from this event on is to be unread again. */
  markUnread(seq: number): void {
    this.#session.markUnread(this.id, seq);
    this.refresh();
    this.divide();
  }

  /** Goes to a message, wherever in the log it is; one that is in a thread alone is shown there. @throws Refusal */
  async goTo(seq: number): Promise<void> {
    await this.#room.showAround(seq);
    this.refresh();
    const event = this.window.events.find((one) => one.seq === seq);
    if (!event) return;
    if (!onlyInThread(event)) this.target = { id: event.id };
    else this.openThread(event.thread, event.id);
  }

  loadOlder(): Promise<void> {
    return this.#room.loadOlder();
  }

  loadNewer(): Promise<void> {
    return this.#room.loadNewer();
  }

  showNewest(): Promise<void> {
    return this.#room.showNewest();
  }

  join(): Promise<void> {
    return this.#room.join();
  }

  leave(): Promise<void> {
    return this.#session.leave(this.#room.id);
  }
}
