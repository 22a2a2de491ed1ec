import { z } from 'zod';
import { messageEvent } from './events.ts';
import { roomId } from './ids.ts';
import { ROOMS_MAX } from './limits.ts';

/** Characters of what is searched for. */
export const QUERY_MAX = 256;

/** Results in one answer at most. */
export const RESULTS_MAX = 100;

/** Where a search goes on: given by one answer for the next question. */
const cursor = z.int().positive();

/**
 * `search`: messages in the rooms this person may read, newest first from `before` on. `utcOffset` tells in minutes how
 * far the asker's clock is ahead of UTC: the days of `before:` and `after:` are theirs.
 */
export const search = z.object({
  type: z.literal('search'),
  query: z.string().max(QUERY_MAX),
  room: roomId.optional(),
  before: cursor.optional(),
  limit: z.int().min(1).max(RESULTS_MAX).default(20),
  utcOffset: z.int().min(-900).max(900).default(0),
});

/**
 * A message that was found, whole and with its author's signature: what is shown of it is cut out, and its words marked, by
 * whoever has checked that it is its author's.
 */
export const found = z.object({ room: roomId, event: messageEvent });
export type Found = z.infer<typeof found>;

/**
 * The best of the newest first. `next` goes on where this ended, null if there is no more. `covers` names the rooms whose
 * newest events are not searched yet, and the last that is; every other room is searched whole.
 */
export const searched = z.object({
  results: z.array(found).max(RESULTS_MAX),
  next: cursor.nullable(),
  covers: z.array(z.object({ room: roomId, seq: z.int().nonnegative() })).max(ROOMS_MAX),
});
export type Searched = z.infer<typeof searched>;
