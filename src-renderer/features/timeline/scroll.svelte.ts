import type { Place } from '../../lib/room-view.svelte.ts';
import type { Slice } from './slice.svelte.ts';

/** Nearer to the end than this counts as being there. */
const NEAR_END = 32;
/** Nearer to an edge of what is in the page than this, more is put there; nearer than this, much more, and only there where one follows what is new. */
const NEAR_EDGE = 900;
const URGENT = 200;
/** After a key, the page has its final layout within this many milliseconds. */
const TYPING_SETTLES_MS = 100;

/** A message is held by its text, because its author's name above it comes and goes with the message before. */
function heldPart(row: Element): Element {
  return row.querySelector('[data-held]') ?? row;
}

/**
 * Keeps what one reads still, to the pixel, whatever is added, removed or resized above it; or keeps to the newest end
 * while that is what one reads. The browser's own scroll anchoring does less, and not in every browser.
 */
export class Scroll {
  readonly #box: HTMLElement;
  /** Whose children are the rows. */
  readonly #list: HTMLElement;
  readonly #slice: Slice;
  readonly #load: (which: 'older' | 'newer') => void;
  #held: Place | null = null;
  #size = '';
  #typedAt = -Infinity;

  constructor(
    { box, list }: { box: HTMLElement; list: HTMLElement },
    slice: Slice,
    held: Place | null,
    load: (which: 'older' | 'newer') => void,
  ) {
    this.#box = box;
    this.#list = list;
    this.#slice = slice;
    this.#held = held;
    this.#load = load;
  }

  /** Where one is reading; null at the newest end. */
  get place(): Place | null {
    return this.#slice.following ? null : this.#held;
  }

  #measure(): string {
    return `${String(this.#box.scrollHeight)} ${String(this.#box.clientHeight)}`;
  }

  #topOf(row: Element): number {
    return heldPart(row).getBoundingClientRect().top - this.#box.getBoundingClientRect().top;
  }

  #row(id: string): Element | null {
    return this.#list.querySelector(`:scope > [data-id="${CSS.escape(id)}"]`);
  }

  /** The first row whose text begins inside the window; found by halving, since tops only grow. */
  #firstVisible(): Place | null {
    const { children } = this.#list;
    let low = 0;
    let high = children.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = children[middle];
      if (row && this.#topOf(row) < 0) low = middle + 1;
      else high = middle;
    }
    let row = children[low] ?? null;
    // A day holds no place.
    while (row && !row.hasAttribute('data-id')) row = row.nextElementSibling;
    return row && { id: row.getAttribute('data-id') ?? '', top: this.#topOf(row) };
  }

  /** One has scrolled: notes what is being read now. */
  note(): void {
    // The browser scrolls by itself when something is resized, as the composer is by typing; that is not what is meant.
    const typing = this.#slice.following && performance.now() - this.#typedAt < TYPING_SETTLES_MS;
    if (typing || this.#measure() !== this.#size) {
      this.hold();
      return;
    }
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.#slice.following = atEnd && this.#slice.atNewest;
    this.#held = this.#slice.following ? null : this.#firstVisible();
    this.fill();
  }

  /** Something was typed, which may resize the composer and resize it back. */
  typed(): void {
    this.#typedAt = performance.now();
  }

  /** Something has changed its size: puts what is being read back where it was. */
  hold(): void {
    this.#size = this.#measure();
    if (this.#slice.following) {
      this.#box.scrollTop = this.#box.scrollHeight;
      return;
    }
    const row = this.#held && this.#row(this.#held.id);
    if (row && this.#held) this.#box.scrollTop += this.#topOf(row) - this.#held.top;
  }

  /** Puts a row a quarter down the window, and stays with it. */
  show(id: string): void {
    if (!this.#row(id)) return;
    this.#slice.following = false;
    this.#held = { id, top: Math.round(this.#box.clientHeight / 4) };
    this.hold();
    this.note();
  }

  /** Puts more into the page where its edge comes near, and has more loaded before that is all in the page. */
  fill(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    const below = scrollHeight - scrollTop - clientHeight;
    const slice = this.#slice;
    const up = scrollTop < (slice.following ? URGENT : NEAR_EDGE) && !slice.atOldest;
    const down = !up && below < NEAR_EDGE && !slice.atNewest;
    if (up && !slice.older(scrollTop < URGENT)) this.#load('older');
    else if (down && !slice.newer(below < URGENT)) this.#load('newer');
    else if (slice.shortAbove && !slice.following) this.#load('older');
    else if (slice.shortBelow) this.#load('newer');
  }
}
