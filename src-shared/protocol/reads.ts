import { z } from 'zod';
import { memberId, roomId } from './ids.ts';
import { RECEIPTS_MAX } from './limits.ts';
import { shownName } from './shown.ts';

/** How far someone has read a room, and what came after that: messages of others, and those that call upon them, also in threads. */
export const readMark = z.object({
  seq: z.int().nonnegative(),
  unread: z.int().nonnegative(),
  mentions: z.int().nonnegative(),
});
export type ReadMark = z.infer<typeof readMark>;

/** `read`: this person has read the room up to here, on whichever device; or wants it to count as unread from here on. */
export const read = z.object({ type: z.literal('read'), room: roomId, seq: z.int().nonnegative() });

/** How far somebody else has read a room. */
export const receipt = z.object({ by: memberId, name: shownName, seq: z.int().nonnegative() });
export type Receipt = z.infer<typeof receipt>;

/** To everyone in a room of few: who has read how far since the last of these. */
export const receiptsPush = z.object({
  type: z.literal('receipts'),
  room: roomId,
  receipts: z.array(receipt).max(RECEIPTS_MAX),
});

/** To the person's other connections. */
export const readPush = z.object({ type: z.literal('read'), room: roomId, mark: readMark });

/** At log-in: how far this person has read each room, where that is known. */
export const reads = z.array(z.object({ room: roomId, seq: z.int().nonnegative() }));
