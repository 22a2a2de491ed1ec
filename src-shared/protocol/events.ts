import { z } from 'zod';
import { eventId, memberId, roomId, seq, timestamp } from './ids.ts';

const stored = { seq, id: eventId, at: timestamp, by: memberId, name: z.string() };

/** Left out of the event that makes a room open to everyone. */
const hiddenKind = z.enum(['private', 'direct']);

/** One durable fact in a room's log, as it travels from host to client. `name` is the author's, for showing. */
export const roomEvent = z.discriminatedUnion('kind', [
  z.object({ ...stored, kind: z.literal('message'), text: z.string() }),
  z.object({ ...stored, kind: z.literal('join') }),
  z.object({ ...stored, kind: z.literal('leave') }),
  z.object({ ...stored, kind: z.literal('invite'), who: memberId, whoName: z.string() }),
  z.object({ ...stored, kind: z.literal('create'), title: z.string(), topic: z.string(), roomKind: hiddenKind.optional() }),
  z.object({ ...stored, kind: z.literal('rename'), title: z.string() }),
  z.object({ ...stored, kind: z.literal('topic'), topic: z.string() }),
  z.object({ ...stored, kind: z.literal('archive') }),
]);
export type RoomEvent = z.infer<typeof roomEvent>;
export type EventKind = RoomEvent['kind'];

/** An event of a kind this client does not know: shown as nothing, but counted, so that no gap appears. */
const unknownEvent = z
  .object({ ...stored, kind: z.string() })
  .transform((event) => ({ ...event, kind: 'unknown' as const }));
export type UnknownEvent = z.infer<typeof unknownEvent>;

/** What a client accepts: every kind it knows, and later kinds as `unknown`. */
export const receivedEvent = z.union([roomEvent, unknownEvent]);
export type ReceivedEvent = z.infer<typeof receivedEvent>;

/** Live events of one room, in order, contiguous. Pushed after they are on disk. */
export const eventsPush = z.object({ type: z.literal('events'), room: roomId, events: z.array(receivedEvent) });
