import type { MessageEvent } from '../protocol/events.ts';
import type { MessageState } from '../protocol/message-state.ts';
import type { HeldState, States } from './held.ts';

/**
 * Is there something in a message's thread that this person has not read? One follows a thread once one has looked at it,
 * and the threads of what one said oneself.
 */
export function isThreadUnread(event: MessageEvent, { thread }: MessageState, me: number | null): boolean {
  if (thread?.lastSeq === undefined || thread.lastBy === me) return false;
  return thread.read === undefined ? event.by === me : thread.lastSeq > thread.read;
}

/** The states once this person has read a thread up to an event. */
export function withThreadRead(states: States, root: string, seq: number): States {
  const state = states.get(root);
  if (!state?.thread || (state.thread.read ?? -1) >= seq) return states;
  const read: HeldState = { ...state, thread: { ...state.thread, read: seq } };
  return new Map([...states, [root, read]]);
}
