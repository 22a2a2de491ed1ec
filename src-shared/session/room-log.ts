import { withThreadRead } from '../domain/threads.ts';
import {
  append,
  atHead,
  atStart,
  EMPTY_WINDOW,
  firstSeq,
  fromPage,
  lastSeq,
  prepend,
  renew,
  trim,
  WINDOW_MAX,
  type LogWindow,
} from '../domain/window.ts';
import type { ReceivedEvent } from '../protocol/events.ts';
import { PAGE_DEFAULT, PAGE_MAX } from '../protocol/limits.ts';
import type { Result } from '../protocol/answers.ts';
import type { Asked } from '../protocol/requests.ts';
import type { Page } from '../protocol/rooms.ts';

/** After an absence longer than this many events the newest page is shown; what lies before it loads when scrolled to. */
const CATCH_UP_MAX = 2_000;

/** What a log asks of its room. */
export interface LogLink {
  history(range: Omit<Asked<'history'>, 'room'>): Promise<Result<'history'>>;
  changed(): void;
}

/** The part of a room's log that this client holds, and how it is kept up with the host's and paged through. */
export class RoomLog {
  window: LogWindow = EMPTY_WINDOW;
  /** True once the first page has come. */
  loaded = false;
  /** One reads above the newest end: to keep the window small, what comes is dropped, not what is being read. */
  readingAbove = false;
  /** Is the newest end of the log wanted in the window? False while one reads far above it. */
  #following = true;
  #filling: Promise<void> | null = null;
  #paging: Promise<void> | null = null;
  /** The newest event that the host has told of, and what it said while the window was being renewed. */
  #heard = 0;
  #held: ReceivedEvent[] | null = null;
  readonly #link: LogLink;

  constructor(link: LogLink) {
    this.#link = link;
  }

  get atHead(): boolean {
    return atHead(this.window);
  }

  /** The newest event that the host has told of on this connection. */
  get heard(): number {
    return this.#heard;
  }

  /** The event after which something is missing, once anything is held: what to ask for after an absence. */
  get missingAfter(): number | undefined {
    if (!this.loaded) return undefined;
    return this.#following ? lastSeq(this.window) : this.window.applied;
  }

  /** Takes the page that answered a joining, made with `missingAfter`, and loads what is missing still. */
  async resume(page: Page): Promise<void> {
    const known = this.window.head;
    this.window = this.loaded ? append(this.window, page.events, page.lastSeq) : fromPage(page, known);
    this.loaded = true;
    this.#heard = page.lastSeq;
    this.#link.changed();
    if (page.lastSeq < known) await this.#forget();
    await this.catchUp();
  }

  /** Takes what was kept of the log: every event of it up to `lastSeq`, of `head` there are. */
  seed(events: readonly ReceivedEvent[], lastSeq: number, head: number): void {
    this.window = fromPage({ events: [...events], lastSeq }, head);
    this.loaded = true;
  }

  /** What is known of the log would only grow old. */
  drop(): void {
    this.loaded = false;
    this.window = EMPTY_WINDOW;
    this.#following = true;
  }

  /** There is an event of this number. */
  listed(seq: number): void {
    if (this.loaded) this.window = append(this.window, [], seq);
  }

  /** One has read a message's thread up to an event. */
  readThread(root: string, seq: number): void {
    this.window = { ...this.window, states: withThreadRead(this.window.states, root, seq) };
  }

  /** Live events from the host, in order. */
  receive(events: readonly ReceivedEvent[]): void {
    this.#held?.push(...events);
    this.window = append(this.window, events);
    // What lies before one's joining may be read from now on.
    if (events.some((event) => event.kind === 'history' && event.scope === 'all'))
      this.window = { ...this.window, start: 1 };
    this.#heard = Math.max(this.#heard, events.at(-1)?.seq ?? 0);
    // Trimming a little at a time would move what is being read; so rarely, and only while reading the newest end.
    if (this.#following && this.window.events.length > WINDOW_MAX * 1.5) {
      this.window = trim(this.window, this.readingAbove ? 'oldest' : 'newest');
      this.#following = this.atHead;
    }
  }

  /** Loads the page before the window. Concurrent calls share one request. */
  loadOlder(): Promise<void> {
    if (!this.loaded || atStart(this.window)) return Promise.resolve();
    return this.#page(async () => {
      const page = await this.#link.history({ before: firstSeq(this.window), limit: PAGE_DEFAULT });
      this.window = trim(prepend(this.window, page), 'oldest');
      this.#following = this.atHead;
    });
  }

  /** Loads the page after the window, when the window is not at the newest end. */
  loadNewer(): Promise<void> {
    if (!this.loaded || this.atHead) return Promise.resolve();
    return this.#page(async () => {
      const page = await this.#link.history({ after: lastSeq(this.window), limit: PAGE_DEFAULT });
      this.window = trim(append(this.window, page.events, page.lastSeq), 'newest');
      this.#following = this.atHead;
    });
  }

  /** Puts the window back at the newest end. */
  async showNewest(): Promise<void> {
    this.#following = true;
    if (!this.atHead) await this.#restart();
  }

  /** Puts the window around an event, wherever in the log it lies; one can page on from there both ways. */
  async showAround(seq: number): Promise<void> {
    if (this.loaded && seq >= firstSeq(this.window) && seq <= lastSeq(this.window)) return;
    const page = await this.#link.history({ around: seq, limit: 2 * PAGE_DEFAULT });
    this.window = fromPage(page, this.window.head);
    this.#following = this.atHead;
    this.#link.changed();
  }

  /** Loads what is missing below the window, and what became of the messages in it. Never two at once. */
  async catchUp(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  async #page(load: () => Promise<void>): Promise<void> {
    this.#paging ??= load().finally(() => {
      this.#paging = null;
      this.#link.changed();
    });
    return this.#paging;
  }

  async #fill(): Promise<void> {
    while (this.#following && !this.atHead) {
      const after = lastSeq(this.window);
      if (this.window.head - after > CATCH_UP_MAX) await this.#restart();
      else await this.#next(after);
      // A host that has told of more than it has is not asked for ever.
      if (lastSeq(this.window) <= after) return;
    }
    if (!this.#following && this.window.applied < this.#heard) await this.#renew();
  }

  async #next(after: number): Promise<void> {
    const page = await this.#link.history({ after, limit: PAGE_MAX });
    this.window = append(this.window, page.events, page.lastSeq);
    this.#link.changed();
  }

  /**
   * Far above the newest end, events about the messages held were missed: reads again what became of these. What comes
   * live meanwhile is done once more to what has been read.
   */
  async #renew(): Promise<void> {
    const held: ReceivedEvent[] = (this.#held = []);
    const end = lastSeq(this.window);
    let applied = this.#heard;
    for (let after = firstSeq(this.window) - 1; after < end;) {
      const page = await this.#link.history({ after, limit: PAGE_MAX });
      this.window = renew(this.window, page);
      if (applied === this.#heard) applied = page.lastSeq;
      after = page.events.at(-1)?.seq ?? end;
    }
    this.#held = null;
    this.window = append({ ...this.window, applied: Math.max(this.window.applied, applied) }, held);
    this.#link.changed();
  }

  /** The host's log is shorter than it was, restored from an older copy: what it lost is not shown any more. */
  async #forget(): Promise<void> {
    this.window = EMPTY_WINDOW;
    this.#following = true;
    await this.#restart();
  }

  async #restart(): Promise<void> {
    const page = await this.#link.history({ limit: PAGE_DEFAULT });
    this.window = fromPage(page, this.window.head);
    this.#link.changed();
  }
}
