import { z } from 'zod';
import { receivedEvent } from './events.ts';
import { eventId, roomId, seq } from './ids.ts';
import { PAGE_DEFAULT, PAGE_MAX } from './limits.ts';

/** `thread`: a page of what was said in a message's thread, oldest first: the newest, or what came before an event. */
export const thread = z.object({
  type: z.literal('thread'),
  room: roomId,
  root: eventId,
  before: seq.optional(),
  limit: z.int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
});

/** `lastSeq` is the newest event of the room's log that this takes account of; `more` tells of earlier replies. */
export const threadPage = z.object({
  root: receivedEvent,
  events: z.array(receivedEvent).max(PAGE_MAX),
  lastSeq: z.int().nonnegative(),
  more: z.boolean(),
});
export type ThreadPage = z.infer<typeof threadPage>;

/** `thread.read`: this person has read a message's thread up to here, on whichever device. */
export const threadRead = z.object({
  type: z.literal('thread.read'),
  room: roomId,
  root: eventId,
  seq: z.int().nonnegative(),
});

/** To the person's other connections. */
export const threadReadPush = z.object({
  type: z.literal('thread.read'),
  room: roomId,
  root: eventId,
  seq: z.int().nonnegative(),
});
