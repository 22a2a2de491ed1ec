import type { Failure } from '../../src-shared/session/ports.ts';
import type { Patience, Waiting } from './first-log-in.ts';
import type { Target } from './hosts.svelte.ts';
import { failureOf } from './words.ts';

/** What a host may ask of someone new. */
export type Credentials = Pick<Target, 'password' | 'invite'>;

type Join = (target: Target, patience: Patience) => Promise<void>;

/** The way into a host that is not joined yet: it may take a password, an invite, or somebody who opens. */
export class Joining {
  target: Target;
  /** Why one is not in; stays while the next attempt is under way, so that what asks for it does too. */
  failure = $state.raw<Failure | null>(null);
  waiting = $state.raw<Waiting | null>(null);
  busy = $state(false);
  /** One is in. */
  done = $state(false);
  readonly #join: Join;
  #attempt: AbortController | null = null;

  constructor(target: Target, join: Join) {
    this.target = $state.raw(target);
    this.#join = join;
  }

  /** Tries, with what is given and nothing of what was given before; resolves once one is in, refused, or made to wait. */
  attempt(change: Partial<Target> = {}): Promise<void> {
    this.cancel();
    const { password: _password, invite: _invite, ...target } = this.target;
    this.target = { ...target, ...change };
    return new Promise((told) => void this.#try(told));
  }

  /** Tries again with what was given before. */
  again(): Promise<void> {
    return this.attempt(this.target);
  }

  cancel(): void {
    this.waiting = null;
    const attempt = this.#attempt;
    this.#attempt = null;
    attempt?.abort();
  }

  async #try(told: () => void): Promise<void> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.busy = true;
    const waits = (waiting: Waiting): void => {
      this.busy = false;
      this.waiting = waiting;
      this.failure = waiting.failure;
      told();
    };
    try {
      await this.#join(this.target, { signal: attempt.signal, waits });
      this.done = true;
    } catch (thrown) {
      // One that was called off has nothing to say any more.
      if (this.#attempt === attempt) this.failure = failureOf(thrown);
    } finally {
      if (this.#attempt === attempt) this.#ended();
      told();
    }
  }

  #ended(): void {
    this.#attempt = null;
    this.waiting = null;
    this.busy = false;
  }
}
