import type { MessageEvent, RoomEvent } from '../protocol/events.ts';
import { timeOfId } from '../protocol/ids.ts';
import type { Forwarded } from '../protocol/forward.ts';
import type { MessageState } from '../protocol/message-state.ts';

/** What its author signs of a message, or of an edit of one. */
export interface Signable {
  room: string;
  id: string;
  kind: 'message' | 'edit';
  target?: string | undefined;
  replyTo?: string | undefined;
  thread?: string | undefined;
  alsoRoom?: boolean | undefined;
  me?: boolean | undefined;
  forwarded?: Forwarded | undefined;
  text: string;
}

/**
 * The text that an author's signature is over: the author's key, the room, the event's id and time, what it answers or
 * changes, and what it says; with what it passes on, as one line of JSON. Every line but the last is a number, a key, a UUID or nothing, so that no two messages have
 * the same text. A room's id is its own, on whatever host it is; the time is the one in the id (UUIDv7).
 */
export function signedText(key: string, message: Signable): string {
  const { room, id, kind, target = '', replyTo = '', thread = '', alsoRoom, me, forwarded } = message;
  const what = forwarded ? 'forward' : me ? 'me' : kind;
  const place = alsoRoom ? 'room' : '';
  const text = forwarded ? forwardText(forwarded, message.text) : message.text;
  return ['parley message 1', key, room, id, timeOfId(id), what, target, replyTo, thread, place, text].join('\n');
}

/** What is passed on, and the words it goes with. Names are the host's: no signature is over one. */
function forwardText({ by, at, origin, text }: Forwarded, words: string): string {
  return JSON.stringify([by, at, origin?.room ?? null, origin?.seq ?? null, text, words]);
}

/** What a message shows and its author's signature of it, if there is one. */
export interface Claim {
  readonly sig: string | null;
  readonly of: Omit<Signable, 'room'>;
}

function firstSaid({ id, replyTo, thread, alsoRoom, me, forwarded, text, sig }: MessageEvent): Claim {
  return { sig: sig ?? null, of: { id, kind: 'message', replyTo, thread, alsoRoom, me, forwarded, text } };
}

/**
 * What has to be checked to know that a message is its author's: what was first said, for what it answers, and the last
 * edit of it, for what it says now. Nothing for one that was deleted.
 */
export function claimsOf(event: MessageEvent, state: MessageState = {}): readonly Claim[] {
  if (event.erased || state.deleted) return [];
  const first = firstSaid(event);
  if (state.edited === undefined) return [first];
  const { id, sig } = state.edit ?? { id: event.id };
  return [first, { sig: sig ?? null, of: { id, kind: 'edit', target: event.id, text: state.text ?? '' } }];
}

/** Leaves out the signature of an event whose text is gone: it would tell a guess at the text from a wrong one. */
export function unsigned<E extends RoomEvent>(event: E): E {
  if (!('sig' in event)) return event;
  const { sig: _sig, ...rest } = event;
  return rest as E;
}
