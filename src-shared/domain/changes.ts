import type { MessageEvent, ReceivedEvent } from '../protocol/events.ts';
import type { MessageState } from '../protocol/message-state.ts';
import { quoteText } from './quotes.ts';
import { react } from './reactions.ts';

/** An event that is about a message, and shown as nothing by itself. */
export type ChangeEvent = Extract<ReceivedEvent, { kind: 'edit' | 'delete' | 'react' | 'pin' }>;

export function isChange(event: ReceivedEvent): event is ChangeEvent {
  return event.kind === 'edit' || event.kind === 'delete' || event.kind === 'react' || event.kind === 'pin';
}

/** Is the message part of a thread alone, not of the room's own timeline? */
export function onlyInThread(
  event: ReceivedEvent,
): event is Extract<ReceivedEvent, { kind: 'message' }> & { thread: string } {
  return event.kind === 'message' && event.thread !== undefined && event.alsoRoom === undefined;
}

/** The message that an event changes something about: the one it targets, or the root of the thread it is in. */
export function changedBy(event: ReceivedEvent): string | null {
  if (isChange(event)) return event.target;
  return event.kind === 'message' ? (event.thread ?? null) : null;
}

/** Leaves out what is undefined, so that equal states look alike wherever they were made. */
function trimmed(state: MessageState): MessageState {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}

function edited({ id, text, at, mentions, sig }: Extract<ChangeEvent, { kind: 'edit' }>): MessageState {
  return { text, edited: at, edit: sig === undefined ? { id } : { id, sig }, mentions };
}

function afterChange(state: MessageState, event: ChangeEvent): MessageState {
  const by = { id: event.by, name: event.name };
  switch (event.kind) {
    case 'edit':
      // One whose text is gone already, in a log read again, is followed by the deletion that took it.
      return event.erased ? state : { ...state, ...edited(event) };
    case 'delete':
      return { deleted: { at: event.at, by }, thread: state.thread };
    case 'react': {
      const reactions = react(state.reactions ?? [], event.emoji, by, event.on);
      return { ...state, reactions: reactions.length > 0 ? reactions : undefined };
    }
    case 'pin':
      return { ...state, pinned: event.on ? { at: event.at, by } : undefined };
  }
}

/** A message's state after one more event about it. The host and every client fold by this one rule. */
export function changed(state: MessageState, event: ChangeEvent | MessageEvent): MessageState {
  if (event.kind === 'message') {
    const count = (state.thread?.count ?? 0) + 1;
    return { ...state, thread: { ...state.thread, count, lastAt: event.at, lastSeq: event.seq, lastBy: event.by } };
  }
  return state.deleted ? state : trimmed(afterChange(state, event));
}

/** A message's state once a message that it quotes says something else, or nothing any more. */
export function requoted(state: MessageState, event: ChangeEvent): MessageState {
  const { quote } = state;
  if (quote?.id !== event.target || quote.deleted) return state;
  if (event.kind === 'edit') return { ...state, quote: { ...quote, text: quoteText(event.text) } };
  return event.kind === 'delete' ? { ...state, quote: { ...quote, text: '', deleted: true } } : state;
}
