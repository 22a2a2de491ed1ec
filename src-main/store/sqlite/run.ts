import { storageRefusal } from './open.ts';

/** Runs synchronous work of SQLite behind the promises of an interface. What it throws becomes a refusal. */
// eslint-disable-next-line @typescript-eslint/require-await -- a throw becomes a rejection
export async function run<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (thrown) {
    throw storageRefusal(thrown);
  }
}
