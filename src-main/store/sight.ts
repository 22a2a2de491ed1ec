import type { RoomEvent } from '../../src-shared/protocol/events.ts';

/** Where in the log the message stands that an event tells the words of, for events that do. */
const subjects = new WeakMap<RoomEvent, number>();

/** Notes that an event tells the words of the message at this place: an edit its new ones, a reply what it quotes. */
export function noteSubject<E extends RoomEvent>(event: E, seq: number | undefined): E {
  if (seq !== undefined) subjects.set(event, seq);
  return event;
}

/** The message whose words an event tells, by its id. */
export function toldBy(event: RoomEvent): string | undefined {
  if (event.kind === 'edit') return event.target;
  return event.kind === 'message' ? event.replyTo : undefined;
}

/**
 * An event for somebody who may read the log from a place on: without the words of what lies before it. It stays in the
 * log as it is, so that no gap appears.
 */
export function seenFrom(event: RoomEvent, since: number, subject = subjects.get(event)): RoomEvent {
  if (subject === undefined || subject >= since) return event;
  if (event.kind === 'edit') {
    const { seq, id, at, by, name, target } = event;
    return { seq, id, at, by, name, kind: 'edit', target, text: '', erased: true };
  }
  if (event.kind !== 'message' || !event.state) return event;
  const { quote: _hidden, ...state } = event.state;
  return { ...event, state };
}
