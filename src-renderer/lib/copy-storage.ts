import { z } from 'zod';
import { changedBy } from '../../src-shared/domain/changes.ts';
import { apply, received } from '../../src-shared/domain/held.ts';
import { receivedEvent, type ReceivedEvent } from '../../src-shared/protocol/events.ts';
import { member, roomInfo } from '../../src-shared/protocol/rooms.ts';
import type { CopiedPart, CopiedRange, CopyStorage } from '../../src-shared/session/ports.ts';
import { openCopy as open } from './databases.ts';
import { completed, settled, walk } from './idb.ts';

/** Events kept of one room, and bytes of one host's; of more, the oldest go. */
export const ROOM_EVENTS_MAX = 5_000;
export const HOST_BYTES_MAX = 50 * 2 ** 20;
/** Beyond its bound a room is cut this much at once, so that it is not cut with every message. */
const SLACK = 250;

const kept = z.object({ me: member, rooms: z.array(roomInfo), seenAt: z.number() });
const run = z.object({ host: z.string(), room: z.string(), first: z.number(), last: z.number(), bytes: z.number() });
type Run = z.infer<typeof run>;
const row = z.object({ seq: z.number(), bytes: z.number(), event: receivedEvent });

interface Row {
  host: string;
  room: string;
  seq: number;
  id: string;
  /** The message that the event is about. */
  about: string;
  bytes: number;
  event: ReceivedEvent;
}

const STORES = ['hosts', 'runs', 'events'];

function within(host: string, room: string, from = 0, to = Infinity): IDBKeyRange {
  return IDBKeyRange.bound([host, room, from], [host, room, to]);
}

function ofHost(host: string): IDBKeyRange {
  return IDBKeyRange.bound([host], [host, []]);
}

/** One transaction over everything that is kept. */
class Write {
  readonly #events: IDBObjectStore;
  readonly #runs: IDBObjectStore;
  readonly #host: string;

  constructor(transaction: IDBTransaction, host: string) {
    this.#events = transaction.objectStore('events');
    this.#runs = transaction.objectStore('runs');
    this.#host = host;
  }

  async run(room: string): Promise<Run | null> {
    const found: unknown = await settled(this.#runs.get([this.#host, room]));
    return run.safeParse(found).data ?? null;
  }

  async put(room: string, part: CopiedPart): Promise<void> {
    const before = await this.run(room);
    const connected = before && part.first <= before.last + 1 && part.last >= before.last ? before : null;
    // Part of a part would be a gap: another window of this browser has cleared what it goes on from.
    if (!connected && part.events.length <= part.last - part.first) return;
    if (before && !connected) this.#events.delete(within(this.#host, room));
    const grown = connected ?? { host: this.#host, room, first: part.first, last: 0, bytes: 0 };
    const next: Run = { ...grown, first: Math.min(grown.first, part.first), last: part.last };
    const among = new Set(part.events.map(({ id }) => id));
    for (const event of part.events) {
      next.bytes += await this.#putEvent(room, event);
      // What it is about may lie far above what has come.
      if (event.seq > grown.last && !among.has(changedBy(event) ?? event.id))
        next.bytes += await this.#change(room, event);
    }
    if (next.last - next.first >= ROOM_EVENTS_MAX + SLACK) await this.#cut(next, next.last - ROOM_EVENTS_MAX + 1);
    this.#runs.put(next);
  }

  /** Gives by how many bytes the room has grown. */
  async #putEvent(room: string, event: ReceivedEvent): Promise<number> {
    const key = [this.#host, room, event.seq];
    const before = row.safeParse(await settled(this.#events.get(key))).data;
    const bytes = JSON.stringify(event).length;
    const about = changedBy(event) ?? '';
    this.#events.put({ host: this.#host, room, seq: event.seq, id: event.id, about, bytes, event } satisfies Row);
    return bytes - (before?.bytes ?? 0);
  }

  /** Does to what is kept already what a new event says of it: of a deleted message, and of its edits, no text stays. */
  async #change(room: string, event: ReceivedEvent): Promise<number> {
    const target = changedBy(event) ?? '';
    const about = event.kind === 'delete' ? await this.#found('about', room, target) : [];
    const all = [...(await this.#found('id', room, target)), ...about];
    const { events, states } = apply(received(all, event.seq - 1), [event]);
    let grown = 0;
    for (const one of events) {
      const held = one.kind === 'message' ? states.get(one.id) : undefined;
      if (one.kind !== 'message' || !held) grown += await this.#putEvent(room, one);
      else {
        const { asOf: _asOf, ...state } = held;
        grown += await this.#putEvent(room, { ...one, state });
      }
    }
    return grown;
  }

  async #found(index: 'id' | 'about', room: string, id: string): Promise<ReceivedEvent[]> {
    const rows: unknown[] = await settled(this.#events.index(index).getAll([this.#host, room, id]));
    return rows.flatMap((one) => row.safeParse(one).data?.event ?? []);
  }

  async #cut(of: Run, first: number): Promise<void> {
    await walk(this.#events, within(of.host, of.room, 0, first - 1), 'next', (cursor) => {
      of.bytes -= row.safeParse(cursor.value).data?.bytes ?? 0;
      cursor.delete();
      return true;
    });
    of.first = first;
  }

  /** While the host's rooms have too much, the largest loses a fifth of its events. */
  async bound(max: number): Promise<void> {
    const found: unknown[] = await settled(this.#runs.getAll(ofHost(this.#host)));
    const runs = found.flatMap((one) => run.safeParse(one).data ?? []);
    while (runs.reduce((sum, { bytes }) => sum + bytes, 0) > max) {
      const largest = runs.reduce((a, b) => (b.bytes > a.bytes ? b : a));
      const first = largest.first + Math.ceil((largest.last - largest.first + 1) / 5);
      await this.#cut(largest, first);
      this.#runs.put(largest);
      if (first >= largest.last) return;
    }
  }
}

/** A copy of what hosts have shown, in the browser's own database. */
export function copyStorage(hostBytesMax = HOST_BYTES_MAX): CopyStorage {
  const read = async (store: string): Promise<IDBObjectStore> => (await open()).transaction(store).objectStore(store);
  const write = async (work: (transaction: IDBTransaction) => Promise<void> | void): Promise<void> => {
    const transaction = (await open()).transaction(STORES, 'readwrite');
    const done = completed(transaction);
    await work(transaction);
    await done;
  };
  const drop = (transaction: IDBTransaction, host: string, room: string): void => {
    transaction.objectStore('events').delete(within(host, room));
    transaction.objectStore('runs').delete([host, room]);
  };
  return {
    async load(host) {
      const found: unknown = await settled((await read('hosts')).get(host));
      return kept.safeParse(found).data ?? null;
    },
    save: (host, copy) => write((transaction) => void transaction.objectStore('hosts').put({ host, ...copy })),
    async span(host, room) {
      const found: unknown = await settled((await read('runs')).get([host, room]));
      return run.safeParse(found).data ?? null;
    },
    async events(host, room, range) {
      return pageOf(await read('events'), host, room, range);
    },
    put: (host, room, part) =>
      write(async (transaction) => {
        const change = new Write(transaction, host);
        await change.put(room, part);
        await change.bound(hostBytesMax);
      }),
    drop: (host, room) =>
      write((transaction) => {
        drop(transaction, host, room);
      }),
    clear: (host) =>
      write((transaction) => {
        for (const name of STORES) {
          const store = transaction.objectStore(name);
          if (host === undefined) store.clear();
          else store.delete(name === 'hosts' ? host : ofHost(host));
        }
      }),
    async size() {
      const found: unknown[] = await settled((await read('runs')).getAll());
      return found.reduce<number>((sum, one) => sum + (run.safeParse(one).data?.bytes ?? 0), 0);
    },
  };
}

async function pageOf(
  store: IDBObjectStore,
  host: string,
  room: string,
  { before, after, limit }: CopiedRange,
): Promise<ReceivedEvent[]> {
  const range = within(host, room, after === undefined ? 0 : after + 1, before === undefined ? Infinity : before - 1);
  // What cannot be read would be a gap: what lies beyond it, seen from where the page begins, is not of the page.
  if (after !== undefined) return readable(await settled(store.getAll(range, limit)));
  const last = await settled(store.openKeyCursor(range, 'prev'));
  if (!last) return [];
  const [, , seq] = last.key as [string, string, number];
  const rows: unknown[] = await settled(store.getAll(within(host, room, seq - limit + 1, seq)));
  return readable(rows.reverse()).reverse();
}

/** The events of rows up to the first that cannot be read. */
function readable(rows: readonly unknown[]): ReceivedEvent[] {
  const events: ReceivedEvent[] = [];
  for (const one of rows) {
    const parsed = row.safeParse(one);
    if (!parsed.success) break;
    events.push(parsed.data.event);
  }
  return events;
}
