import { z } from 'zod';
import { eventId, roomId, signature, timestamp } from './ids.ts';
import { VERSIONS_MAX } from './limits.ts';
import { shownText } from './shown.ts';

/** `message.edit`: say it in other words. Only one's own; what it said before can still be looked up. */
export const messageEdit = z.object({
  type: z.literal('message.edit'),
  room: roomId,
  event: eventId,
  target: eventId,
  text: z.string(),
  sig: signature.optional(),
});

/** `message.delete`: take it back. Its text, and that of its edits, is gone from the host when this is answered. */
export const messageDelete = z.object({
  type: z.literal('message.delete'),
  room: roomId,
  event: eventId,
  target: eventId,
});

/** `message.versions`: what a message said, oldest first; of one edited very often the newest versions. */
export const messageVersions = z.object({ type: z.literal('message.versions'), room: roomId, target: eventId });
/** Each with the event that said so, and its author's signature. */
const version = z.object({ id: eventId, text: shownText, at: timestamp, sig: signature.optional() });
export type Version = z.infer<typeof version>;
export const versions = z.object({ versions: z.array(version).max(VERSIONS_MAX + 1) });
export type Versions = z.infer<typeof versions>;
