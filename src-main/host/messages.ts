import { findMentions } from '../../src-shared/domain/mentions.ts';
import { checkText } from '../../src-shared/domain/names.ts';
import { may } from '../../src-shared/domain/permissions.ts';
import { checkEmoji } from '../../src-shared/domain/reactions.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import type { Forward, Forwarded } from '../../src-shared/protocol/forward.ts';
import type { RoomEvent } from '../../src-shared/protocol/events.ts';
import { MENTIONS_MAX } from '../../src-shared/protocol/limits.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { EventBody, Store } from '../store/store.ts';
import type { Committer } from './committer.ts';
import type { Members } from './members.ts';
import { readForward } from './forwarding.ts';
import { PURGE_MAX, type Moderation } from './moderation.ts';
import { auditPlace } from './host-room.ts';
import type { HostRoom } from './room-list.ts';
import { newId, type Rooms } from './rooms.ts';

/** What somebody says, and in answer to what. */
export interface NewMessage {
  text: string;
  replyTo?: string | undefined;
  thread?: string | undefined;
  alsoRoom?: boolean | undefined;
  me?: boolean | undefined;
  /** What it passes on. */
  forward?: Forward | undefined;
  /** The author's signature. Passed on as it is: those who read the message check it, not the host. */
  sig?: string | undefined;
}

export interface MessagesWith {
  store: Store;
  committer: Committer;
  rooms: Rooms;
  members: Members;
  moderation: Moderation;
}

/** Whom a text calls upon: as the log keeps it, and who is to be notified (0: everyone). */
interface Calls {
  fields: { mentions?: number[]; everyone?: 'room' | 'here' };
  notify: number[];
}

/**
 * The rules for saying something and for what may be done to it afterwards. Whether there is such a message, and whether
 * it may still be changed, is decided where that is certain: in the transaction that writes the event.
 */
export class Messages {
  readonly #with: MessagesWith;

  constructor(parts: MessagesWith) {
    this.#with = parts;
  }

  /** @throws Refusal */
  send(by: Member, id: string, event: string, message: NewMessage): Promise<RoomEvent> {
    return message.forward ? this.#passOn(by, id, event, message, message.forward) : this.#say(by, id, event, message);
  }

  async #passOn(by: Member, id: string, event: string, message: NewMessage, forward: Forward): Promise<RoomEvent> {
    const { replyTo, thread, me } = message;
    if (replyTo !== undefined || thread !== undefined || me)
      throw new Refusal('bad-frame', 'What is forwarded answers nothing, and is said by nobody but its author.');
    return this.#say(by, id, event, message, await readForward(this.#with, by, forward));
  }

  #say(by: Member, id: string, event: string, message: NewMessage, forwarded?: Forwarded): Promise<RoomEvent> {
    const { replyTo, thread, alsoRoom = false, me = false, sig } = message;
    if (alsoRoom && thread === undefined) throw new Refusal('bad-frame', '"alsoRoom" is for messages in a thread.');
    const room = this.#with.rooms.unarchived(id);
    this.#with.moderation.checkSpeech(by, room);
    const text = forwarded && message.text.trim() === '' ? '' : checkText(message.text);
    const { fields, notify } = this.#calls(by, room, text);
    const answers = {
      ...(replyTo !== undefined && { replyTo }),
      ...(thread !== undefined && { thread }),
      ...(alsoRoom && { alsoRoom }),
      ...(me && { me }),
      ...(forwarded && { forwarded }),
      ...(sig !== undefined && { sig }),
    };
    this.#with.rooms.bringBack(by, room);
    return this.#appendSeen(by, room, event, { kind: 'message', text, ...answers, ...fields }, notify);
  }

  /** @throws Refusal `no-such-event`, `not-yours`, `message-deleted`, `text-empty`, ... */
  edit(by: Member, id: string, event: string, wish: { target: string; text: string; sig?: string | undefined }) {
    const room = this.#writable(by, id);
    const { target, sig } = wish;
    const text = checkText(wish.text);
    const { fields, notify } = this.#calls(by, room, text);
    return this.#append(
      by,
      id,
      event,
      { kind: 'edit', target, text, ...(sig !== undefined && { sig }), ...fields },
      notify,
    );
  }

  /** One's own, or as a moderator that of somebody of a lower role. @throws Refusal */
  async delete(by: Member, id: string, event: string, target: string): Promise<RoomEvent> {
    const room = this.#with.rooms.unarchived(id);
    const removed = may(by.role, 'message.remove') ? await this.#with.store.event(id, target) : null;
    const author = removed && this.#with.members.get(removed.by);
    if (!author || author === by) return this.#append(by, id, event, { kind: 'delete', target });
    this.#with.moderation.checkAgainst(by, 'message.remove', author);
    const deleted = await this.#append(by, id, event, { kind: 'delete', target, moderated: true });
    await this.#with.moderation.note(by, 'remove', author.name, auditPlace(room, removed.seq));
    return deleted;
  }

  /**
   * Removes what somebody has said since a time, in every room that the moderator may know of, at most `PURGE_MAX`
   * messages. What its author takes back meanwhile is gone as well, but not counted.
   */
  async purge(by: Member, author: Member, since: number): Promise<{ removed: number; rooms: number; more: boolean }> {
    const rooms = this.#with.rooms.visibleTo(by).filter(({ lastAt }) => lastAt >= since);
    const ids = rooms.map(({ id }) => id);
    const found = await this.#with.store.messages.saidBy(author.id, since, ids, PURGE_MAX + 1);
    const removals = await Promise.allSettled(
      found
        .slice(0, PURGE_MAX)
        .map(({ room, id }) => this.#append(by, room, newId(), { kind: 'delete', target: id, moderated: true })),
    );
    const removed = removals.filter(({ status }) => status === 'fulfilled').length;
    const failed = removals.find((one) => one.status === 'rejected');
    // What could not be written, such as on a full disk, must not look as if it was done.
    if (failed && removed === 0) throw failed.reason;
    const touched = new Set(found.slice(0, PURGE_MAX).map(({ room }) => room));
    return { removed, rooms: touched.size, more: found.length > PURGE_MAX };
  }

  /** @throws Refusal `not-an-emoji`, `too-many-reactions`, `no-such-event`, `message-deleted` */
  react(
    by: Member,
    id: string,
    event: string,
    wish: { target: string; emoji: string; on: boolean },
  ): Promise<RoomEvent> {
    const room = this.#writable(by, id);
    const { target, on } = wish;
    return this.#appendSeen(by, room, event, { kind: 'react', target, emoji: checkEmoji(wish.emoji), on });
  }

  /** @throws Refusal `too-many-pins`, `no-such-event`, `message-deleted` */
  pin(by: Member, id: string, event: string, target: string, on: boolean): Promise<RoomEvent> {
    const room = this.#writable(by, id);
    return this.#appendSeen(by, room, event, { kind: 'pin', target, on });
  }

  /** An event that is in the log already: what became of it is not undone by what happened since. */
  async earlier(by: Member, id: string, event: string): Promise<RoomEvent | null> {
    const found = await this.#with.store.event(id, event);
    return found?.by === by.id ? found : null;
  }

  #writable(by: Member, id: string): HostRoom {
    const room = this.#with.rooms.unarchived(id);
    this.#with.moderation.checkWriting(by, room);
    return room;
  }

  /** @throws Refusal `too-many-mentions` */
  #calls(by: Member, room: HostRoom, text: string): Calls {
    const mentions = findMentions(text, (key) => this.#with.members.named(key)?.id);
    const called = new Set(mentions.map(({ who }) => who));
    // Who may not call upon everyone has only written the word.
    if (!may(by.role, 'mention.room')) for (const word of ['room', 'here'] as const) called.delete(word);
    const everyone = called.has('room') ? ('room' as const) : called.has('here') ? ('here' as const) : null;
    const members = [...called].filter((who) => typeof who === 'number');
    if (members.length > MENTIONS_MAX) throw new Refusal('too-many-mentions');
    const fields = { ...(members.length > 0 && { mentions: members }), ...(everyone && { everyone }) };
    const present = everyone === 'here' ? room.presence.members.map(({ id }) => id) : [];
    return { fields, notify: everyone === 'room' ? [0, ...members] : [...members, ...present] };
  }

  /** About messages that its author may read alone. */
  async #appendSeen(by: Member, room: HostRoom, id: string, body: EventBody, notify: readonly number[] = []) {
    if (room.history === 'all') return this.#append(by, room.id, id, body, notify);
    return this.#append(by, room.id, id, body, notify, await this.#with.rooms.firstFor(by, room));
  }

  #append(
    by: Member,
    room: string,
    id: string,
    body: EventBody,
    notify: readonly number[] = [],
    since = 1,
  ): Promise<RoomEvent> {
    return this.#with.committer.append({ room, id, by: by.id, at: Date.now(), body, notify, since });
  }
}
