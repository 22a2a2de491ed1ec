import { z } from 'zod';
import { forwarded } from './forward.ts';
import { eventId, memberId, roomId, seq, signature, timestamp } from './ids.ts';
import { messageState } from './message-state.ts';
import { shownName, shownText, shownTopic } from './shown.ts';

/** Whom a text mentions, by the names people had when it was written. */
const mentioning = {
  mentions: z.array(memberId).optional(),
  everyone: z.enum(['room', 'here']).optional(),
};

/** Text that was deleted is gone from the log too; its event stays, with none. */
const erased = z.literal(true).optional();

/** Its author's signature, over `signedText`. Guests have no key; what was said before there were any has none. */
const sig = signature.optional();

const stored = { seq, id: eventId, at: timestamp, by: memberId, name: shownName };

/** What a member may read of a room: all of it, or what was said since they joined. */
export const historyScope = z.enum(['all', 'joined']);
export type HistoryScope = z.infer<typeof historyScope>;

/** Left out of the event that makes a room open to everyone. */
const hiddenKind = z.enum(['private', 'direct']);

/** Something said. */
export const messageEvent = z.object({
  ...stored,
  kind: z.literal('message'),
  text: shownText,
  /** The message it answers. */
  replyTo: eventId.optional(),
  /** The message whose thread it is in; it is in the room's own timeline only if `alsoRoom`. */
  thread: eventId.optional(),
  alsoRoom: z.literal(true).optional(),
  /** It says what its author does. */
  me: z.literal(true).optional(),
  /** What somebody else said, which it passes on. */
  forwarded: forwarded.optional(),
  ...mentioning,
  erased,
  sig,
  /** What later events made of it; not a part of the log. */
  state: messageState.optional(),
});
export type MessageEvent = z.infer<typeof messageEvent>;

/** One durable fact in a room's log, as it travels from host to client. `name` is the author's, for showing. */
export const roomEvent = z.discriminatedUnion('kind', [
  messageEvent,
  z.object({ ...stored, kind: z.literal('edit'), target: eventId, text: shownText, ...mentioning, erased, sig }),
  z.object({ ...stored, kind: z.literal('delete'), target: eventId, moderated: z.literal(true).optional() }),
  z.object({ ...stored, kind: z.literal('react'), target: eventId, emoji: z.string().max(64), on: z.boolean() }),
  z.object({ ...stored, kind: z.literal('pin'), target: eventId, on: z.boolean() }),
  z.object({ ...stored, kind: z.literal('join') }),
  z.object({ ...stored, kind: z.literal('leave') }),
  z.object({ ...stored, kind: z.literal('invite'), who: memberId, whoName: shownName }),
  z.object({
    ...stored,
    kind: z.literal('create'),
    title: shownName,
    topic: shownTopic,
    roomKind: hiddenKind.optional(),
  }),
  z.object({ ...stored, kind: z.literal('rename'), title: shownName }),
  z.object({ ...stored, kind: z.literal('topic'), topic: shownTopic }),
  z.object({ ...stored, kind: z.literal('archive') }),
  z.object({ ...stored, kind: z.literal('lock'), on: z.boolean() }),
  z.object({ ...stored, kind: z.literal('slow'), seconds: z.int().nonnegative() }),
  z.object({ ...stored, kind: z.literal('history'), scope: historyScope }),
]);
export type RoomEvent = z.infer<typeof roomEvent>;
export type EventKind = RoomEvent['kind'];

/** An event of a kind this client does not know: shown as nothing, but counted, so that no gap appears. */
const unknownEvent = z
  .object({ ...stored, kind: z.string().max(64) })
  .transform((event) => ({ ...event, kind: 'unknown' as const }));
export type UnknownEvent = z.infer<typeof unknownEvent>;

/** What a client accepts: every kind it knows, and later kinds as `unknown`. */
export const receivedEvent = z.union([roomEvent, unknownEvent]);
export type ReceivedEvent = z.infer<typeof receivedEvent>;

/** Live events of one room, in order, contiguous. Pushed after they are on disk. */
export const eventsPush = z.object({ type: z.literal('events'), room: roomId, events: z.array(receivedEvent) });
