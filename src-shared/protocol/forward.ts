import { z } from 'zod';
import { eventId, memberId, roomId, seq, timestamp } from './ids.ts';
import { shownName, shownText } from './shown.ts';

/**
 * What somebody else said, as a message carries it that passes it on: a copy, said anew by whoever forwards it and under
 * their name. It stays when the first message is edited or deleted, as anything does that people repeat; taking back the
 * message that forwards it takes the copy along.
 */
export const forwarded = z.object({
  by: memberId,
  name: shownName,
  at: timestamp,
  text: shownText,
  /** Where it was said, if that is a room open to everyone: of any other, nobody may learn this way that there is one. */
  origin: z.object({ room: roomId, seq }).optional(),
});
export type Forwarded = z.infer<typeof forwarded>;

/** Which message is to be passed on, and the last edit of it that one has seen: nothing else is put in its place. */
export const forward = z.object({ room: roomId, target: eventId, edit: eventId.optional() });
export type Forward = z.infer<typeof forward>;
