import { Notification } from 'electron';
import type { Notice } from '../../src-shared/protocol/notices.ts';
import { report } from '../engine/report.ts';

/** Characters of an answer that are passed on; the longest message has fewer. */
const REPLY_MAX = 10_000;

export interface NoticeActs {
  pressed: (tag: string) => void;
  replied: (tag: string, text: string) => void;
}

/** The system's own notifications: of each tag the newest one. Held on to, since a lost object is a lost press. */
export class Notifications {
  readonly #acts: NoticeActs;
  readonly #shown = new Map<string, Notification>();

  constructor(acts: NoticeActs) {
    this.#acts = acts;
  }

  show({ tag, title, body, reply }: Notice): void {
    this.clear(tag);
    if (!Notification.isSupported()) return;
    const shown = new Notification({ title, body, hasReply: true, replyPlaceholder: reply });
    this.#shown.set(tag, shown);
    shown.on('click', () => {
      this.clear(tag);
      this.#acts.pressed(tag);
    });
    shown.on('reply', (_event, text) => this.#acts.replied(tag, text.slice(0, REPLY_MAX)));
    shown.on('failed', (_event, error) => report('a notification was not shown', error));
    shown.show();
  }

  /** Takes one away: what it told of has been seen. */
  clear(tag: string): void {
    const shown = this.#shown.get(tag);
    this.#shown.delete(tag);
    shown?.close();
  }
}
