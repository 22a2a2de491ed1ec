import { Refusal } from '../../src-shared/protocol/errors.ts';
import { LINK_MS } from '../../src-shared/protocol/linking.ts';

/** Boxes at a time, of all people together. */
export const LINK_BOXES_MAX = 1_000;

interface Box {
  owner: number;
  sealed: string;
  until: number;
  taken: () => void;
}

/** Sealed keys on their way from one device of a person to another: few, for minutes, taken once, never on disk. */
export class LinkBoxes {
  readonly #boxes = new Map<string, Box>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @throws Refusal `id-taken`, `too-many-linkings` */
  put(owner: number, name: string, sealed: string, taken: () => void): void {
    this.#sweep();
    for (const [other, box] of this.#boxes) if (box.owner === owner) this.#boxes.delete(other);
    if (this.#boxes.has(name)) throw new Refusal('id-taken');
    if (this.#boxes.size >= LINK_BOXES_MAX) throw new Refusal('too-many-linkings');
    this.#boxes.set(name, { owner, sealed, until: this.#now() + LINK_MS, taken });
  }

  /** @throws Refusal `linking-gone` */
  take(name: string): string {
    this.#sweep();
    const box = this.#boxes.get(name);
    if (!box) throw new Refusal('linking-gone');
    this.#boxes.delete(name);
    box.taken();
    return box.sealed;
  }

  #sweep(): void {
    const now = this.#now();
    for (const [name, { until }] of this.#boxes) if (until <= now) this.#boxes.delete(name);
  }
}
