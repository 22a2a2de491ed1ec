import type { Failure } from '../../../src-shared/session/ports.ts';
import type { App } from '../../lib/app.svelte.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';
import type { ThreadView } from '../../lib/thread-view.svelte.ts';
import { failureOf } from '../../lib/words.ts';
import type { About } from '../../lib/writing.svelte.ts';
import { runCommand, type Said } from './commands.ts';
import { Typed } from './typed.svelte.ts';

interface Place {
  app: App;
  host: HostView;
  room: RoomView;
  /** The thread it writes in; null for the room's own timeline. */
  thread: ThreadView | null;
}

/** What a composer does with what is typed: says it, answers with it, or changes a message to it. */
export class Writer {
  readonly typed: Typed;
  failure = $state.raw<Failure | null>(null);
  /** An edit is on its way. */
  busy = $state(false);
  alsoRoom = $state(false);
  readonly #place: Place;

  constructor(place: Place) {
    const { app, host, room, thread } = place;
    const key = thread ? `${room.id}.${thread.root}` : room.id;
    this.#place = place;
    this.typed = new Typed(app.keep.draft(host.id, key), () => {
      app.keep.dropDraft(host.id, key);
    });
  }

  get #writing() {
    return (this.#place.thread ?? this.#place.room).writing;
  }

  get about(): About | null {
    return this.#writing.about;
  }

  get editing(): boolean {
    return this.about?.kind === 'edit';
  }

  /** A message is to be answered or edited, or none any more: the text follows. */
  follow(): void {
    this.failure = null;
    if (this.about?.kind === 'edit') this.typed.edit(this.about.row.text);
    else this.typed.resume();
  }

  cancel(): void {
    this.#writing.done();
  }

  /** Edits what one said here last. Gives whether there is such a message. */
  editLast(): boolean {
    const { room, thread } = this.#place;
    const row = (thread ?? room).lastOwn;
    if (row) this.#writing.edit(row);
    return row !== null;
  }

  async send(): Promise<void> {
    const { about } = this;
    this.failure = null;
    if (about?.kind === 'edit') await this.#change(about);
    else await this.#say(about?.row.id);
  }

  async #change({ row }: About): Promise<void> {
    const { host, room } = this.#place;
    const { text } = this.typed;
    if (text === row.text) {
      this.cancel();
      return;
    }
    this.busy = true;
    try {
      await host.session.talk.edit(room.id, row.id, text);
      this.cancel();
    } catch (thrown) {
      this.failure = failureOf(thrown);
    } finally {
      this.busy = false;
    }
  }

  async #say(replyTo: string | undefined): Promise<void> {
    const { text } = this.typed;
    this.typed.clear();
    try {
      const said = await runCommand(text, this.#place);
      if (said === null) return;
      this.cancel();
      await this.#deliver(said, replyTo);
      this.alsoRoom = false;
    } catch (thrown) {
      this.failure = failureOf(thrown);
      this.typed.putBack(text);
    }
  }

  #deliver({ text, me }: Said, replyTo: string | undefined): Promise<void> {
    const { room, thread } = this.#place;
    return thread ? thread.say(text, { replyTo, me, alsoRoom: this.alsoRoom }) : room.say(text, { replyTo, me });
  }
}
