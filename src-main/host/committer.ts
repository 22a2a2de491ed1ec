import type { RoomEvent } from '../../src-shared/protocol/events.ts';
import { asRefusal, Refusal } from '../../src-shared/protocol/errors.ts';
import type { Committed, EventDraft, Store } from '../store/store.ts';
import type { Bus } from './bus.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Events in one transaction at most, so that a flood does not hold everyone up. */
const BATCH_MAX = 1_000;
/** How long the search index may lag behind the log, in milliseconds, and how much is indexed at a time. */
const INDEX_EVERY_MS = 500;
const INDEX_BATCH = 4_000;
/** How long it waits in between when there is much to be indexed, after a change of the index, say. */
const INDEX_PAUSE_MS = 50;

interface Waiting {
  draft: EventDraft;
  resolve(event: RoomEvent): void;
  reject(refusal: Refusal): void;
}

/**
 * Group commit: what arrives in one turn of the event loop goes to disk in one transaction, then out to the readers, and
 * only then is it acknowledged.
 */
export class Committer {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #log: Log;
  readonly #metrics: Metrics;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #closing = false;
  #indexTimer: NodeJS.Timeout | null = null;

  constructor(store: Store, bus: Bus, log: Log, metrics: Metrics) {
    this.#store = store;
    this.#bus = bus;
    this.#log = log;
    this.#metrics = metrics;
  }

  /** Fulfilled when the event is on disk; a repeated one with the event as it was first. @throws Refusal */
  append(draft: EventDraft): Promise<RoomEvent> {
    if (this.#closing) return Promise.reject(new Refusal('host-closing'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ draft, resolve, reject });
      this.#schedule();
    });
  }

  /** Takes nothing new, and waits for what was taken. */
  async close(): Promise<void> {
    this.#closing = true;
    while (this.#running) await this.#running;
    if (this.#indexTimer) clearTimeout(this.#indexTimer);
  }

  /** Brings the search index up to the log in the background, from now on and after every commit. */
  indexSoon(wait = INDEX_EVERY_MS): void {
    if (this.#indexTimer || this.#closing) return;
    this.#indexTimer = setTimeout(() => void this.#index(), wait);
    this.#indexTimer.unref();
  }

  #schedule(): void {
    this.#running ??= new Promise((done) => {
      setImmediate(() => void this.#flush().then(done));
    });
  }

  /** Never rejects: a failed transaction refuses each of its events. */
  async #flush(): Promise<void> {
    const batch = this.#waiting.splice(0, BATCH_MAX);
    try {
      const started = performance.now();
      const committed = await this.#store.commit(batch.map(({ draft }) => draft));
      const seconds = (performance.now() - started) / 1_000;
      this.#metrics.committed(
        batch.map(({ draft }) => draft.room),
        seconds,
      );
      this.#publish(batch, committed);
      batch.forEach((waiting, i) => {
        settle(waiting, committed[i]);
      });
      this.indexSoon();
    } catch (thrown) {
      const refusal = asRefusal(thrown);
      this.#log.error({ err: refusal.cause ?? refusal, code: refusal.code }, 'commit failed');
      for (const waiting of batch) waiting.reject(refusal);
    }
    this.#running = null;
    if (this.#waiting.length > 0) this.#schedule();
  }

  #publish(batch: readonly Waiting[], committed: readonly Committed[]): void {
    const rooms = new Map<string, RoomEvent[]>();
    committed.forEach((result, i) => {
      if ('refused' in result || result.repeated) return;
      const room = batch[i]?.draft.room ?? '';
      const events = rooms.get(room);
      if (events) events.push(result.event);
      else rooms.set(room, [result.event]);
    });
    for (const [room, events] of rooms) this.#bus.publish(room, events);
  }

  /** Never rejects: an index that cannot be written is tried again with the next commit. */
  async #index(): Promise<void> {
    this.#indexTimer = null;
    try {
      const added = await this.#store.index(INDEX_BATCH);
      if (added > 0) this.indexSoon(added > INDEX_BATCH / 2 ? INDEX_PAUSE_MS : INDEX_EVERY_MS);
    } catch (thrown) {
      this.#log.error({ err: thrown }, 'search index could not be written');
    }
  }
}

function settle(waiting: Waiting, result: Committed | undefined): void {
  if (!result) waiting.reject(new Refusal('internal'));
  else if ('refused' in result) waiting.reject(result.refused);
  else waiting.resolve(result.event);
}
