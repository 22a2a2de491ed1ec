import { TYPING_MS } from '../protocol/limits.ts';
import type { Member } from '../protocol/rooms.ts';
import type { Clock } from './ports.ts';

export interface Typist {
  by: number;
  name: string;
}

/** Who is online in a room, and who of them is typing. */
export class People {
  readonly online = new Map<number, Member>();
  readonly #typing = new Map<number, { name: string; cancel: () => void }>();
  readonly #clock: Clock;
  readonly #changed: () => void;

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get typing(): Typist[] {
    return Array.from(this.#typing, ([by, { name }]) => ({ by, name }));
  }

  /** These came and those went; or, if `whole`, the first are everyone who is there. */
  changed(came: readonly Member[], went: readonly number[], whole: boolean): void {
    if (whole) this.online.clear();
    for (const member of came) this.online.set(member.id, member);
    for (const id of went) {
      this.online.delete(id);
      this.stopTyping(id);
    }
  }

  typed(by: number, name: string): void {
    this.stopTyping(by);
    const cancel = this.#clock.later(TYPING_MS, () => {
      this.#typing.delete(by);
      this.#changed();
    });
    this.#typing.set(by, { name, cancel });
  }

  stopTyping(by: number): void {
    this.#typing.get(by)?.cancel();
    this.#typing.delete(by);
  }

  /** The connection is gone: nobody can be said to be online. */
  forget(): void {
    this.online.clear();
    for (const by of [...this.#typing.keys()]) this.stopTyping(by);
  }
}
