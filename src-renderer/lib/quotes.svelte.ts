import { SvelteMap } from 'svelte/reactivity';
import type { MessageEvent } from '../../src-shared/protocol/events.ts';
import { TARGETS_MAX } from '../../src-shared/protocol/limits.ts';
import { setNewest } from './newest.ts';

export interface QuotesWith {
  /** Asks the host for messages. Rejects if it cannot be asked. */
  ask(room: string, targets: string[]): Promise<readonly MessageEvent[]>;
  /** Runs something when the window has nothing better to do. */
  idle(run: () => void): void;
}

/** Messages kept: more than a window quotes, or has bookmarks of, at a time. */
const KEPT = 1_200;

/**
 * Messages that replies on the screen quote, or that one has marked, and that are not loaded. What the host says of them
 * there is its word alone; the message itself is signed. So it is fetched, some at a time, once each.
 */
export class Quotes {
  readonly #with: QuotesWith;
  readonly #events = new SvelteMap<string, MessageEvent>();
  /** What the host said in the quote when its message was asked for: once it says something else, it is asked again. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #asked = new Map<string, string>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #waiting = new Map<string, { room: string; id: string }>();
  #running = false;

  constructor(parts: QuotesWith) {
    this.#with = parts;
  }

  /** The message of this id; null until it has come. */
  of(room: string, id: string): MessageEvent | null {
    return this.#events.get(`${room} ${id}`) ?? null;
  }

  /** The message is on the screen by these words of the host's. */
  want(room: string, id: string, words: string): void {
    const name = `${room} ${id}`;
    if (this.#asked.get(name) === words) return;
    setNewest(this.#asked, name, words, KEPT);
    setNewest(this.#waiting, name, { room, id }, KEPT);
    this.#soon();
  }

  /** The host can be asked again. */
  connected(): void {
    this.#soon();
  }

  #soon(): void {
    if (this.#running || this.#waiting.size === 0) return;
    this.#running = true;
    this.#with.idle(() => {
      void this.#fetch().finally(() => (this.#running = false));
    });
  }

  /** Asks for all that wait, room by room. Never rejects: what cannot be asked for now waits on. */
  async #fetch(): Promise<void> {
    for (let [first] = this.#waiting.values(); first; [first] = this.#waiting.values()) {
      const { room } = first;
      const some = [...this.#waiting].filter(([, one]) => one.room === room).slice(0, TARGETS_MAX);
      try {
        const ids = some.map(([, { id }]) => id);
        const events = await this.#with.ask(room, ids);
        for (const event of events)
          if (ids.includes(event.id)) setNewest(this.#events, `${room} ${event.id}`, event, KEPT);
      } catch {
        // Not connected, most likely: asked again once it is.
        return;
      }
      for (const [name] of some) this.#waiting.delete(name);
    }
  }
}
