import type { ReceivedEvent } from '../protocol/events.ts';
import type { MessageState } from '../protocol/message-state.ts';
import { unsigned } from './signed-text.ts';
import { changed, changedBy, isChange, requoted, type ChangeEvent } from './changes.ts';

/** A message's state as a client holds it. Events up to `asOf` are in it already. */
export type HeldState = MessageState & { readonly asOf: number };

/** States by the message's id; one that is not in it is as it was said. */
export type States = ReadonlyMap<string, HeldState>;

/** Some of a room's events and what became of the messages among them. The events are the log's own, without states. */
export interface Held {
  readonly events: readonly ReceivedEvent[];
  readonly states: States;
}

export const NO_STATES: States = new Map();

/** Parts what a host sent into the log's events and the states that came with them; `asOf` is the page's, or each event's. */
export function received(events: readonly ReceivedEvent[], asOf = 0): Held {
  const states = new Map<string, HeldState>();
  const facts = events.map((event) => {
    if (event.kind !== 'message' || !event.state) return event;
    const { state, ...fact } = event;
    states.set(event.id, { ...state, asOf: Math.max(asOf, event.seq) });
    return fact;
  });
  return { events: facts, states };
}

/** Both sets of states; those of `fresh` count. */
export function merged(states: States, fresh: States): States {
  return fresh.size === 0 ? states : new Map([...states, ...fresh]);
}

/** The states of these events alone. */
export function statesOf(events: readonly ReceivedEvent[], states: States): States {
  const ids = new Set(events.map(({ id }) => id));
  return new Map([...states].filter(([id]) => ids.has(id)));
}

/** An event whose text is gone for good, if a deletion of `target` takes it away. */
function erased(event: ReceivedEvent, target: string): ReceivedEvent {
  if (event.kind === 'message' && event.id === target) {
    const { mentions: _mentions, everyone: _everyone, forwarded: _forwarded, ...rest } = unsigned(event);
    return { ...rest, text: '', erased: true };
  }
  if (event.kind === 'edit' && event.target === target) {
    const { mentions: _mentions, everyone: _everyone, ...rest } = unsigned(event);
    return { ...rest, text: '', erased: true };
  }
  return event;
}

function requoteAll(states: Map<string, HeldState>, event: ChangeEvent): void {
  if (event.kind !== 'edit' && event.kind !== 'delete') return;
  for (const [id, state] of states) {
    if (state.quote?.id === event.target && event.seq > state.asOf)
      states.set(id, { ...state, ...requoted(state, event) });
  }
}

/**
 * Brings what is held up to date with events that follow, in order, whether they are among those held or far below them.
 * An event that a state has in it already is passed over: pages and live events may come in any order.
 */
export function apply(held: Held, events: readonly ReceivedEvent[]): Held {
  const about = events.filter((event) => changedBy(event) !== null);
  if (about.length === 0) return held;
  const seqs = new Map(held.events.map(({ id, seq, kind }) => [id, kind === 'message' ? seq : Infinity]));
  const states = new Map(held.states);
  let facts = held.events;
  for (const event of about) {
    const target = changedBy(event) ?? '';
    const state = states.get(target) ?? { asOf: seqs.get(target) ?? Infinity };
    if (event.seq > state.asOf && (isChange(event) || event.kind === 'message'))
      states.set(target, { ...changed(state, event), asOf: event.seq });
    if (isChange(event)) requoteAll(states, event);
    if (event.kind === 'delete') facts = facts.map((fact) => erased(fact, target));
  }
  return { events: facts, states };
}
