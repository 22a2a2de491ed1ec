import type { MessageEvent } from '../protocol/events.ts';
import type { Forwarded } from '../protocol/forward.ts';
import type { MessageState, Quote } from '../protocol/message-state.ts';
import { claimsOf, type Claim } from './signed-text.ts';
import { isThreadUnread } from './threads.ts';
import { shownReaction, type ShownReaction } from './reactions.ts';

/** A message as shown. The rest of a group by one author is shown without the author's name. */
export interface MessageItem {
  type: 'message';
  id: string;
  seq: number;
  at: number;
  by: number;
  name: string;
  /** As it is now; empty if it was deleted. */
  text: string;
  startsGroup: boolean;
  /** The message it answers. `quote` is null until the host has told what that says. */
  replyTo: { id: string; quote: Quote | null } | null;
  /** What somebody else said, which it passes on. */
  forwarded: Forwarded | null;
  /** It says what its author does, behind the name. */
  action: boolean;
  /** When it was last edited. */
  edited: number | null;
  /** Who deleted it: its author or a moderator. */
  deleted: { by: number; name: string } | null;
  reactions: readonly ShownReaction[];
  /** How many replies its thread has, and the time of the last. */
  thread: { count: number; lastAt: number; unread: boolean } | null;
  /** The message whose thread it belongs to, if it is shown in the room as well. */
  inThread: string | null;
  pinned: boolean;
  /** Does it call upon the reader, by name or with everyone else? */
  mentionsMe: boolean;
  /** What its author signed of it; to be checked before one believes that it is theirs. */
  claims: readonly Claim[];
}

/** What a message that nothing happened to has to show besides its text. */
export const PLAIN = {
  replyTo: null,
  forwarded: null,
  action: false,
  edited: null,
  deleted: null,
  reactions: [],
  thread: null,
  inThread: null,
  pinned: false,
  mentionsMe: false,
  claims: [],
} as const satisfies Partial<MessageItem>;

/** Does the message call upon this person: by name, as it is now, or with everyone else? */
export function mentions(event: MessageEvent, state: MessageState | undefined, me: number | null): boolean {
  if (me === null || event.by === me || event.erased || state?.deleted) return false;
  return event.everyone !== undefined || ((state?.edited ? state.mentions : event.mentions) ?? []).includes(me);
}

function deletion(event: MessageEvent, state: MessageState): MessageItem['deleted'] {
  if (state.deleted) return { by: state.deleted.by.id, name: state.deleted.by.name };
  // Read in a log before the deletion itself has come.
  return event.erased ? { by: event.by, name: event.name } : null;
}

/** What a message shows besides its text, given what became of it. */
function details(event: MessageEvent, state: MessageState, me: number | null): Pick<MessageItem, keyof typeof PLAIN> {
  return {
    replyTo: event.replyTo === undefined ? null : { id: event.replyTo, quote: state.quote ?? null },
    forwarded: event.erased || state.deleted ? null : (event.forwarded ?? null),
    action: event.me === true && !event.erased && !state.deleted,
    edited: state.edited ?? null,
    deleted: deletion(event, state),
    reactions: (state.reactions ?? []).map((one) => shownReaction(one, me)),
    thread: state.thread
      ? { count: state.thread.count, lastAt: state.thread.lastAt, unread: isThreadUnread(event, state, me) }
      : null,
    inThread: event.thread ?? null,
    pinned: state.pinned !== undefined,
    mentionsMe: mentions(event, state, me),
    claims: claimsOf(event, state),
  };
}

/** A message as shown, given what became of it and who looks. */
export function messageItem(
  event: MessageEvent,
  state: MessageState,
  { me, startsGroup }: { me: number | null; startsGroup: boolean },
): MessageItem {
  const { id, seq, at, by, name } = event;
  const text = event.erased || state.deleted ? '' : (state.text ?? event.text);
  return { type: 'message', id, seq, at, by, name, text, startsGroup, ...details(event, state, me) };
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean {
  return a.length === b.length && a.every((one, i) => same(one, b[i] as T));
}

function sameReaction(a: ShownReaction, b: ShownReaction): boolean {
  return a.emoji === b.emoji && a.count === b.count && a.mine === b.mine && sameList(a.names, b.names, Object.is);
}

function sameQuote(a: MessageItem['replyTo'], b: MessageItem['replyTo']): boolean {
  if (!a || !b) return a === b;
  return a.id === b.id && a.quote?.text === b.quote?.text && a.quote?.deleted === b.quote?.deleted;
}

function sameClaim(a: Claim, b: Claim): boolean {
  return a.sig === b.sig && a.of.id === b.of.id && a.of.text === b.of.text;
}

/** Do two messages look the same? */
export function sameMessage(a: MessageItem, b: MessageItem): boolean {
  const plain = (
    ['id', 'seq', 'at', 'by', 'name', 'text', 'startsGroup', 'edited', 'pinned', 'mentionsMe'] as const
  ).every((field) => a[field] === b[field]);
  return (
    plain &&
    a.deleted?.by === b.deleted?.by &&
    a.thread?.count === b.thread?.count &&
    a.thread?.lastAt === b.thread?.lastAt &&
    a.thread?.unread === b.thread?.unread &&
    sameQuote(a.replyTo, b.replyTo) &&
    sameList(a.reactions, b.reactions, sameReaction) &&
    sameList(a.claims, b.claims, sameClaim)
  );
}
