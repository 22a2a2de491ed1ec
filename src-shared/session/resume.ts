import { asRefusal, type Refusal } from '../protocol/errors.ts';
import { backoff } from './backoff.ts';
import { PASSING } from './passing.ts';
import type { Clock, Failure } from './ports.ts';
import type { Room } from './room.ts';

/** Rooms resumed at a time: a host answers only so many requests of one connection at once. */
const AT_ONCE = 8;

/**
 * Keeps a session's rooms up with their logs: after a log-in each is resumed, and whichever lacks something later loads
 * it. What a host refuses for a reason that passes is asked again, so that no room is left standing still.
 */
export class Resumption {
  readonly #clock: Clock;
  readonly #notify: (failure: Failure) => void;
  /** Rooms that are loading what they lack, or wait to. */
  readonly #behind = new Set<Room>();
  /** How often the session was let in. */
  #connections = 0;

  /** @param notify told of what a host refuses for good */
  constructor(clock: Clock, notify: (failure: Failure) => void) {
    this.#clock = clock;
    this.#notify = notify;
  }

  /** The session has been let in, as a member of these rooms. */
  resume(rooms: readonly Room[]): void {
    this.#connections += 1;
    const waiting = [...rooms];
    for (let i = 0; i < AT_ONCE; i += 1) void this.#joinAll(waiting);
  }

  /** Has a room joined, now that one may. @param asked somebody has just asked one into it */
  join(room: Room, asked: boolean): void {
    void this.#insist(() => room.join(asked));
  }

  /** Has a room load what it lacks, if it lacks anything. */
  catchUp(room: Room): void {
    if (!room.joined || room.atHead || this.#behind.has(room)) return;
    this.#behind.add(room);
    void this.#insist(() => room.catchUp()).finally(() => this.#behind.delete(room));
  }

  /** Joins rooms one after another until none waits. Never rejects. */
  async #joinAll(waiting: Room[]): Promise<void> {
    for (let room = waiting.shift(); room; room = waiting.shift()) {
      const next = room;
      await this.#insist(() => next.join());
    }
  }

  /** Does something until it is done, refused for good, or the connection is another. Never rejects. */
  async #insist(work: () => Promise<void>): Promise<void> {
    const connection = this.#connections;
    for (let attempt = 0; connection === this.#connections; attempt += 1) {
      const refusal = await refusalOf(work);
      // With the connection gone there is nothing to insist on: every room is resumed on the next one.
      if (!refusal || refusal.code === 'host-gone') return;
      if (!PASSING.has(refusal.code)) {
        this.#notify(refusal.toJSON());
        return;
      }
      await this.#pause(backoff(attempt, this.#clock.random()));
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((done) => {
      this.#clock.later(ms, done);
    });
  }
}

/** How some work was refused, or null if it was done. */
async function refusalOf(work: () => Promise<void>): Promise<Refusal | null> {
  try {
    await work();
    return null;
  } catch (thrown) {
    return asRefusal(thrown);
  }
}
