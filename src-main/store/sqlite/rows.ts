import type { Version } from '../../../src-shared/protocol/edits.ts';
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
  sig: Buffer | null;
  name: string;
}

/** What an event's body becomes: what is searched, and the signature, apart from the rest. */
export interface Columns {
  kind: string;
  text: string | null;
  data: string | null;
  sig: Buffer | null;
}

function bytesOf(sig: string | undefined): Buffer | null {
  return sig === undefined ? null : Buffer.from(sig, 'base64url');
}

/** The columns of an event's body. */
export function bodyToColumns(body: EventBody): Columns {
  if (body.kind === 'message') return messageColumns(body);
  const { kind, sig, ...rest } = { sig: undefined, ...body };
  const data = Object.keys(rest).length === 0 ? null : JSON.stringify(rest);
  return { kind, text: null, data, sig: bytesOf(sig) };
}

/** Most messages are nothing but their text. An edit's text is not searched by itself: it counts as the message's. */
function messageColumns({ kind, text, sig, ...rest }: Extract<EventBody, { kind: 'message' }>): Columns {
  const bytes = bytesOf(sig);
  for (const field in rest)
    if (rest[field as keyof typeof rest] !== undefined) return { kind, text, data: JSON.stringify(rest), sig: bytes };
  return { kind, text, data: null, sig: bytes };
}

/** What a deletion leaves of a message. */
const ERASED = { text: '', erased: true } as const;

/** A row as the event it was made from; the store wrote it, so its shape is not checked again. */
export function rowToEvent(row: EventRow): RoomEvent {
  const data = row.data === null ? {} : (JSON.parse(row.data) as object);
  const text = row.text !== null ? { text: row.text } : row.kind === 'message' ? ERASED : {};
  const sig = row.sig === null ? {} : { sig: row.sig.toString('base64url') };
  const { at, by, name, kind } = row;
  return {
    seq: row.key % ROOM_STEP,
    id: idFromBytes(row.id),
    at,
    by,
    name,
    kind,
    ...text,
    ...data,
    ...sig,
  } as RoomEvent;
}

/** What a message or an edit of it says, as one of its versions. */
export function rowToVersion(row: EventRow): Version[] {
  const event = rowToEvent(row);
  if (event.kind !== 'message' && event.kind !== 'edit') return [];
  const { id, text, at, sig } = event;
  return [{ id, text, at, ...(sig !== undefined && { sig }) }];
}
