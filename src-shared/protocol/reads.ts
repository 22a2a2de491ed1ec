import { z } from 'zod';
import { roomId } from './ids.ts';

/** How far someone has read a room, and what came after that: messages of others, and those that call upon them. */
export const readMark = z.object({
  seq: z.int().nonnegative(),
  unread: z.int().nonnegative(),
  mentions: z.int().nonnegative(),
});
export type ReadMark = z.infer<typeof readMark>;

/** `read`: this person has read the room up to here, on whichever device; or wants it to count as unread from here on. */
export const read = z.object({ type: z.literal('read'), room: roomId, seq: z.int().nonnegative() });

/** To the person's other connections. */
export const readPush = z.object({ type: z.literal('read'), room: roomId, mark: readMark });

/** At log-in: how far this person has read each room, where that is known. */
export const reads = z.array(z.object({ room: roomId, seq: z.int().nonnegative() }));
