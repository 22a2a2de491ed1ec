import { mentions } from '../../../src-shared/domain/message-item.ts';
import type { MessageEvent } from '../../../src-shared/protocol/events.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';

/** Does a message want to be told of at once: it calls upon the reader, or is for nobody else? */
function calls(event: MessageEvent, room: RoomView, me: number): boolean {
  if (event.by === me || event.erased) return false;
  return room.info.kind === 'direct' || mentions(event, room.window.states.get(event.id), me);
}

/** What came into a room after an event that wants to be told of at once. */
export function newsAfter(room: RoomView, after: number, me: number): MessageEvent[] {
  return room.window.events.filter(
    (event): event is MessageEvent => event.kind === 'message' && event.seq > after && calls(event, room, me),
  );
}
