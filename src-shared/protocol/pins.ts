import { z } from 'zod';
import { receivedEvent } from './events.ts';
import { eventId, roomId } from './ids.ts';
import { PINS_MAX } from './limits.ts';

/** `message.pin`: keep a message at hand for everyone, or no longer. */
export const messagePin = z.object({
  type: z.literal('message.pin'),
  room: roomId,
  event: eventId,
  target: eventId,
  on: z.boolean(),
});

/** `pins`: the messages pinned in a room, the one pinned last first. */
export const pins = z.object({ type: z.literal('pins'), room: roomId });
export const pinned = z.object({ events: z.array(receivedEvent).max(PINS_MAX) });
