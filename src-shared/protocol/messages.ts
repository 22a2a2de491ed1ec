import { z } from 'zod';
import { messageEvent } from './events.ts';
import { forward } from './forward.ts';
import { eventId, roomId, seq, signature, timestamp } from './ids.ts';
import { PAGE_DEFAULT, PAGE_MAX, TARGETS_MAX } from './limits.ts';
import { page } from './rooms.ts';

/**
 * `message.send`: say something, perhaps in answer to a message of the same room, or in one's thread. Answered when it
 * is on disk; a retry with the same `event` is answered with the first result.
 */
export const messageSend = z.object({
  type: z.literal('message.send'),
  room: roomId,
  event: eventId,
  text: z.string(),
  replyTo: eventId.optional(),
  thread: eventId.optional(),
  /** Of a message in a thread: show it in the room's own timeline too. */
  alsoRoom: z.boolean().optional(),
  /** It says what its author does, and is read behind the name: from `/me`. */
  me: z.boolean().optional(),
  /** What somebody else said, to be passed on with it; `text` may be empty then. It answers nothing. */
  forward: forward.optional(),
  /** By the author's key, over `signedText`. The host passes it on; those who read the message check it. */
  sig: signature.optional(),
});
export const messageSent = z.object({ seq, at: timestamp });
export type MessageSent = z.infer<typeof messageSent>;

/** `messages`: some messages of a room by their ids, such as those that replies quote. What is not there is left out. */
export const messages = z.object({
  type: z.literal('messages'),
  room: roomId,
  targets: z.array(eventId).min(1).max(TARGETS_MAX),
});
export const messagesFound = z.object({ events: z.array(messageEvent).max(TARGETS_MAX) });

/**
 * `history`: a page of a room's log, oldest first. `before` pages back from an event, `after` forward from it (both
 * without it), `around` has that event in its middle; none of them means the newest page.
 */
export const history = z.object({
  type: z.literal('history'),
  room: roomId,
  before: seq.optional(),
  after: z.int().nonnegative().optional(),
  around: seq.optional(),
  limit: z.int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
});
export const historyPage = page;
