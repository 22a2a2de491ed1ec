import type { HistoryScope, MessageEvent, ReceivedEvent } from '../protocol/events.ts';
import { onlyInThread } from './changes.ts';
import { NO_STATES, type States } from './held.ts';
import { messageItem, type MessageItem } from './message-item.ts';

export type { MessageItem } from './message-item.ts';

/** A day's first line. `at` is some time on that day. */
export interface DayItem {
  type: 'day';
  id: string;
  at: number;
}

/** People who came and went, folded into one line, in the order they did. */
export interface MembershipItem {
  type: 'membership';
  id: string;
  seq: number;
  at: number;
  changes: { name: string; did: 'join' | 'leave' }[];
}

/** Something done to the room: it was made, renamed, locked, somebody asked into it, and so on. */
export interface ChangeItem {
  type: 'change';
  id: string;
  seq: number;
  at: number;
  name: string;
  change:
    | { kind: 'create' | 'rename'; title: string }
    | { kind: 'topic'; topic: string }
    | { kind: 'archive' }
    | { kind: 'lock'; on: boolean }
    | { kind: 'slow'; seconds: number }
    | { kind: 'invite'; whoName: string }
    | { kind: 'history'; scope: HistoryScope };
}

/** Everything after it came after one last looked. */
export interface UnreadItem {
  type: 'unread';
  id: string;
}

export type TimelineItem = MessageItem | DayItem | MembershipItem | ChangeItem | UnreadItem;

/** A group ends when its author pauses for longer than this, in milliseconds. */
export const GROUP_MS = 5 * 60_000;

export interface FoldOptions {
  /** Show an unread divider before the first event after this one. */
  unreadAfter?: number | null;
  /** One's own member number: a divider is not shown before what one said oneself. */
  me?: number | null;
  /** What later events made of the messages, as the window holds it. */
  states?: States;
  /** Show what was said in threads alone, too: for the thread's own timeline. */
  threads?: boolean;
  /** The calendar day of a time, in the reader's time zone, as a string that differs from day to day. */
  dayOf?: (at: number) => string;
}

/** Kinds that only change what others show. */
const SILENT: ReadonlySet<string> = new Set(['edit', 'delete', 'react', 'pin', 'unknown']);

interface Fold {
  states: States;
  me: number | null;
}

function localDay(at: number): string {
  const date = new Date(at);
  return `${String(date.getFullYear())}-${String(date.getMonth() + 1)}-${String(date.getDate())}`;
}

function changeOf(event: ReceivedEvent): ChangeItem['change'] | null {
  switch (event.kind) {
    case 'create':
    case 'rename':
      return { kind: event.kind, title: event.title };
    case 'topic':
      return { kind: 'topic', topic: event.topic };
    case 'archive':
      return { kind: 'archive' };
    case 'lock':
      return { kind: 'lock', on: event.on };
    case 'slow':
      return { kind: 'slow', seconds: event.seconds };
    case 'history':
      return { kind: 'history', scope: event.scope };
    case 'invite':
      return { kind: 'invite', whoName: event.whoName };
    default:
      return null;
  }
}

function addMessage(items: TimelineItem[], event: MessageEvent, { states, me }: Fold): void {
  const before = items.at(-1);
  const follows = before?.type === 'message' && before.by === event.by && event.at - before.at < GROUP_MS;
  items.push(messageItem(event, states.get(event.id) ?? {}, { me, startsGroup: !follows }));
}

function addMembership(items: TimelineItem[], event: ReceivedEvent, did: 'join' | 'leave'): void {
  const before = items.at(-1);
  const change = { name: event.name, did };
  if (before?.type === 'membership') before.changes.push(change);
  else items.push({ type: 'membership', id: event.id, seq: event.seq, at: event.at, changes: [change] });
}

function addEvent(items: TimelineItem[], event: ReceivedEvent, fold: Fold): void {
  if (event.kind === 'message') addMessage(items, event, fold);
  else if (event.kind === 'join' || event.kind === 'leave') addMembership(items, event, event.kind);
  else {
    const change = changeOf(event);
    if (change) items.push({ type: 'change', id: event.id, seq: event.seq, at: event.at, name: event.name, change });
  }
}

/** Is the event nothing to this timeline, not even the beginning of a day? */
function hidden(event: ReceivedEvent, threads: boolean): boolean {
  return (!threads && onlyInThread(event)) || SILENT.has(event.kind);
}

/** Folds a contiguous run of a room's log into what is shown, oldest first. */
export function foldTimeline(events: readonly ReceivedEvent[], options: FoldOptions = {}): TimelineItem[] {
  const { unreadAfter = null, me = null, dayOf = localDay, states = NO_STATES, threads = false } = options;
  const items: TimelineItem[] = [];
  let day = '';
  let divided = unreadAfter === null;
  for (const event of events) {
    if (hidden(event, threads)) continue;
    const today = dayOf(event.at);
    if (today !== day) items.push({ type: 'day', id: `day ${today}`, at: event.at });
    day = today;
    if (!divided && unreadAfter !== null && event.seq > unreadAfter && event.kind === 'message') {
      divided = true;
      if (event.by !== me) items.push({ type: 'unread', id: 'unread' });
    }
    addEvent(items, event, { states, me });
  }
  return items;
}
