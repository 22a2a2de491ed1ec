import { z } from 'zod';
import { eventId, roomId, signature, timestamp } from './ids.ts';
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
export const versions = z.object({ versions: z.array(z.object({ text: shownText, at: timestamp })) });
export type Versions = z.infer<typeof versions>;
