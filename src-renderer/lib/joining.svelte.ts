import type { Failure } from '../../src-shared/session/ports.ts';
import type { Patience, Waiting } from './first-log-in.ts';
import type { Target } from './hosts.svelte.ts';
import { failureOf } from './words.ts';

/** What a host may ask of someone new. */
export type Credentials = Pick<Target, 'password' | 'invite'>;

/** The way into a host that is not joined yet: it may take a password, an invite, or somebody who opens. */
export class Joining {
  target: Target;
  failure = $state.raw<Failure | null>(null);
  waiting = $state.raw<Waiting | null>(null);
  busy = $state(false);
  readonly #join: (target: Target, patience: Patience) => Promise<void>;
  #attempt: AbortController | null = null;

  constructor(target: Target, join: (target: Target, patience: Patience) => Promise<void>) {
    this.target = $state.raw(target);
    this.#join = join;
  }

  /** Tries; true once one is in. An attempt under way is called off. What is shown stays until there is something new. */
  async attempt(change: Partial<Target> = {}): Promise<boolean> {
    this.cancel();
    const { password: _password, invite: _invite, ...target } = this.target;
    this.target = { ...target, ...change };
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.busy = true;
    try {
      await this.#join(this.target, {
        signal: attempt.signal,
        waits: (waiting) => {
          this.busy = false;
          this.waiting = waiting;
          this.failure = waiting.failure;
        },
      });
      return true;
    } catch (thrown) {
      if (this.#attempt === attempt) this.#failed(failureOf(thrown));
      return false;
    } finally {
      if (this.#attempt === attempt) this.busy = false;
    }
  }

  cancel(): void {
    this.waiting = null;
    const attempt = this.#attempt;
    this.#attempt = null;
    attempt?.abort();
  }

  #failed(failure: Failure): void {
    this.waiting = null;
    this.failure = failure;
  }
}
