import type { Rate } from './limits.ts';

/** A token bucket. Time is given by the caller, in milliseconds, and never goes back. */
export class Bucket {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /** Takes one token if there is one. */
  take(now: number): boolean {
    const { perSecond, burst } = this.#rate;
    if (burst === Infinity) return true;
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#at) * perSecond) / 1_000);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Would it be full by now? Then it can be forgotten. */
  full(now: number): boolean {
    const { perSecond, burst } = this.#rate;
    return this.#tokens + (Math.max(0, now - this.#at) * perSecond) / 1_000 >= burst;
  }
}

/** One bucket for each key that has used some of it lately; full ones are forgotten, so that strangers cost nothing. */
export class Buckets<K> {
  readonly #rate: Rate;
  readonly #buckets = new Map<K, Bucket>();
  #sweepAt = 1_000;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  take(key: K, now = performance.now()): boolean {
    if (this.#rate.burst === Infinity) return true;
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = new Bucket(this.#rate, now);
      this.#buckets.set(key, bucket);
      if (this.#buckets.size >= this.#sweepAt) this.#sweep(now);
    }
    return bucket.take(now);
  }

  #sweep(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.full(now)) this.#buckets.delete(key);
    this.#sweepAt = Math.max(1_000, this.#buckets.size * 2);
  }
}
