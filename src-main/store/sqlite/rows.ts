import type { RoomEvent } from '../../../src-shared/protocol/events.ts';
import type { EventBody } from '../store.ts';

/** 2^32: an event's key is its room's number times this, plus its `seq`. */
export const ROOM_STEP = 4_294_967_296;

export function keyOf(room: number, seq: number): number {
  return room * ROOM_STEP + seq;
}

/** A UUID as its 16 bytes. */
export function idToBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

export function idFromBytes(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export interface EventRow {
  key: number;
  id: Buffer;
  kind: string;
  by: number;
  at: number;
  text: string | null;
  data: string | null;
  name: string;
}

/** The columns of an event's body: what is searched apart from the rest. */
export function bodyToColumns(body: EventBody): { kind: string; text: string | null; data: string | null } {
  if (body.kind === 'message') return messageColumns(body);
  const { kind, ...rest } = body;
  return { kind, text: null, data: Object.keys(rest).length === 0 ? null : JSON.stringify(rest) };
}

/** Most messages are nothing but their text. An edit's text is not searched by itself: it counts as the message's. */
function messageColumns({ kind, text, ...rest }: Extract<EventBody, { kind: 'message' }>) {
  for (const field in rest)
    if (rest[field as keyof typeof rest] !== undefined) return { kind, text, data: JSON.stringify(rest) };
  return { kind, text, data: null };
}

/** What a deletion leaves of a message. */
const ERASED = { text: '', erased: true } as const;

/** A row as the event it was made from; the store wrote it, so its shape is not checked again. */
export function rowToEvent(row: EventRow): RoomEvent {
  const data = row.data === null ? {} : (JSON.parse(row.data) as object);
  const text = row.text !== null ? { text: row.text } : row.kind === 'message' ? ERASED : {};
  const { at, by, name, kind } = row;
  return { seq: row.key % ROOM_STEP, id: idFromBytes(row.id), at, by, name, kind, ...text, ...data } as RoomEvent;
}
