import type Database from 'better-sqlite3';
import { wordsOf } from '../../../src-shared/domain/forward.ts';
import type { Forwarded } from '../../../src-shared/protocol/forward.ts';
import type { MessageState } from '../../../src-shared/protocol/message-state.ts';
import { BYTES, NUMBER } from './parameters.ts';
import { idToBytes, ROOM_STEP } from './rows.ts';

/** What a message carries besides its text. */
export interface MessageData {
  replyTo?: string;
  thread?: string;
  alsoRoom?: true;
  forwarded?: Forwarded;
}

/** A message that an event is about. `text` is as it was first said, null once it was deleted. */
export interface Target {
  key: number;
  seq: number;
  id: string;
  by: number;
  name: string;
  at: number;
  text: string | null;
  data: MessageData;
  state: MessageState;
}

interface TargetRow {
  key: number;
  kind: string;
  by: number;
  name: string;
  at: number;
  text: string | null;
  data: string | null;
  state: string | null;
}

/** Reads messages by their id. */
export class Targets {
  readonly #find: Database.Statement<[Buffer, number], TargetRow>;

  constructor(db: Database.Database) {
    this.#find = db.prepare(`
      SELECT e.key, e.kind, e.by, m.name, e.at, e.text, e.data, s.state FROM events e
      JOIN members m ON m.id = e.by LEFT JOIN message_states s ON s.key = e.key
      WHERE e.id = ${BYTES} AND e.key >> 32 = ${NUMBER}`);
  }

  /** The message of this id in a room, or null if it is none. */
  find(room: number, id: string): Target | null {
    const row = this.#find.get(idToBytes(id), room);
    if (row?.kind !== 'message') return null;
    return {
      ...row,
      seq: row.key % ROOM_STEP,
      id,
      data: (row.data === null ? {} : JSON.parse(row.data)) as MessageData,
      state: parseState(row.state),
    };
  }
}

/** A state as the store wrote it, so its shape is not checked again. */
export function parseState(json: string | null): MessageState {
  return (json === null ? {} : JSON.parse(json)) as MessageState;
}

/** What a message says now, or else what it passes on; null if it was deleted. */
export function currentText({ text, data, state }: Target): string | null {
  return text === null ? null : wordsOf({ text: state.text ?? text, forwarded: data.forwarded });
}
