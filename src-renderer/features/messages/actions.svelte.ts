import { wordsOf } from '../../../src-shared/domain/forward.ts';
import { may, outranks } from '../../../src-shared/domain/permissions.ts';
import { messageItem, type MessageItem } from '../../../src-shared/domain/message-item.ts';
import type { Forwarded } from '../../../src-shared/protocol/forward.ts';
import type { App } from '../../lib/app.svelte.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';
import type { Names } from '../../lib/known-people.ts';
import { messageLink } from '../../lib/links.ts';
import { copyText } from '../../lib/outside.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';
import type { MessageRow } from '../../lib/rows.ts';
import type { Writing } from '../../lib/writing.svelte.ts';
import { onlineMember } from '../direct/people.ts';
import { proofWords } from '../trust/words.ts';
import { remember } from '../emoji/recent.ts';

/** What stands open over the messages, for one of them. */
export type Open =
  | { kind: 'menu' | 'picker'; row: MessageRow; anchor: Element }
  | { kind: 'delete' | 'versions' | 'report' | 'forward'; row: MessageRow };

/** Where the messages are that things are done to. */
interface Place {
  app: App;
  host: HostView;
  room: RoomView;
  /** What the composer below them is at. */
  writing: Writing;
  /** They are a thread's, not the room's own. */
  inThread: boolean;
}

/** All that can be done to a message: one for each list of messages, shared by its rows, menus and keys. */
export class MessageActions {
  open = $state.raw<Open | null>(null);
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  get roomId(): string {
    return this.#place.room.id;
  }

  get inThread(): boolean {
    return this.#place.inThread;
  }

  /** Whom the messages may call upon. */
  get names(): Names {
    return this.#place.room.names;
  }

  /** It is in the log, and says something. */
  mayAnswer(row: MessageRow): boolean {
    return !row.unsent && !row.deleted && !this.#place.room.info.archived;
  }

  mayEdit(row: MessageRow): boolean {
    return this.mayAnswer(row) && row.by === this.#place.host.me?.id;
  }

  /** Pinning is for everyone in the room. */
  mayPin(row: MessageRow): boolean {
    const { me } = this.#place.host;
    return this.mayAnswer(row) && me !== null && may(me.role, 'message.pin');
  }

  mayRemove(row: MessageRow): boolean {
    if (this.mayEdit(row)) return true;
    const { host } = this.#place;
    if (!this.mayAnswer(row) || !host.me || !may(host.me.role, 'message.remove')) return false;
    // Of one who is not here the role is not known: the host decides.
    const author = onlineMember(host, row.by);
    return !author || outranks(host.me.role, author.role);
  }

  /** Anyone may tell the moderators of what somebody else says. */
  mayReport(row: MessageRow): boolean {
    return !row.unsent && !row.deleted && row.by !== this.#place.host.me?.id;
  }

  /** A message that another answers, as it can be checked: loaded here, or else fetched; null until then. */
  quoted(id: string): MessageItem | null {
    const { host, room } = this.#place;
    const loaded = room.window.events.find((event) => event.id === id && event.kind === 'message');
    const event = loaded?.kind === 'message' ? loaded : host.trust?.quotes.of(room.id, id);
    if (!event) return null;
    const state = room.window.states.get(id) ?? event.state ?? {};
    return messageItem(event, state, { me: host.me?.id ?? null, startsGroup: true });
  }

  /** Is it by somebody whom one ignores? */
  ignores(member: number): boolean {
    const { app, host } = this.#place;
    return member !== host.me?.id && app.keep.ignored.has(host.id, member);
  }

  /** A thread cannot begin inside another. */
  mayOpenThread(row: MessageRow): boolean {
    return !this.inThread && !row.unsent && (row.thread !== null || this.mayAnswer(row));
  }

  /** Who has seen it, as far as the room tells. */
  seenBy(row: MessageRow): string[] {
    return this.inThread || row.unsent ? [] : this.#place.room.seenBy(row);
  }

  show(kind: 'menu' | 'picker', row: MessageRow, anchor: Element): void {
    this.open = { kind, row, anchor };
  }

  ask(kind: 'delete' | 'versions' | 'report' | 'forward', row: MessageRow): void {
    this.open = { kind, row };
  }

  /** What is known of who wrote a message, in words; '' where there is nothing to know. */
  proofOf(row: MessageRow): string {
    const proofs = this.#place.host.trust?.proofs;
    return proofs && row.claims.length > 0 ? proofWords(proofs.of(this.roomId, row), row.name) : '';
  }

  close(): void {
    this.open = null;
  }

  reply(row: MessageRow): void {
    if (this.mayAnswer(row)) this.#place.writing.reply(row);
  }

  edit(row: MessageRow): void {
    if (this.mayEdit(row)) this.#place.writing.edit(row);
  }

  /** Puts one's reaction on a message, or takes it away. */
  async react(row: MessageRow, emoji: string): Promise<void> {
    if (!this.mayAnswer(row)) return;
    const on = !row.reactions.some((one) => one.emoji === emoji && one.mine);
    if (on) remember(this.#place.app.keep, emoji);
    const { host, room } = this.#place;
    await this.#tried(host.session.talk.react(room.id, row.id, emoji, on));
  }

  async pin(row: MessageRow): Promise<void> {
    const { host, room } = this.#place;
    await this.#tried(host.session.talk.pin(room.id, row.id, !row.pinned));
  }

  bookmarked(row: MessageRow): boolean {
    return this.#place.host.bookmarked(row.id);
  }

  /** Keeps a message at hand for oneself, or no longer. */
  async bookmark(row: MessageRow): Promise<void> {
    if (row.unsent || row.deleted) return;
    const { host, room } = this.#place;
    await this.#tried(host.session.bookmarks.set(room.id, row.id, !this.bookmarked(row)));
  }

  openThread(row: MessageRow): void {
    const root = row.inThread ?? row.id;
    if (row.inThread === null && !this.mayOpenThread(row)) return;
    this.#place.app.panel = null;
    this.#place.room.openThread(root);
  }

  markUnread(row: MessageRow): void {
    this.#place.room.markUnread(row.seq);
  }

  copy(row: MessageRow): Promise<boolean> {
    return copyText(wordsOf(row));
  }

  copyLink(row: MessageRow): Promise<boolean> {
    const { host, room } = this.#place;
    return copyText(messageLink(host, room.id, row.seq));
  }

  /** Goes to the message that another answers, wherever in the log it is. */
  async goTo(id: string, seq?: number): Promise<void> {
    const { host, room } = this.#place;
    const known = room.window.events.find((event) => event.id === id)?.seq ?? seq;
    await this.#tried(
      // An older host does not say where; the answer to a request for its thread does.
      known !== undefined
        ? room.goTo(known)
        : host.session.request('thread', { room: room.id, root: id, limit: 1 }).then(({ root }) => room.goTo(root.seq)),
    );
  }

  /** Shows a room that a message names. */
  async openRoom(id: string): Promise<void> {
    const { app, host } = this.#place;
    const room = host.room(id);
    if (room) await app.showRoom(host, room);
  }

  /** Goes to where a message that was passed on was said first. */
  async goToOrigin({ origin }: Forwarded): Promise<void> {
    const { app, host } = this.#place;
    const room = origin ? host.room(origin.room) : null;
    if (!origin || !room) return;
    await app.showRoom(host, room);
    await this.#tried(room.goTo(origin.seq));
  }

  async #tried(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (thrown) {
      this.#place.host.tell(thrown);
    }
  }
}
