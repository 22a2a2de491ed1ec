import { apply, merged, NO_STATES, received, type Held, type States } from '../domain/held.ts';
import type { ReceivedEvent } from '../protocol/events.ts';
import { PAGE_DEFAULT } from '../protocol/limits.ts';
import type { ThreadPage } from '../protocol/threads.ts';
import type { RoomLink } from './room-link.ts';

/** A message's thread as this client holds it: its first message and a part of its replies, up to the newest. */
export class Thread implements Held {
  readonly root: string;
  /** The first message, then the replies, oldest first. */
  events: readonly ReceivedEvent[] = [];
  states: States = NO_STATES;
  /** True once the first page has come. */
  loaded = false;
  /** Are there no earlier replies than those held? */
  atStart = false;
  readonly #room: string;
  readonly #link: RoomLink;
  #loading: Promise<void> | null = null;
  /** What came live while a page was on its way, which may have been made before it. */
  #meanwhile: ReceivedEvent[] = [];

  constructor(room: string, root: string, link: RoomLink) {
    this.#room = room;
    this.root = root;
    this.#link = link;
  }

  /** The replies held, oldest first. */
  get replies(): readonly ReceivedEvent[] {
    return this.events.filter((event) => event.id !== this.root);
  }

  /** Loads the newest page, anew after an absence. Concurrent calls share one request. */
  load(): Promise<void> {
    return this.#page({}, ({ root, events, lastSeq, more }) => {
      const page = received([root, ...events], lastSeq);
      this.events = page.events;
      this.states = page.states;
      this.atStart = !more;
      this.loaded = true;
    });
  }

  /** Loads the page before the replies held. */
  loadOlder(): Promise<void> {
    const before = this.replies[0]?.seq;
    if (!this.loaded || this.atStart || before === undefined) return Promise.resolve();
    return this.#page({ before }, ({ events, lastSeq, more }) => {
      const page = received(
        events.filter((event) => event.seq < before),
        lastSeq,
      );
      const [root, ...replies] = this.events;
      this.events = [...(root ? [root] : []), ...page.events, ...replies];
      this.states = merged(this.states, page.states);
      this.atStart = !more;
    });
  }

  /** Live events of the room, in order. */
  receive(events: readonly ReceivedEvent[]): void {
    if (this.#loading) this.#meanwhile.push(...events);
    if (this.loaded) this.#take(events);
  }

  #take(events: readonly ReceivedEvent[]): void {
    const newest = this.events.at(-1)?.seq ?? 0;
    const replies = events.filter(
      (event) => event.kind === 'message' && event.thread === this.root && event.seq > newest,
    );
    const { events: fresh, states } = received(replies);
    const grown = { events: [...this.events, ...fresh], states: merged(this.states, states) };
    const changed = apply(grown, events);
    this.events = changed.events;
    this.states = changed.states;
  }

  #page(range: { before?: number }, take: (page: ThreadPage) => void): Promise<void> {
    this.#loading ??= this.#link
      .request('thread', { room: this.#room, root: this.root, limit: PAGE_DEFAULT, ...range })
      .then((page) => {
        take(page);
        this.#take(this.#meanwhile);
      })
      .finally(() => {
        this.#loading = null;
        this.#meanwhile = [];
        this.#link.changed(this.#room);
      });
    return this.#loading;
  }
}
