import { asRefusal, type RefusalCode } from '../../../src-shared/protocol/errors.ts';
import type { RoomEvent } from '../../../src-shared/protocol/events.ts';
import type { MessageSent } from '../../../src-shared/protocol/messages.ts';
import type { RequestType } from '../../../src-shared/protocol/requests.ts';
import type { Caller, Handler } from './caller.ts';
import { mayChange, sent } from './spending.ts';

type MessageType = Extract<RequestType, `message.${string}`>;

/** Why an event is refused that might have been taken some time ago. */
const LATE: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'room-archived',
  'not-in-room',
  'muted',
  'room-locked',
  'slow-mode',
  // What was to be passed on.
  'no-such-event',
  'message-deleted',
  'forward-changed',
]);

/** Saying something, and what is done to it afterwards. */
export const messageHandlers: { [T in Exclude<MessageType, 'message.versions'>]: Handler<T> } = {
  'message.send': (caller, { room, event, ...message }) =>
    once(caller, room, event, () => caller.core.messages.send(caller.member, room, event, message)),

  'message.edit': (caller, { room, event, target, text, sig }) =>
    once(caller, room, event, () => caller.core.messages.edit(caller.member, room, event, { target, text, sig })),

  'message.delete': (caller, { room, event, target }) =>
    once(caller, room, event, () => caller.core.messages.delete(caller.member, room, event, target)),

  'message.react': (caller, { room, event, target, emoji, on }) =>
    once(caller, room, event, () => caller.core.messages.react(caller.member, room, event, { target, emoji, on })),

  'message.pin': (caller, { room, event, target, on }) =>
    once(caller, room, event, () => caller.core.messages.pin(caller.member, room, event, target, on)),
};

/** A retry whose first try was in time is answered with the first result, whatever holds by now. */
async function once(caller: Caller, room: string, id: string, write: () => Promise<RoomEvent>): Promise<MessageSent> {
  try {
    await mayChange(caller, room);
    return sent(await write());
  } catch (thrown) {
    const late = LATE.has(asRefusal(thrown).code);
    const earlier = late ? await caller.core.messages.earlier(caller.member, room, id) : null;
    if (earlier) return sent(earlier);
    throw thrown;
  }
}
