import type { Clock, Link, OutboxStorage, Transport, Unsent } from '../../src-shared/session/ports.ts';
import { realClock } from './clock.ts';
import { wsTransport } from './people.ts';
import type { Chance } from './soak.ts';

/** Real time, but waits are this many times shorter: what takes a client 15 seconds to notice need not take a test so long. */
export function hastyClock(times: number): Clock {
  return { ...realClock, later: (ms, run) => realClock.later(ms / times, run) };
}

/**
 * A network that doubles: some requests are sent twice at once, and some sends again later, on whatever connection there
 * is then, as if they had been under way all the time.
 */
export function doublingTransport(chance: Chance, share: number, inner: Transport = wsTransport): Transport {
  const earlier: string[] = [];
  return {
    open(url, handlers, pin): Link {
      const link = inner.open(url, handlers, pin);
      return {
        send(text) {
          link.send(text);
          if (chance.happens(share)) link.send(text);
          if (text.includes('"message.send"')) earlier.push(text);
          // Its number is one that nobody waits for, so the answer cannot be taken for another's.
          if (earlier.length > 0 && chance.happens(share)) link.send(unasked(chance.pick(earlier)));
        },
        close: () => {
          link.close();
        },
      };
    },
  };
}

function unasked(text: string): string {
  return JSON.stringify({ ...(JSON.parse(text) as object), id: 1_000_000_000 });
}

/** An outbox in memory that outlives sessions and notes what was taken from it as acknowledged. Slow, as disks are. */
export class WatchedOutbox implements OutboxStorage {
  readonly entries = new Map<string, Unsent>();
  /** Ids in the order they were taken out. */
  readonly removed: string[] = [];

  load(): Promise<Unsent[]> {
    // By id, as a database gives them: what order they were written in is for the outbox to know.
    return soon([...this.entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map((entry) => ({ ...entry })));
  }

  async put(_host: string, entry: Unsent): Promise<void> {
    await soon(null);
    this.entries.set(entry.id, { ...entry });
  }

  async remove(_host: string, id: string): Promise<void> {
    await soon(null);
    if (this.entries.delete(id)) this.removed.push(id);
  }
}

function soon<T>(value: T): Promise<T> {
  return new Promise((done) => {
    setImmediate(() => {
      done(value);
    });
  });
}
