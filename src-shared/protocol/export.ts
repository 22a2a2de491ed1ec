import { z } from 'zod';
import { roomId, seq } from './ids.ts';

/** `room.export`: may one take a copy of the room out of the app, and which part of its log would that be? */
export const roomExport = z.object({ type: z.literal('room.export'), room: roomId });

/** The first event one may read, and the newest there is. */
export const exportSpan = z.object({ first: seq, lastSeq: z.int().nonnegative() });
export type ExportSpan = z.infer<typeof exportSpan>;
