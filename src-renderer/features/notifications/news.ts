import { m } from '../../../src-shared/messages/messages.js';
import { onlyInThread } from '../../../src-shared/domain/changes.ts';
import { wordsOf } from '../../../src-shared/domain/forward.ts';
import { mentions } from '../../../src-shared/domain/message-item.ts';
import { callOf } from '../../../src-shared/domain/notify.ts';
import { plainLine, quoteText } from '../../../src-shared/domain/quotes.ts';
import type { MessageEvent, ReceivedEvent } from '../../../src-shared/protocol/events.ts';
import type { NotificationSettings } from '../../../src-shared/protocol/settings.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';
import type { Verdict } from '../../lib/proofs.svelte.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';
import { doubt } from '../trust/words.ts';
import type { Notices } from './notices.ts';
import { noticeWords } from './words.ts';

/** What decides, besides the message itself, whether one is told of it. */
export interface Situation {
  settings: NotificationSettings;
  busy: boolean;
  inFront: (host: HostView, room: RoomView) => boolean;
  ignored: (host: HostView, member: number) => boolean;
  now: Date;
  /** What is known of who wrote a message. */
  judge: (host: HostView, room: RoomView, event: MessageEvent) => Promise<Verdict | null>;
}

/** What one has been told of in a room and not looked at yet. */
interface Told {
  host: HostView;
  room: RoomView;
  count: number;
  newest: Pick<MessageEvent, 'seq' | 'thread'>;
}

/** What a message says, behind what there is to say against it. */
function checkedText(verdict: Verdict | null, name: string, text: string): string {
  const against = verdict === null ? m.trust_unchecked() : doubt(verdict, name);
  return against === '' ? text : `${against}\n${text}`;
}

export function tagOf(host: HostView, room: Pick<RoomView, 'id'>): string {
  return `${host.id} ${room.id}`;
}

/** Tells of messages as they come: for each room one notification, which counts what has come since one last looked. */
export class News {
  readonly #notices: Pick<Notices, 'show' | 'clear'>;
  readonly #told = new Map<string, Told>();
  /** The newest event looked at in each room: none is told of twice. */
  readonly #upTo = new Map<string, number>();

  constructor(notices: Pick<Notices, 'show' | 'clear'>) {
    this.#notices = notices;
  }

  /** Events came into a room. The newest is checked before it is told of. */
  async heard(host: HostView, room: RoomView, events: readonly ReceivedEvent[], situation: Situation): Promise<void> {
    const tag = tagOf(host, room);
    const upTo = this.#upTo.get(tag) ?? 0;
    const fresh = events.filter((event): event is MessageEvent => event.kind === 'message' && event.seq > upTo);
    this.#upTo.set(tag, Math.max(upTo, events.at(-1)?.seq ?? 0));
    const calling = fresh.filter((event) => this.#calls(host, room, event, situation));
    const newest = calling.at(-1);
    if (!newest) return;
    const count = (this.#told.get(tag)?.count ?? 0) + calling.length;
    const told = { host, room, count, newest: { seq: newest.seq, thread: newest.thread } };
    this.#told.set(tag, told);
    const verdict = await situation.judge(host, room, newest);
    // Seen meanwhile, or told of together with what came since.
    if (this.#told.get(tag) !== told) return;
    const { name } = newest;
    const text = checkedText(verdict, name, plainLine(quoteText(wordsOf(newest))));
    const words = noticeWords({ count, direct: room.info.kind === 'direct', room: room.name, name, text });
    this.#notices.show({ tag, ...words, reply: m.composer_message({ name: room.name }) });
  }

  /** What a notification told of, which is done with. */
  take(tag: string): Told | null {
    const told = this.#told.get(tag) ?? null;
    this.#told.delete(tag);
    return told;
  }

  /** Takes away what has been seen: in a room that is in front, or read up to there, here or elsewhere. */
  tidy(seen: (host: HostView, room: RoomView, seq: number) => boolean): void {
    for (const [tag, { host, room, newest }] of this.#told) {
      if (!seen(host, room, newest.seq)) continue;
      this.#told.delete(tag);
      this.#notices.clear(tag);
    }
  }

  #calls(host: HostView, room: RoomView, event: MessageEvent, situation: Situation): boolean {
    const me = host.session.me?.id ?? null;
    if (event.erased || me === null) return false;
    const { settings, busy, now } = situation;
    const said = {
      room: room.id,
      text: event.text,
      own: event.by === me,
      ignored: situation.ignored(host, event.by),
      direct: room.info.kind === 'direct',
      mention: mentions(event, undefined, me),
      threadOnly: onlyInThread(event),
    };
    const minute = now.getHours() * 60 + now.getMinutes();
    return callOf(said, { settings, busy, inFront: situation.inFront(host, room), minute }) !== null;
  }
}
