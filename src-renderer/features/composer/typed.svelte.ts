import type { z } from 'zod';
import type { Stored } from '../../lib/stored.ts';

/** The text in a composer. What was begun there is kept, and set aside while a message is edited in its place. */
export class Typed {
  text: string;
  readonly #draft: Stored<z.ZodString>;
  readonly #drop: () => void;
  #aside: string | null = null;

  constructor(draft: Stored<z.ZodString>, drop: () => void) {
    this.#draft = draft;
    this.#drop = drop;
    this.text = $state(draft.get());
  }

  /** Writes it to where drafts are kept. */
  keep(): void {
    if (this.#aside !== null) return;
    if (this.text === '') this.#drop();
    else this.#draft.set(this.text);
  }

  /** It is sent. */
  clear(): void {
    this.text = '';
    this.keep();
  }

  /** It could not be sent after all; what has been typed since counts for more. */
  putBack(text: string): void {
    if (this.text === '') this.text = text;
    this.keep();
  }

  /** Sets it aside for a message to be edited. */
  edit(text: string): void {
    this.#aside ??= this.text;
    this.text = text;
  }

  /** Editing is over: takes up what was begun before. */
  resume(): void {
    if (this.#aside === null) return;
    this.text = this.#aside;
    this.#aside = null;
  }
}
