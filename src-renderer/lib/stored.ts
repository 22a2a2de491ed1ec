import type { z } from 'zod';

/** Where small things are kept between runs; `localStorage` in the app, a map in tests. */
export type SmallStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A small store that forgets at the end of the run. */
export function memoryStore(): SmallStore {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

/** The browser's store, or one in memory where the browser refuses to keep anything. */
export function browserStore(): SmallStore {
  try {
    const probe = 'parley.probe';
    localStorage.setItem(probe, '');
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return memoryStore();
  }
}

/** One kept value. What was kept by another version, or by hand, and does not fit its schema, reads as the fallback. */
export class Stored<S extends z.ZodType> {
  readonly #store: SmallStore;
  readonly #key: string;
  readonly #schema: S;
  readonly #fallback: z.infer<S>;

  constructor(store: SmallStore, key: string, schema: S, fallback: z.infer<S>) {
    this.#store = store;
    this.#key = `parley.${key}`;
    this.#schema = schema;
    this.#fallback = fallback;
  }

  get(): z.infer<S> {
    const text = this.#store.getItem(this.#key);
    if (text === null) return this.#fallback;
    try {
      const parsed = this.#schema.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : this.#fallback;
    } catch {
      return this.#fallback;
    }
  }

  set(value: z.infer<S>): void {
    try {
      this.#store.setItem(this.#key, JSON.stringify(value));
    } catch {
      // The disk is full or the quota used up: the value holds for this run.
    }
  }
}
