import type { RoomEvent } from '../../src-shared/protocol/events.ts';
import { PAGE_MAX } from '../../src-shared/protocol/limits.ts';
import type { Store } from '../store/store.ts';
import type { Bus } from './bus.ts';
import type { Log } from './log.ts';
import type { Outlet } from './outlet.ts';

/** Milliseconds until a failed catching-up is tried again. */
const RETRY_MS = 1_000;

/** How events of a room look to one kind of reader. Readers with equal `key` share one encoding. */
export interface Format {
  readonly key: string;
  encode(events: readonly RoomEvent[]): Buffer;
}

/** One reader of one room. `sent` is the last event given to its socket. */
export interface Subscription {
  readonly room: string;
  readonly outlet: Outlet;
  readonly format: Format;
  sent: number;
  lagging: boolean;
  /** Called when a reader that lagged has caught up: signals it was spared should be told anew. */
  caughtUp(): void;
}

/**
 * Brings events to readers: encoded once per format and commit, written once per socket. A reader whose socket is too full is
 * lagging: it gets nothing live until it has been caught up from the log, so it costs no memory and delays nobody.
 */
export class Fanout {
  readonly #store: Store;
  readonly #log: Log;
  readonly #bound: number;
  readonly #rooms = new Map<string, Set<Subscription>>();
  #lagging = 0;

  /** @param bound bytes waiting in a socket from which on its reader is lagging */
  constructor(store: Store, bus: Bus, log: Log, bound: number) {
    this.#store = store;
    this.#log = log;
    this.#bound = bound;
    bus.subscribe((room, events) => {
      this.#publish(room, events);
    });
  }

  /** Readers that are lagging now. */
  get lagging(): number {
    return this.#lagging;
  }

  subscribe(subscription: Subscription): void {
    const readers = this.#rooms.get(subscription.room);
    if (readers) readers.add(subscription);
    else this.#rooms.set(subscription.room, new Set([subscription]));
  }

  unsubscribe(subscription: Subscription): void {
    const readers = this.#rooms.get(subscription.room);
    if (!readers?.delete(subscription)) return;
    if (subscription.lagging) this.#lagging -= 1;
    if (readers.size === 0) this.#rooms.delete(subscription.room);
  }

  /** Sends something that is not in the log to a room's readers, except those who lag. `encode` may give null for some. */
  signal(room: string, encode: (subscription: Subscription) => Buffer | null): void {
    for (const subscription of this.#rooms.get(room) ?? []) {
      if (this.#tooFull(subscription)) continue;
      const frames = encode(subscription);
      if (frames) subscription.outlet.write(frames);
    }
  }

  #publish(room: string, events: readonly RoomEvent[]): void {
    const newest = events.at(-1)?.seq ?? 0;
    const encoded = new Map<string, Buffer>();
    for (const subscription of this.#rooms.get(room) ?? []) {
      if (this.#tooFull(subscription)) continue;
      if (subscription.sent + 1 !== events[0]?.seq) {
        this.#publishPart(subscription, events);
        continue;
      }
      let frames = encoded.get(subscription.format.key);
      if (!frames) encoded.set(subscription.format.key, (frames = subscription.format.encode(events)));
      if (frames.length > 0) subscription.outlet.write(frames);
      subscription.sent = newest;
    }
  }

  /** For a reader that has had some of these already, or that missed some before them. */
  #publishPart(subscription: Subscription, events: readonly RoomEvent[]): void {
    if (subscription.sent + 1 < (events[0]?.seq ?? 0)) this.#fallBehind(subscription);
    else
      this.#send(
        subscription,
        events.filter((event) => event.seq > subscription.sent),
      );
  }

  #send(subscription: Subscription, events: readonly RoomEvent[]): void {
    const frames = subscription.format.encode(events);
    if (frames.length > 0) subscription.outlet.write(frames);
    subscription.sent = events.at(-1)?.seq ?? subscription.sent;
  }

  #tooFull(subscription: Subscription): boolean {
    if (subscription.lagging) return true;
    if (subscription.outlet.backlog <= this.#bound) return false;
    this.#fallBehind(subscription);
    return true;
  }

  #fallBehind(subscription: Subscription): void {
    subscription.lagging = true;
    this.#lagging += 1;
    this.#catchUpWhenPossible(subscription);
  }

  #catchUpWhenPossible(subscription: Subscription): void {
    subscription.outlet.whenWritable(() => {
      this.#catchUp(subscription).catch((thrown: unknown) => {
        this.#log.error({ err: thrown }, 'a reader could not be caught up');
        setTimeout(() => {
          this.#catchUpWhenPossible(subscription);
        }, RETRY_MS).unref();
      });
    });
  }

  /** One page, then the next when the socket can take it: a reader far behind must not hold up the others. */
  async #catchUp(subscription: Subscription): Promise<void> {
    if (!this.#rooms.get(subscription.room)?.has(subscription)) return;
    const missed = await this.#store.page(subscription.room, { after: subscription.sent, limit: PAGE_MAX });
    const events = await this.#store.messages.quoted(subscription.room, missed);
    if (!this.#rooms.get(subscription.room)?.has(subscription)) return;
    if (events.length > 0) {
      this.#send(subscription, events);
      this.#catchUpWhenPossible(subscription);
      return;
    }
    subscription.lagging = false;
    this.#lagging -= 1;
    subscription.caughtUp();
  }
}
