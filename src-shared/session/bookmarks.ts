import type { Bookmark } from '../protocol/bookmarks.ts';
import type { ReceivedEvent } from '../protocol/events.ts';
import type { Result } from '../protocol/answers.ts';
import type { Asked, RequestType } from '../protocol/requests.ts';

export interface BookmarkLink {
  request<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>>;
  changed(room: null): void;
}

/** What one has marked for oneself on a host: the same on all one's devices, and nobody else's business. */
export class Bookmarks {
  /** The one marked last first. */
  list: readonly Bookmark[] = [];
  readonly #link: BookmarkLink;
  #loading = false;
  /** It has changed since the host was asked. */
  #stale = false;

  constructor(link: BookmarkLink) {
    this.#link = link;
  }

  /** Marks a message, or no longer. @throws Refusal */
  async set(room: string, target: string, on: boolean): Promise<void> {
    await this.#link.request('bookmark', { room, target, on });
    this.load();
  }

  /** Asks the host for them, once at a time. Without an answer, as from an older host, they stay as they were known. */
  load(): void {
    this.#stale = this.#loading;
    if (this.#loading) return;
    this.#loading = true;
    this.#link
      .request('bookmarks', {})
      .then(
        ({ bookmarks }) => {
          this.list = bookmarks;
          this.#link.changed(null);
        },
        () => undefined,
      )
      .finally(() => {
        this.#loading = false;
        if (this.#stale) this.load();
      });
  }

  /** Live events: a message that is deleted, or says something else, takes its bookmark along. */
  heard(events: readonly ReceivedEvent[]): void {
    const changes = (event: ReceivedEvent): boolean =>
      (event.kind === 'edit' || event.kind === 'delete') &&
      // An answer on its way may have been made before it, and tell of any message.
      (this.#loading || this.list.some(({ id }) => id === event.target));
    if (events.some(changes)) this.load();
  }
}
