import { z } from 'zod';
import { memberId, roomId } from './ids.ts';
import { MEMBERS_MAX } from './limits.ts';
import { member } from './rooms.ts';
import { shownName } from './shown.ts';

/** From a client: this person is typing. Never stored, never answered, over after `TYPING_MS`. */
export const typingSignal = z.object({ type: z.literal('typing'), room: roomId });

/** From a host: somebody in the room is typing. */
export const typingPush = z.object({ type: z.literal('typing'), room: roomId, by: memberId, name: shownName });

/** From a host: who came online in a room and who went, since the last of these; or, if `whole`, everyone who is there. */
export const presencePush = z.object({
  type: z.literal('presence'),
  room: roomId,
  came: z.array(member).max(MEMBERS_MAX),
  went: z.array(memberId).max(MEMBERS_MAX),
  whole: z.boolean().default(false),
});
