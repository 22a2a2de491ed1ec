import { z } from 'zod';
import { eventId, memberId, roomId, seq, timestamp } from './ids.ts';
import { BOOKMARKS_MAX } from './limits.ts';
import { shownName, shownText } from './shown.ts';

/** `bookmark`: keep a message at hand for oneself, on whichever device, or no longer. Nobody else learns of it. */
export const bookmarkSet = z.object({
  type: z.literal('bookmark'),
  room: roomId,
  target: eventId,
  on: z.boolean(),
});

/** A message that one has marked: enough to show it in a list and to go there. */
export const bookmark = z.object({
  room: roomId,
  seq,
  id: eventId,
  at: timestamp,
  by: memberId,
  name: shownName,
  thread: eventId.optional(),
  /** Its first line, as it is now. */
  text: shownText,
});
export type Bookmark = z.infer<typeof bookmark>;

/** `bookmarks`: what one has marked and may still read, the one marked last first. */
export const bookmarks = z.object({ type: z.literal('bookmarks') });
export const bookmarked = z.object({ bookmarks: z.array(bookmark).max(BOOKMARKS_MAX) });

/** To the person's other connections: their bookmarks are others now. */
export const bookmarksPush = z.object({ type: z.literal('bookmarks') });
