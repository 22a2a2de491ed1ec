import { z } from 'zod';
import { eventId, memberId, seq, signature, timestamp } from './ids.ts';
import { shownName, shownText } from './shown.ts';

/** Someone who did something to a message. */
export const actor = z.object({ id: memberId, name: shownName });
export type Actor = z.infer<typeof actor>;

/** How many reacted with an emoji, and who: all of them, or the first and whoever asks. */
export const reaction = z.object({ emoji: z.string().max(64), count: z.int().positive(), by: z.array(actor) });
export type Reaction = z.infer<typeof reaction>;

/** The message that a reply answers: enough to show above it. `text` is its first line, empty when it was deleted. */
export const quote = z.object({
  id: eventId,
  /** Where it stands in the log, to go there. */
  seq: seq.optional(),
  by: memberId,
  name: shownName,
  text: shownText,
  deleted: z.boolean(),
});
export type Quote = z.infer<typeof quote>;

/**
 * What later events made of a message, as pages carry it beside the message itself: those events may lie far below the
 * page. What is left out is as it was when the message was said.
 */
export const messageState = z.object({
  /** The text after the last edit, and when that was. */
  text: shownText.optional(),
  edited: timestamp.optional(),
  /** The last edit itself, and its author's signature. */
  edit: z.object({ id: eventId, sig: signature.optional() }).optional(),
  /** Whom the text mentions after the last edit. */
  mentions: z.array(memberId).optional(),
  deleted: z.object({ at: timestamp, by: actor }).optional(),
  reactions: z.array(reaction).optional(),
  /** Replies in its thread, deleted ones included, and the time of the last. */
  thread: z
    .object({
      count: z.int().positive(),
      lastAt: timestamp,
      lastSeq: seq.optional(),
      lastBy: memberId.optional(),
      /** How far the person who asks has read it, if they ever looked. */
      read: z.int().nonnegative().optional(),
    })
    .optional(),
  pinned: z.object({ at: timestamp, by: actor }).optional(),
  quote: quote.optional(),
});
export type MessageState = z.infer<typeof messageState>;
