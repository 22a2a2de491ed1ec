import { z } from 'zod';
import { eventId, roomId } from './ids.ts';

/** `message.react`: put an emoji on a message, or take one's own away. What is so already is answered, and not repeated in the log. */
export const messageReact = z.object({
  type: z.literal('message.react'),
  room: roomId,
  event: eventId,
  target: eventId,
  emoji: z.string().max(64),
  on: z.boolean(),
});
