import { check } from '../protocol/codec.ts';
import { Refusal, REFUSALS, type RefusalCode } from '../protocol/errors.ts';
import { results, type Result } from '../protocol/answers.ts';
import type { RequestType } from '../protocol/requests.ts';
import type { Clock, Failure } from './ports.ts';

/** How long an answer may take, in milliseconds, before the connection is taken for dead. */
export const ANSWER_MS = 15_000;

interface Waiting {
  type: RequestType;
  resolve(result: unknown): void;
  reject(error: Refusal): void;
  cancel(): void;
}

/** A failure from the wire as a `Refusal`; codes of a newer host become `internal`, their sentence kept. */
export function refusalFrom(failure: Failure): Refusal {
  const known = Object.hasOwn(REFUSALS, failure.code);
  return new Refusal(known ? (failure.code as RefusalCode) : 'internal', failure.message, { detail: failure.detail });
}

/** Requests on one connection that have no answer yet. */
export class PendingRequests {
  readonly #clock: Clock;
  readonly #onOverdue: () => void;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  constructor(clock: Clock, onOverdue: () => void) {
    this.#clock = clock;
    this.#onOverdue = onOverdue;
  }

  /** Numbers a request; the promise settles with its answer, or is rejected with a `Refusal`. */
  add<T extends RequestType>(type: T): { id: number; answer: Promise<Result<T>> } {
    const id = this.#nextId;
    this.#nextId += 1;
    const cancel = this.#clock.later(ANSWER_MS, this.#onOverdue);
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { type, resolve, reject, cancel });
    });
    return { id, answer: answer.then((result) => check(results[type], result) as Result<T>) };
  }

  resolve(id: number, result: unknown): void {
    this.#take(id)?.resolve(result);
  }

  reject(id: number, failure: Failure): void {
    this.#take(id)?.reject(refusalFrom(failure));
  }

  /** The connection is gone: nothing more will be answered. */
  rejectAll(failure: Failure): void {
    for (const id of [...this.#waiting.keys()]) this.reject(id, failure);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.cancel();
    return waiting;
  }
}
