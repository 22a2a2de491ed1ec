import type { Versions } from '../../protocol/edits.ts';
import { wordsOf } from '../forward.ts';
import { received } from '../held.ts';
import type { MessageItem } from '../message-item.ts';
import { quoteText } from '../quotes.ts';
import { foldTimeline, type ChangeItem, type DayItem, type MembershipItem } from '../timeline.ts';
import type { ExportedPage, ThreadRoot } from './format.ts';

/** A message with what an export tells of it besides. */
export interface SaidItem extends Omit<MessageItem, 'type'> {
  type: 'said';
  item: MessageItem;
  /** What it said before, oldest first. */
  earlier: Versions['versions'];
  /** Of one in a thread: what that began with; null if one may not read it. */
  root: ThreadRoot | null;
}

export type TranscriptItem = DayItem | MembershipItem | ChangeItem | SaidItem;

/** Folds a log, page by page, into what is shown: threads' messages stand where they were said, and name their thread. */
export class Transcript {
  /** How many messages there were so far. */
  messages = 0;
  #day = '';
  #place: string | null = null;
  /** What threads began with: their replies may lie far below. */
  readonly #roots = new Map<string, ThreadRoot>();

  *items({ events, versions }: ExportedPage): Generator<TranscriptItem> {
    const held = received(events);
    for (const item of foldTimeline(held.events, { states: held.states, threads: true })) {
      if (item.type === 'unread') continue;
      if (item.type === 'day') {
        // A page may begin on the day that the one before it ended on.
        if (item.id === this.#day) continue;
        this.#day = item.id;
      }
      if (item.type === 'message') yield this.#said(item, versions.get(item.id) ?? []);
      else yield item;
    }
  }

  #said(item: MessageItem, versions: Versions['versions']): SaidItem {
    this.messages += 1;
    if (item.thread) this.#roots.set(item.id, { seq: item.seq, name: item.name, text: quoteText(wordsOf(item)) });
    // Between the room and a thread nobody's words run on.
    const startsGroup = item.startsGroup || item.inThread !== this.#place || item.replyTo !== null;
    this.#place = item.inThread;
    const root = item.inThread === null ? null : (this.#roots.get(item.inThread) ?? null);
    return { ...item, type: 'said', item, startsGroup, root, earlier: versions.slice(0, -1) };
  }
}
