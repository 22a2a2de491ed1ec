import { TYPING_EVERY_MS } from './options.ts';
import type { Clock } from './ports.ts';

/** One's own typing, told to a room now and then. */
export class Typing {
  readonly #clock: Clock;
  readonly #tell: (room: string) => void;
  readonly #at = new Map<string, number>();

  constructor(clock: Clock, tell: (room: string) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  typed(room: string): void {
    const now = this.#clock.now();
    if (now - (this.#at.get(room) ?? -Infinity) < TYPING_EVERY_MS) return;
    this.#at.set(room, now);
    this.#tell(room);
  }

  /** What one typed was sent: the next is told at once. */
  sent(room: string): void {
    this.#at.delete(room);
  }
}
