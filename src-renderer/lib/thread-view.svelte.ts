import { foldTimeline } from '../../src-shared/domain/timeline.ts';
import type { States } from '../../src-shared/domain/held.ts';
import type { ReceivedEvent } from '../../src-shared/protocol/events.ts';
import type { Answering, Unsent } from '../../src-shared/session/ports.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { Thread } from '../../src-shared/session/thread.ts';
import { lastOf, rowsOf, type MessageRow, type Row } from './rows.ts';
import { Writing } from './writing.svelte.ts';

/** Replies that are loaded at most to come to an early one. */
const REACH = 2_000;

/** A message's thread as the window shows it: a copy of the session's state, refreshed with its room. */
export class ThreadView {
  readonly root: string;
  readonly writing = new Writing();
  loaded: boolean;
  atStart: boolean;
  events: readonly ReceivedEvent[];
  states: States;
  unsent: readonly Unsent[];
  /** How often one has said something here in this run. */
  sent = $state(0);
  /** A message the panel is to go to; a new object each time. */
  target = $state.raw<{ id: string } | null>(null);

  readonly #room: string;
  readonly #thread: Thread;
  readonly #session: Session;
  #rows: readonly Row[] = [];

  constructor(room: string, thread: Thread, session: Session) {
    this.root = thread.root;
    this.#room = room;
    this.#thread = thread;
    this.#session = session;
    this.loaded = $state.raw(thread.loaded);
    this.atStart = $state.raw(thread.atStart);
    this.events = $state.raw(thread.events);
    this.states = $state.raw(thread.states);
    this.unsent = $state.raw(session.unsent(room, thread.root));
  }

  /** The first message and the replies, oldest first. */
  readonly rows: readonly Row[] = $derived.by(() => {
    const me = this.#session.me;
    const items = foldTimeline(this.events, { me: me?.id ?? null, states: this.states, threads: true });
    this.#rows = rowsOf(items, this.unsent, me, this.#rows);
    return this.#rows;
  });

  refresh(): void {
    this.loaded = this.#thread.loaded;
    this.atStart = this.#thread.atStart;
    this.events = this.#thread.events;
    this.states = this.#thread.states;
    this.unsent = this.#session.unsent(this.#room, this.root);
  }

  load(): Promise<void> {
    return this.#thread.load();
  }

  loadOlder(): Promise<void> {
    return this.#thread.loadOlder();
  }

  /** Loads earlier replies until a message is among them, or as many as are held at most. @throws Refusal */
  async loadTo(id: string): Promise<void> {
    const thread = this.#thread;
    for (let held = 0; held < thread.events.length && held < REACH && !thread.atStart;) {
      if (thread.events.some((event) => event.id === id)) break;
      held = thread.events.length;
      await thread.loadOlder();
    }
    this.refresh();
  }

  /** What one said last in it, if it can be changed. */
  get lastOwn(): MessageRow | null {
    return lastOf(this.rows, this.#session.me?.id);
  }

  /** Says something in the thread. @throws Refusal */
  async say(text: string, { replyTo, me, alsoRoom }: Omit<Answering, 'thread'>): Promise<void> {
    const answer = { thread: this.root, replyTo, me, ...(alsoRoom ? { alsoRoom } : {}) };
    const kept = this.#session.send(this.#room, text, answer);
    this.sent += 1;
    await kept;
  }
}
