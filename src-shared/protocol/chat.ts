import { z } from 'zod';

/**
 * The plain dialect of `/chat`: what a ten-line script speaks. Rooms are given by id or by name, and named in answers
 * as they were given at `join`.
 */
const room = z.string().min(1).max(256);

export const chatFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('join'), room, username: z.string() }),
  z.object({ type: z.literal('message'), room, content: z.string() }),
  z.object({ type: z.literal('chat'), room, content: z.string() }),
  z.object({ type: z.literal('typing'), room }),
  z.object({ type: z.literal('leave'), room }),
]);
export type ChatFrame = z.infer<typeof chatFrame>;

/**
 * A message as the plain dialect and REST show it: what it says now; nothing if it was deleted. `timestamp` is
 * milliseconds since 1970 by the host's clock.
 */
export interface ChatMessage {
  id: string;
  seq: number;
  username: string;
  content: string;
  timestamp: number;
  deleted?: true;
}

export type ChatPush =
  | { type: 'user_list'; room: string; users: string[] }
  | { type: 'user_joined' | 'user_left'; room: string; username: string; users: string[] }
  | { type: 'message'; room: string; data: ChatMessage }
  | { type: 'typing'; room: string; username: string }
  | { type: 'error'; code: string; message: string };

/** `POST /api/rooms`. */
export const newRoom = z.object({ name: z.string(), description: z.string().default('') });
