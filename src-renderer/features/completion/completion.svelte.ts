import type { Choice, Offer, Source } from './choice.ts';

/** What is offered for what one has begun to type, and which of it is marked. */
export class Completion {
  offer = $state.raw<Offer | null>(null);
  marked = $state(0);
  readonly #sources: readonly Source[];
  /** What was typed when one did not want to be offered anything. */
  #refused: string | null = null;
  #asked = 0;

  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  /** The text or the caret has changed. Whoever asked last is answered. */
  async look(before: string): Promise<void> {
    const asked = ++this.#asked;
    if (this.#refused !== null && !before.startsWith(this.#refused)) this.#refused = null;
    const offer = this.#refused === null ? await this.#find(before) : null;
    if (asked !== this.#asked) return;
    this.marked = 0;
    this.offer = offer;
  }

  async #find(before: string): Promise<Offer | null> {
    for (const source of this.#sources) {
      const offer = await Promise.resolve(source(before)).catch(() => null);
      if (offer) return offer.choices.length > 0 ? offer : null;
    }
    return null;
  }

  close(): void {
    this.#asked += 1;
    this.offer = null;
  }

  /** What a key means to the list: a choice, or whether the key was for it at all. */
  key(event: KeyboardEvent, before: string): Choice | boolean {
    const { offer } = this;
    if (!offer || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    const { choices } = offer;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.marked = (this.marked + (event.key === 'ArrowDown' ? 1 : choices.length - 1)) % choices.length;
        return true;
      case 'Enter':
      case 'Tab':
        return event.shiftKey ? false : (choices[this.marked] ?? false);
      case 'Escape':
        this.#refused = before;
        this.close();
        return true;
      default:
        return false;
    }
  }
}
