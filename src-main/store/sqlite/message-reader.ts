import type Database from 'better-sqlite3';
import { quoteOf } from '../../../src-shared/domain/quotes.ts';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { Versions } from '../../../src-shared/protocol/edits.ts';
import type { MessageEvent, RoomEvent } from '../../../src-shared/protocol/events.ts';
import { PAGE_BYTES, REACTORS_SHOWN, VERSIONS_MAX } from '../../../src-shared/protocol/limits.ts';
import type { Actor, MessageState, Reaction } from '../../../src-shared/protocol/message-state.ts';
import type { MessageStore, StoredPage, StoredThread, Viewer } from '../message-store.ts';
import type { Range } from '../range.ts';
import { noteSubject, seenFrom, toldBy } from '../sight.ts';
import { firstSince } from './first-since.ts';
import { NUMBER } from './parameters.ts';
import { idFromBytes, keyOf, ROOM_STEP, rowToEvent, rowToVersion, type EventRow } from './rows.ts';
import { run } from './run.ts';
import { takeBytes } from './take-bytes.ts';
import { currentText, parseState, type Targets } from './targets.ts';

export type StateRow = EventRow & { state: string | null };

/** A room's number in the database, and its newest event. */
export interface RoomPlace {
  readonly number: number;
  readonly seq: number;
}

const EVENT = `
  SELECT e.key, e.id, e.kind, e.by, e.at, e.text, e.data, e.sig, m.name, s.state FROM events e
  JOIN members m ON m.id = e.by LEFT JOIN message_states s ON s.key = e.key`;

function prepare(db: Database.Database) {
  return {
    before: db.prepare<[number, number, number], StateRow>(
      `${EVENT} WHERE e.key < ${NUMBER} AND e.key > ${NUMBER} ORDER BY e.key DESC LIMIT ${NUMBER}`,
    ),
    after: db.prepare<[number, number, number], StateRow>(
      `${EVENT} WHERE e.key > ${NUMBER} AND e.key < ${NUMBER} ORDER BY e.key LIMIT ${NUMBER}`,
    ),
    one: db.prepare<[number], StateRow>(`${EVENT} WHERE e.key = ${NUMBER}`),
    replies: db.prepare<[number, number, number], StateRow>(
      `${EVENT} JOIN replies r ON r.message = e.key WHERE r.root = ${NUMBER} AND r.message < ${NUMBER} ORDER BY r.message DESC LIMIT ${NUMBER}`,
    ),
    pins: db.prepare<[number, number], StateRow>(
      `${EVENT} JOIN pins p ON p.message = e.key WHERE p.message > ? AND p.message < ? ORDER BY p.pin DESC`,
    ),
    time: db.prepare<[number], number>('SELECT at FROM events WHERE key = ?').pluck(),
    said: db
      .prepare<[number, number, number, number], Buffer>(
        `SELECT id FROM events WHERE key >= ${NUMBER} AND key < ${NUMBER} AND by = ${NUMBER} AND text IS NOT NULL AND kind = 'message' ORDER BY key DESC LIMIT ${NUMBER}`,
      )
      .pluck(),
    threadRead: db
      .prepare<[number, number], number>('SELECT seq FROM thread_reads WHERE member = ? AND thread = ?')
      .pluck(),
    edits: db.prepare<[number, number], EventRow>(`
      SELECT e.key, e.id, e.kind, e.by, e.at, e.text, e.data, e.sig, '' AS name FROM message_edits x JOIN events e ON e.key = x.edit
      WHERE x.message = ${NUMBER} ORDER BY x.edit DESC LIMIT ${NUMBER}`),
  };
}

/** Reads messages with what became of them. */
export class MessageReader implements MessageStore {
  readonly #sql: ReturnType<typeof prepare>;
  readonly #targets: Targets;
  readonly #rooms: ReadonlyMap<string, RoomPlace>;
  readonly #names: ReadonlyMap<number, string>;

  constructor(
    db: Database.Database,
    targets: Targets,
    rooms: ReadonlyMap<string, RoomPlace>,
    names: ReadonlyMap<number, string>,
  ) {
    this.#sql = prepare(db);
    this.#targets = targets;
    this.#rooms = rooms;
    this.#names = names;
  }

  history(
    room: string,
    range: Range & { around?: number | undefined },
    viewer: Viewer,
    first = 1,
  ): Promise<StoredPage> {
    return run(() => {
      const place = this.#rooms.get(room);
      if (!place) return { events: [], lastSeq: 0 };
      const events = this.shown(this.#range(place.number, range, first), viewer, first);
      return { events, lastSeq: place.seq, ...(first > 1 && { first }) };
    });
  }

  thread(
    room: string,
    id: string,
    range: Pick<Range, 'before' | 'limit'>,
    viewer: Viewer,
    first = 1,
  ): Promise<StoredThread> {
    return run(() => {
      const place = this.#rooms.get(room);
      const target = place && this.#targets.find(place.number, id);
      const root = target && this.#sql.one.get(target.key);
      if (!place || !target || !root || target.key % ROOM_STEP < first) throw new Refusal('no-such-event');
      const end = keyOf(place.number, Math.min(range.before ?? ROOM_STEP, ROOM_STEP));
      const rows = this.#sql.replies.all(target.key, end, range.limit + 1);
      const taken = takeBytes(rows.slice(0, range.limit)).reverse();
      const events = this.shown(taken, viewer, first);
      const [shown] = this.shown([root], viewer, first);
      if (!shown) throw new Refusal('no-such-event');
      return { root: shown, events, lastSeq: place.seq, more: rows.length > taken.length };
    });
  }

  pins(room: string, viewer: Viewer, first = 1): Promise<RoomEvent[]> {
    return run(() => {
      const place = this.#rooms.get(room);
      if (!place) return [];
      return this.shown(
        this.#sql.pins.all(keyOf(place.number, first - 1), keyOf(place.number, ROOM_STEP)),
        viewer,
        first,
      );
    });
  }

  messages(room: string, ids: readonly string[], viewer: Viewer, first = 1): Promise<MessageEvent[]> {
    return run(() => {
      const place = this.#rooms.get(room);
      if (!place) return [];
      const rows = ids.flatMap((id) => {
        const target = this.#targets.find(place.number, id);
        return target && target.seq >= first ? (this.#sql.one.get(target.key) ?? []) : [];
      });
      return this.shown(takeBytes(rows), viewer, first).filter((event) => event.kind === 'message');
    });
  }

  saidBy(
    member: number,
    since: number,
    rooms: readonly string[],
    limit: number,
  ): Promise<{ room: string; id: string }[]> {
    return run(() => {
      const said: { room: string; id: string }[] = [];
      for (const room of rooms) {
        const place = this.#rooms.get(room);
        if (!place) continue;
        // The times of a log never go back.
        const time = (seq: number) => this.#sql.time.get(keyOf(place.number, seq));
        const from = keyOf(place.number, firstSince(place.seq, time, since));
        const ids = this.#sql.said.all(from, keyOf(place.number, ROOM_STEP), member, limit - said.length);
        said.push(...ids.map((id) => ({ room, id: idFromBytes(id) })));
      }
      return said;
    });
  }

  versions(room: string, id: string, first = 1): Promise<Versions> {
    return run(() => {
      const place = this.#rooms.get(room);
      const target = place && this.#targets.find(place.number, id);
      if (!target || target.key % ROOM_STEP < first) throw new Refusal('no-such-event');
      if (target.text === null) throw new Refusal('message-deleted');
      const said = this.#sql.one.get(target.key);
      const edits = this.#sql.edits.all(target.key, VERSIONS_MAX).reverse();
      return { versions: [...(said ? [said] : []), ...edits].flatMap(rowToVersion) };
    });
  }

  quoted(room: string, events: RoomEvent[]): Promise<RoomEvent[]> {
    return run(() => {
      const place = this.#rooms.get(room);
      if (!place) return events;
      const { number } = place;
      return events.map((event) => noteSubject(this.#quoted(number, event, {}), this.#subject(number, event)));
    });
  }

  /** Rows as they travel: each message with its state, where it has one. */
  shown(rows: readonly StateRow[], viewer: Viewer, first = 1): RoomEvent[] {
    return rows.map((row) => {
      const event = rowToEvent(row);
      const state = row.state === null ? {} : this.#seen(row.key, this.#named(parseState(row.state), viewer), viewer);
      const room = Math.floor(row.key / ROOM_STEP);
      const whole = this.#quoted(room, event, state);
      return first > 1 ? seenFrom(whole, first, this.#subject(room, event)) : whole;
    });
  }

  /** Where the message stands whose words an event tells, if it does. */
  #subject(room: number, event: RoomEvent): number | undefined {
    const id = toldBy(event);
    const target = id === undefined ? null : this.#targets.find(room, id);
    return target ? target.key % ROOM_STEP : undefined;
  }

  #range(
    number: number,
    { before, after, around, limit }: Range & { around?: number | undefined },
    from: number,
  ): StateRow[] {
    const first = keyOf(number, from - 1);
    const end = keyOf(number, ROOM_STEP);
    if (around !== undefined) {
      const middle = keyOf(number, Math.min(Math.max(around, from), ROOM_STEP - 1));
      const half = Math.floor(limit / 2);
      const older = takeBytes(this.#sql.before.iterate(middle + 1, first, limit - half), PAGE_BYTES / 2).reverse();
      return [...older, ...takeBytes(this.#sql.after.iterate(middle, end, half), PAGE_BYTES / 2)];
    }
    const start = Math.max(first, keyOf(number, Math.min(after ?? 0, ROOM_STEP)));
    if (after !== undefined) return takeBytes(this.#sql.after.iterate(start, end, limit));
    const stop = keyOf(number, Math.min(before ?? ROOM_STEP, ROOM_STEP));
    return takeBytes(this.#sql.before.iterate(stop, first, limit)).reverse();
  }

  #quoted(room: number, event: RoomEvent, state: MessageState): RoomEvent {
    if (event.kind !== 'message') return event;
    const quoted = event.replyTo === undefined || state.deleted ? null : this.#targets.find(room, event.replyTo);
    const whole = quoted ? { ...state, quote: quoteOf(quoted, currentText(quoted)) } : state;
    return Object.keys(whole).length === 0 ? event : ({ ...event, state: whole } satisfies MessageEvent);
  }

  /** The state with how far whoever looks has read the thread. */
  #seen(key: number, state: MessageState, viewer: Viewer): MessageState {
    const read = state.thread && viewer !== null ? this.#sql.threadRead.get(viewer, key) : undefined;
    return state.thread && read !== undefined ? { ...state, thread: { ...state.thread, read } } : state;
  }

  /** The state with people's present names, and of many who reacted only some. */
  #named(state: MessageState, viewer: Viewer): MessageState {
    return {
      ...state,
      ...(state.deleted && { deleted: { ...state.deleted, by: this.#present(state.deleted.by) } }),
      ...(state.pinned && { pinned: { ...state.pinned, by: this.#present(state.pinned.by) } }),
      ...(state.reactions && { reactions: state.reactions.map((one) => this.#shortened(one, viewer)) }),
    };
  }

  #shortened({ emoji, count, by }: Reaction, viewer: Viewer): Reaction {
    const some = by.length <= REACTORS_SHOWN ? by : by.slice(0, REACTORS_SHOWN);
    const own = some === by ? undefined : by.slice(REACTORS_SHOWN).find(({ id }) => id === viewer);
    return { emoji, count, by: [...some, ...(own ? [own] : [])].map((actor) => this.#present(actor)) };
  }

  #present({ id, name }: Actor): Actor {
    return { id, name: this.#names.get(id) ?? name };
  }
}
