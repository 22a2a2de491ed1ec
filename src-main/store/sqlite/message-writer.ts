import type Database from 'better-sqlite3';
import { changed } from '../../../src-shared/domain/changes.ts';
import { quoteOf } from '../../../src-shared/domain/quotes.ts';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { RoomEvent } from '../../../src-shared/protocol/events.ts';
import type { MessageState } from '../../../src-shared/protocol/message-state.ts';
import { noteSubject } from '../sight.ts';
import type { EventDraft } from '../store.ts';
import {
  checkChange,
  checkPins,
  checkQuoted,
  checkRoot,
  isSo,
  type ChangeBody,
  type MessageBody,
} from './message-rules.ts';
import { ROOM_STEP } from './rows.ts';
import type { SearchIndex } from './search-index.ts';
import { currentText, type Target, type Targets } from './targets.ts';

/** What an event is about, looked up before it is written. */
export type Subject =
  { kind: 'message'; quoted: Target | null; root: Target | null } | { kind: 'change'; target: Target };

function prepare(db: Database.Database) {
  return {
    save: db.prepare<[number, string]>('INSERT OR REPLACE INTO message_states (key, state) VALUES (?, ?)'),
    addEdit: db.prepare<[number, number]>('INSERT INTO message_edits (message, edit) VALUES (?, ?)'),
    addReply: db.prepare<[number, number]>('INSERT INTO replies (root, message) VALUES (?, ?)'),
    addPin: db.prepare<[number, number]>('INSERT INTO pins (message, pin) VALUES (?, ?)'),
    dropPin: db.prepare<[number]>('DELETE FROM pins WHERE message = ?'),
    dropBookmarks: db.prepare<[number]>('DELETE FROM bookmarks WHERE message = ?'),
    countPins: db
      .prepare<[number, number], number>('SELECT count(*) FROM pins WHERE message > ? AND message < ?')
      .pluck(),
    mention: db.prepare<[number, number]>('INSERT OR IGNORE INTO mentions (member, message) VALUES (?, ?)'),
    dropMentions: db.prepare<[number]>('DELETE FROM mentions WHERE message = ?'),
    erase: db.prepare<[string | null, number]>('UPDATE events SET text = NULL, data = ?, sig = NULL WHERE key = ?'),
    eraseEdits: db.prepare<[string, number]>(
      'UPDATE events SET data = ?, sig = NULL WHERE key IN (SELECT edit FROM message_edits WHERE message = ?)',
    ),
  };
}

/** Writes what an event makes of messages, in the transaction that puts the event into the log. */
export class MessageWriter {
  /** Has text been deleted that the write-ahead log may still hold? */
  #erased = false;
  readonly #sql: ReturnType<typeof prepare>;
  readonly #targets: Targets;
  readonly #index: SearchIndex;

  constructor(db: Database.Database, targets: Targets, index: SearchIndex) {
    this.#sql = prepare(db);
    this.#targets = targets;
    this.#index = index;
  }

  /** What a draft is about: null if no message, or the refusal of it, or the message it would change nothing about. */
  subject(draft: EventDraft, room: number): Subject | null | { refused: Refusal } | { so: Target } {
    try {
      return this.#subject(draft, room);
    } catch (thrown) {
      if (thrown instanceof Refusal) return { refused: thrown };
      throw thrown;
    }
  }

  #subject(draft: EventDraft, room: number): Subject | null | { so: Target } {
    const { body } = draft;
    if (body.kind === 'message') return this.#messageSubject(draft, body, room);
    if (body.kind !== 'edit' && body.kind !== 'delete' && body.kind !== 'react' && body.kind !== 'pin') return null;
    const target = this.#find(draft, room, body.target);
    checkChange(draft, body, target);
    if (isSo(draft, body, target)) return { so: target };
    if (body.kind === 'pin' && body.on) {
      checkPins(this.#sql.countPins.get(room * ROOM_STEP, (room + 1) * ROOM_STEP) ?? 0);
    }
    return { kind: 'change', target };
  }

  /** A message as far as whoever writes about it may know of it. */
  #find({ since = 0 }: EventDraft, room: number, id: string): Target | null {
    const target = this.#targets.find(room, id);
    return target && target.key % ROOM_STEP >= since ? target : null;
  }

  #messageSubject(draft: EventDraft, { replyTo, thread }: MessageBody, room: number): Subject | null {
    if (replyTo === undefined && thread === undefined) return null;
    const quoted = replyTo === undefined ? null : this.#find(draft, room, replyTo);
    if (replyTo !== undefined) checkQuoted(quoted);
    const root = thread === undefined ? null : this.#find(draft, room, thread);
    if (thread !== undefined) checkRoot(root);
    return { kind: 'message', quoted, root };
  }

  /** The event has been written under `key`. Gives what is to be told of it besides: what it quotes. */
  written(event: RoomEvent, key: number, subject: Subject | null, notify: readonly number[]): RoomEvent {
    if (event.kind === 'message') {
      for (const member of notify) this.#sql.mention.run(member, key);
      return subject?.kind === 'message' ? this.#replied(event, key, subject) : event;
    }
    if (subject?.kind !== 'change') return event;
    const { target } = subject;
    if (event.kind === 'edit' || event.kind === 'delete') this.#index.remove(target.key);
    if (event.kind === 'edit') this.#edited(key, target, notify);
    else if (event.kind === 'delete') this.#deleted(target);
    else if (event.kind === 'pin' && event.on) this.#sql.addPin.run(target.key, key);
    else if (event.kind === 'pin') this.#sql.dropPin.run(target.key);
    this.#save(target.key, changed(target.state, event as RoomEvent & ChangeBody));
    if (event.kind === 'edit') this.#index.restore(target.key);
    return event.kind === 'edit' ? noteSubject(event, target.key % ROOM_STEP) : event;
  }

  /** Does it, and has nothing of what it deletes left in the write-ahead log. */
  forgetting<T>(db: Database.Database, work: () => T): T {
    const done = work();
    this.forget(db);
    return done;
  }

  /** Empties the write-ahead log if it may hold text that was deleted. Not within a transaction. */
  forget(db: Database.Database): void {
    if (!this.#erased) return;
    try {
      db.pragma('wal_checkpoint(TRUNCATE)');
      this.#erased = false;
    } catch {
      // What asked for it is on disk all the same; this is tried again with the next commit.
    }
  }

  #replied(
    event: Extract<RoomEvent, { kind: 'message' }>,
    key: number,
    { quoted, root }: Extract<Subject, { kind: 'message' }>,
  ): RoomEvent {
    if (root) {
      this.#sql.addReply.run(root.key, key);
      this.#save(root.key, changed(root.state, event));
    }
    if (!quoted) return event;
    const quoting = { ...event, state: { quote: quoteOf(quoted, currentText(quoted)) } };
    return noteSubject(quoting, quoted.key % ROOM_STEP);
  }

  #edited(key: number, target: Target, notify: readonly number[]): void {
    this.#sql.addEdit.run(target.key, key);
    this.#sql.dropMentions.run(target.key);
    for (const member of notify) this.#sql.mention.run(member, target.key);
  }

  /** Nothing of the text stays: not in the log, its edits, the index, nor what is derived. */
  #deleted(target: Target): void {
    const { replyTo, thread, alsoRoom } = target.data;
    const kept = JSON.stringify({ replyTo, thread, alsoRoom });
    this.#index.forget(target.key);
    this.#sql.erase.run(kept === '{}' ? null : kept, target.key);
    this.#sql.eraseEdits.run(JSON.stringify({ target: target.id, text: '', erased: true }), target.key);
    this.#sql.dropMentions.run(target.key);
    this.#sql.dropPin.run(target.key);
    this.#sql.dropBookmarks.run(target.key);
    this.#erased = true;
  }

  #save(key: number, { quote: _derived, ...state }: MessageState): void {
    this.#sql.save.run(key, JSON.stringify(state));
  }
}
