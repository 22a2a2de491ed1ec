import { parseQuery } from '../../../src-shared/domain/search-query.ts';
import type { Searched } from '../../../src-shared/protocol/search.ts';
import type { Failure } from '../../../src-shared/session/ports.ts';
import { browserClock } from '../../lib/clock.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';
import { failureOf } from '../../lib/words.ts';
import { foundItem, type FoundItem } from './found.ts';

/** Results asked for at a time. */
const PAGE = 20;
/** What was said just now is found a moment later: one asks again, so often at most. */
const AGAIN_MS = 800;
const AGAIN_MOST = 5;

/** What one looks for on a host, and what was found. Each keystroke asks anew; the newest question counts. */
export class Search {
  query = $state('');
  everywhere = $state(false);
  results = $state.raw<readonly FoundItem[]>([]);
  /** More can be asked for. */
  more = $state(false);
  busy = $state(false);
  /** An answer to what is typed now has come. */
  answered = $state(false);
  failure = $state.raw<Failure | null>(null);
  readonly #host: HostView;
  readonly #room: () => RoomView | null;
  #next: Searched['next'] = null;
  #asked = 0;
  #again = 0;

  constructor(host: HostView, room: () => RoomView | null) {
    this.#host = host;
    this.#room = room;
  }

  get host(): HostView {
    return this.#host;
  }

  /** The question has changed. */
  async ask(): Promise<void> {
    this.#next = null;
    this.#again = 0;
    this.answered = false;
    if (this.query.trim() === '') {
      this.#asked += 1;
      this.#show([], null);
      this.busy = false;
      return;
    }
    await this.#load([]);
  }

  async loadMore(): Promise<void> {
    if (this.#next !== null && !this.busy) await this.#load(this.results);
  }

  async #load(before: readonly FoundItem[]): Promise<void> {
    const asked = ++this.#asked;
    const room = this.everywhere ? undefined : this.#room()?.id;
    this.busy = true;
    this.failure = null;
    try {
      // eslint-disable-next-line svelte/prefer-svelte-reactivity -- read once, for this request
      const utcOffset = -new Date().getTimezoneOffset();
      const { terms } = parseQuery(this.query, utcOffset);
      const { results, next, covers } = await this.#host.session.talk.search(this.query, {
        room,
        limit: PAGE,
        utcOffset,
        ...(this.#next === null ? {} : { before: this.#next }),
      });
      if (asked !== this.#asked) return;
      const me = this.#host.me?.id ?? null;
      this.#show([...before, ...results.map(({ room, event }) => foundItem(room, event, terms, me))], next);
      if (covers.length > 0 && before.length === 0) this.#askLater(asked);
    } catch (thrown) {
      if (asked === this.#asked) this.failure = failureOf(thrown);
    } finally {
      if (asked === this.#asked) {
        this.busy = false;
        this.answered = true;
      }
    }
  }

  #askLater(asked: number): void {
    this.#again += 1;
    if (this.#again > AGAIN_MOST) return;
    browserClock.later(AGAIN_MS, () => {
      if (asked !== this.#asked) return;
      this.#next = null;
      void this.#load([]);
    });
  }

  #show(results: readonly FoundItem[], next: Searched['next']): void {
    this.results = results;
    this.#next = next;
    this.more = next !== null;
  }
}
