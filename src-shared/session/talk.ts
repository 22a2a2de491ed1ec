import { checkText } from '../domain/names.ts';
import type { Signable } from '../domain/signed-text.ts';
import { checkEmoji } from '../domain/reactions.ts';
import type { Versions } from '../protocol/edits.ts';
import type { MessageEvent, ReceivedEvent } from '../protocol/events.ts';
import type { MessageSent } from '../protocol/messages.ts';
import type { Searched } from '../protocol/search.ts';
import type { Result } from '../protocol/answers.ts';
import type { Asked, RequestType } from '../protocol/requests.ts';

import type { Unsent } from './ports.ts';

export interface TalkLink {
  request<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>>;
  newId(): string;
  /** One's signature of a message. */
  sign(message: Signable): Promise<string>;
}

/** What is done to messages that are in the log. Everything rejects with the host's refusal, or `host-gone`. */
export class Talk {
  readonly #link: TalkLink;

  constructor(link: TalkLink) {
    this.#link = link;
  }

  /** Sends a message that is in the outbox, signed. @throws Refusal */
  async say({ room, id, text, replyTo, thread, alsoRoom, me, forward }: Unsent): Promise<MessageSent> {
    const said = { room, replyTo, thread, alsoRoom, me, text };
    const sig = await this.#link.sign({ ...said, forwarded: forward?.shown, id, kind: 'message' });
    return this.#link.request('message.send', { ...said, forward: forward?.of, event: id, sig });
  }

  /** Says a message of one's own in other words. @throws Refusal */
  async edit(room: string, target: string, wanted: string): Promise<void> {
    const event = this.#link.newId();
    const text = checkText(wanted);
    const sig = await this.#link.sign({ room, id: event, kind: 'edit', target, text });
    await this.#link.request('message.edit', { room, event, target, text, sig });
  }

  /** Takes a message back: its text is gone for everyone. @throws Refusal */
  async remove(room: string, target: string): Promise<void> {
    await this.#link.request('message.delete', { room, event: this.#link.newId(), target });
  }

  /** Puts an emoji on a message or takes one's own away. @throws Refusal */
  async react(room: string, target: string, emoji: string, on: boolean): Promise<void> {
    const event = this.#link.newId();
    await this.#link.request('message.react', { room, event, target, emoji: checkEmoji(emoji), on });
  }

  /** Pins a message for everyone in the room, or unpins it. @throws Refusal */
  async pin(room: string, target: string, on: boolean): Promise<void> {
    await this.#link.request('message.pin', { room, event: this.#link.newId(), target, on });
  }

  /** The messages pinned in a room, the one pinned last first. @throws Refusal */
  async pins(room: string): Promise<ReceivedEvent[]> {
    return (await this.#link.request('pins', { room })).events;
  }

  /** Messages of a room by their ids; what is not there is left out. @throws Refusal */
  async messages(room: string, targets: string[]): Promise<MessageEvent[]> {
    return (await this.#link.request('messages', { room, targets })).events;
  }

  /** Messages that are found, as `search` gives them. @throws Refusal */
  search(query: string, where: Omit<Asked<'search'>, 'query'> = {}): Promise<Searched> {
    return this.#link.request('search', { query, ...where });
  }

  /** What a message said, oldest first. @throws Refusal */
  async versions(room: string, target: string): Promise<Versions['versions']> {
    return (await this.#link.request('message.versions', { room, target })).versions;
  }
}
