import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { RoomEvent } from '../../../src-shared/protocol/events.ts';
import type { Committed, EventDraft, MemberRecord, RoomRecord, Store } from '../store.ts';
import type { Range } from '../range.ts';
import { MessageReader } from './message-reader.ts';
import { takeBytes } from './take-bytes.ts';
import { MessageWriter } from './message-writer.ts';
import { openDatabase, openingRefusal } from './open.ts';
import { bodyToColumns, idToBytes, keyOf, ROOM_STEP, rowToEvent } from './rows.ts';
import { run } from './run.ts';
import { SearchIndex } from './search-index.ts';
import { SqliteAboutStore } from './sqlite-about-store.ts';
import { SqliteLooksStore } from './sqlite-looks-store.ts';
import { SqliteAdminStore } from './sqlite-admin-store.ts';
import { SqliteBookmarkStore } from './sqlite-bookmark-store.ts';
import { SqliteReadStore } from './sqlite-read-store.ts';
import { SqliteSearchStore } from './sqlite-search-store.ts';
import { prepare, project, type Statements } from './statements.ts';
import { Targets, type Target } from './targets.ts';

interface RoomState {
  number: number;
  seq: number;
  at: number;
  indexed: number;
}

/** Rooms that a transaction changes, as they were before it; null for those it makes. */
type Touched = Map<string, RoomState | null>;

/** The default store: one SQLite file, one writer. All its work is synchronous; the promises are the interface's. */
export class SqliteStore implements Store {
  readonly hostId: string;
  readonly about: SqliteAboutStore;
  readonly looks: SqliteLooksStore;
  readonly admin: SqliteAdminStore;
  readonly bookmarks: SqliteBookmarkStore;
  readonly messages: MessageReader;
  readonly reads: SqliteReadStore;
  readonly search: SqliteSearchStore;
  readonly #db: Database.Database;
  readonly #sql: Statements;
  readonly #writer: MessageWriter;
  readonly #index: SearchIndex;
  /** Made once: making one takes longer than a small transaction. */
  readonly #transact: (drafts: readonly EventDraft[], touched: Touched) => Committed[];
  readonly #rooms = new Map<string, RoomState>();
  readonly #names = new Map<number, string>();

  /** @throws Refusal as `openDatabase` does */
  constructor(dir: string) {
    this.#db = openDatabase(dir);
    try {
      this.#sql = prepare(this.#db);
      this.about = new SqliteAboutStore(this.#db);
      this.looks = new SqliteLooksStore(this.#db);
      this.admin = new SqliteAdminStore(this.#db);
      const targets = new Targets(this.#db);
      this.#index = new SearchIndex(this.#db);
      this.#writer = new MessageWriter(this.#db, targets, this.#index);
      this.messages = new MessageReader(this.#db, targets, this.#rooms, this.#names);
      this.bookmarks = new SqliteBookmarkStore(this.#db, targets, this.#rooms);
      this.reads = new SqliteReadStore(this.#db, this.#rooms);
      this.search = new SqliteSearchStore(this.#db, this.#rooms);
      const transaction = this.#db.transaction(this.#insertAll.bind(this));
      this.#transact = (drafts, touched) => transaction.immediate(drafts, touched);
      this.hostId = this.#ensureHostId();
      this.#load();
    } catch (thrown) {
      // Damage shows where it is first read, which may be later than the opening.
      this.#db.close();
      throw openingRefusal(thrown);
    }
  }

  rooms(): Promise<RoomRecord[]> {
    return run(() =>
      this.#sql.rooms.all().map(({ id, kind, name, topic, lastSeq, lastAt, archived, locked, ...room }) => {
        const { slow, history, maker } = room;
        const flags = { archived: archived === 1, locked: locked === 1 };
        return { id, kind, name, topic, lastSeq, lastAt, ...flags, slow, history, maker };
      }),
    );
  }

  members(): Promise<MemberRecord[]> {
    return run(() => this.#sql.members.all());
  }

  addMember({ key, name, role }: Omit<MemberRecord, 'id'>): Promise<MemberRecord> {
    return run(() => {
      const id = Number(this.#sql.addMember.run(key, name, role).lastInsertRowid);
      this.#names.set(id, name);
      return { id, key, name, role };
    });
  }

  renameMember(id: number, name: string): Promise<void> {
    return run(() => {
      this.#sql.renameMember.run(name, id);
      this.#names.set(id, name);
    });
  }

  membersOf(room: string, limit = -1): Promise<number[]> {
    return run(() => this.#sql.membersOf.all(room, limit));
  }

  since(room: string, member: number): Promise<number | null> {
    return run(() => this.#sql.since.get(member, this.#rooms.get(room)?.number ?? 0) ?? null);
  }

  roomsOf(member: number): Promise<string[]> {
    return run(() => this.#sql.roomsOf.all(member));
  }

  commit(drafts: readonly EventDraft[]): Promise<Committed[]> {
    const touched: Touched = new Map();
    return run(() => {
      try {
        return this.#writer.forgetting(this.#db, () => this.#transact(drafts, touched));
      } catch (thrown) {
        for (const [room, before] of touched) {
          if (before) this.#rooms.set(room, before);
          else this.#rooms.delete(room);
        }
        throw thrown;
      }
    });
  }

  page(room: string, { before, after, limit }: Range): Promise<RoomEvent[]> {
    return run(() => {
      const state = this.#rooms.get(room);
      if (!state) return [];
      const first = keyOf(state.number, 0);
      if (after !== undefined) {
        const rows = this.#sql.after.iterate(first + Math.min(after, ROOM_STEP), first + ROOM_STEP, limit);
        return takeBytes(rows).map(rowToEvent);
      }
      // Beyond the room's keys are the next room's.
      const rows = this.#sql.before.iterate(first + Math.min(before ?? ROOM_STEP, ROOM_STEP), first, limit);
      return takeBytes(rows).reverse().map(rowToEvent);
    });
  }

  event(room: string, id: string): Promise<RoomEvent | null> {
    return run(() => {
      const state = this.#rooms.get(room);
      const row = state && this.#sql.byId.get(idToBytes(id), state.number);
      return row ? rowToEvent(row) : null;
    });
  }

  index(limit: number): Promise<number> {
    return run(() => {
      const upTo = this.#db.transaction(() => this.#index.advance(this.#rooms.values(), limit)).immediate();
      this.#writer.forget(this.#db);
      let added = 0;
      for (const [state, seq] of upTo) {
        added += seq - state.indexed;
        state.indexed = seq;
      }
      return added;
    });
  }

  close(): Promise<void> {
    return run(() => {
      this.#db.close();
    });
  }

  #load(): void {
    for (const { id, number, lastSeq, lastAt, indexedSeq } of this.#sql.rooms.all()) {
      this.#rooms.set(id, { number, seq: lastSeq, at: lastAt, indexed: indexedSeq });
    }
    for (const { id, name } of this.#sql.members.all()) this.#names.set(id, name);
  }

  #ensureHostId(): string {
    const known = this.#sql.getMeta.get('host');
    if (known !== undefined) return known;
    const id = randomUUID();
    this.#sql.setMeta.run('host', id);
    return id;
  }

  #insertAll(drafts: readonly EventDraft[], touched: Touched): Committed[] {
    return drafts.map((draft) => this.#insert(draft, touched));
  }

  #insert(draft: EventDraft, touched: Touched): Committed {
    const known = this.#rooms.get(draft.room);
    if (!touched.has(draft.room)) touched.set(draft.room, known ? { ...known } : null);
    const state = known ?? this.#makeRoom(draft);
    if (!state) return { refused: new Refusal('no-such-room') };
    const id = idToBytes(draft.id);
    const subject = this.#writer.subject(draft, state.number);
    if (subject && !('kind' in subject)) return this.#nothingNew(state, id, draft, subject);
    const seq = state.seq + 1;
    // The host's clock may be set back; a room's times never go back.
    const at = Math.max(draft.at, state.at);
    const { kind, text, data, sig } = bodyToColumns(draft.body);
    const inserted = this.#sql.insert.run(keyOf(state.number, seq), id, kind, draft.by, at, text, data, sig);
    if (inserted.changes === 0) return this.#repeated(state, id, draft);
    state.seq = seq;
    state.at = at;
    project(this.#sql, draft, state);
    const name = this.#names.get(draft.by) ?? '';
    const event = { seq, id: draft.id, at, by: draft.by, name, ...draft.body };
    const key = keyOf(state.number, seq);
    return { event: this.#writer.written(event, key, subject, draft.notify ?? []), repeated: false };
  }

  #repeated(state: RoomState, id: Buffer, draft: EventDraft): Committed {
    const row = this.#sql.byId.get(id, state.number);
    if (row?.by !== draft.by) return { refused: new Refusal('id-taken') };
    return { event: rowToEvent(row), repeated: true };
  }

  /** A retry is answered as at first, even if what it asks for could not be done, or would change nothing, by now. */
  #nothingNew(
    state: RoomState,
    id: Buffer,
    draft: EventDraft,
    verdict: { refused: Refusal } | { so: Target },
  ): Committed {
    if (this.#sql.byId.get(id, state.number)) return this.#repeated(state, id, draft);
    if ('refused' in verdict) return verdict;
    const row = this.#sql.byId.get(idToBytes(verdict.so.id), state.number);
    return row ? { event: rowToEvent(row), repeated: true } : { refused: new Refusal('no-such-event') };
  }

  #makeRoom({ room, body }: EventDraft): RoomState | null {
    if (body.kind !== 'create') return null;
    const made = this.#sql.addRoom.run(room, body.roomKind ?? 'room', body.title, body.topic);
    const state = { number: Number(made.lastInsertRowid), seq: 0, at: 0, indexed: 0 };
    this.#rooms.set(room, state);
    return state;
  }
}
