import { createSubscriber } from 'svelte/reactivity';

/** The time of day for what counts down on the screen: ticks only while something shows it. */
class Now {
  readonly #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, 500);
    return () => {
      clearInterval(timer);
    };
  });

  get ms(): number {
    this.#subscribe();
    return Date.now();
  }
}

export const now = new Now();
