/** Milliseconds without a sign of its person after which a device counts as not in use. */
export const IDLE_MS = 10 * 60_000;

/** How often it is looked whether the computer is used again, in milliseconds. */
const SYSTEM_EVERY_MS = 15_000;

/** Tells when a device was left alone for `IDLE_MS`, and when it is used again. */
export class IdleWatch {
  readonly #told: (idle: boolean) => void;
  /** Milliseconds since the whole computer was last used, where that can be known. */
  readonly #system: () => Promise<number | null>;
  readonly #later: (ms: number, run: () => void) => void;
  readonly #now: () => number;
  #usedAt: number;
  #idle = false;

  constructor(parts: {
    told: (idle: boolean) => void;
    system: () => Promise<number | null>;
    later: (ms: number, run: () => void) => void;
    now: () => number;
  }) {
    this.#told = parts.told;
    this.#system = parts.system;
    this.#later = parts.later;
    this.#now = parts.now;
    this.#usedAt = this.#now();
    this.#look(IDLE_MS);
  }

  /** There was a sign of its person. */
  used(): void {
    this.#usedAt = this.#now();
    if (!this.#idle) return;
    this.#idle = false;
    this.#told(false);
    this.#look(IDLE_MS);
  }

  #look(after: number): void {
    this.#later(after, () => void this.#check());
  }

  async #check(): Promise<void> {
    if (this.#idle) return;
    let quiet = this.#now() - this.#usedAt;
    // Somebody may be busy in another window; the system knows.
    if (quiet >= IDLE_MS) quiet = Math.min(quiet, (await this.#system().catch(() => null)) ?? Infinity);
    if (quiet < IDLE_MS) {
      this.#look(IDLE_MS - quiet);
      return;
    }
    this.#idle = true;
    this.#told(true);
    this.#watchSystem();
  }

  /** Used again in another window: nothing in this one tells of it. */
  #watchSystem(): void {
    this.#later(SYSTEM_EVERY_MS, () => {
      if (!this.#idle) return;
      void this.#system()
        .catch(() => null)
        .then((quiet) => {
          if (!this.#idle) return;
          if (quiet !== null && quiet < IDLE_MS) this.used();
          else this.#watchSystem();
        });
    });
  }
}

/** Listens for whoever uses this window. Returns how to stop that. */
export function watchUse(watch: IdleWatch): () => void {
  const used = (): void => {
    watch.used();
  };
  const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'focus'] as const;
  for (const sign of signs) addEventListener(sign, used, { capture: true, passive: true });
  return () => {
    for (const sign of signs) removeEventListener(sign, used, { capture: true });
  };
}
