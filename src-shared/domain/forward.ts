import type { Forward, Forwarded } from '../protocol/forward.ts';
import type { MessageItem } from './message-item.ts';

/** What a message says of itself, or else what it passes on. */
export function wordsOf({ text, forwarded }: { text: string; forwarded?: Forwarded | null | undefined }): string {
  return text === '' ? (forwarded?.text ?? '') : text;
}

/** All that a message says: its own words, then what it passes on. */
export function allWords({ text, forwarded }: { text: string; forwarded?: Forwarded | null | undefined }): string {
  return forwarded ? `${text}\n${forwarded.text}`.trimStart() : text;
}

/**
 * How a message looks when it is passed on from a room. What was forwarded already goes on as what its first author
 * said; the words it came with are not passed on.
 */
export function passedOn(
  { by, name, at, text, seq, forwarded }: Pick<MessageItem, 'by' | 'name' | 'at' | 'text' | 'seq' | 'forwarded'>,
  room: { id: string; kind: 'room' | 'private' | 'direct' },
): Forwarded {
  if (forwarded) return forwarded;
  return { by, name, at, text, ...(room.kind === 'room' && { origin: { room: room.id, seq } }) };
}

/** Tells the host which message is to be passed on, as it is shown. */
export function forwardOf(room: string, { id, forwarded, claims }: MessageItem): Forward {
  const shown = claims.at(-1)?.of;
  const edited = !forwarded && shown?.kind === 'edit' && shown.id !== id;
  return { room, target: id, ...(edited && { edit: shown.id }) };
}
