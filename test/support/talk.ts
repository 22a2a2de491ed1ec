import { randomBytes } from 'node:crypto';
import { foldTimeline } from '../../src-shared/domain/timeline.ts';
import type { MessageItem } from '../../src-shared/domain/message-item.ts';
import { uuidv7 } from '../../src-shared/protocol/ids.ts';
import type { Room } from '../../src-shared/session/room.ts';
import type { Frame, Wire } from './wire.ts';

/** An id for something new, as a client makes it. */
export function newId(): string {
  return uuidv7(Date.now(), randomBytes(10));
}

/** Says something over the wire and gives the message's id. */
export async function say(wire: Wire, room: string, text: string, fields: Frame = {}): Promise<string> {
  const event = newId();
  const answer = await wire.ask('message.send', { room, event, text, ...fields });
  if (answer.code !== undefined) throw new Error(JSON.stringify(answer));
  return event;
}

/** The messages of a page, newest last. */
export async function messagesOf(wire: Wire, room: string, fields: Frame = {}): Promise<Frame[]> {
  const { events } = (await wire.ask('history', { room, ...fields })) as { events: Frame[] };
  return events.filter(({ kind }) => kind === 'message');
}

/** What one would see of a room's messages, as this client holds it. */
export function shown(room: Room, me: number | null = null): MessageItem[] {
  const items = foldTimeline(room.window.events, { states: room.window.states, me });
  return items.flatMap((item) => (item.type === 'message' ? [item] : []));
}
