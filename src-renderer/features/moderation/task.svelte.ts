import type { Failure } from '../../../src-shared/session/ports.ts';
import { failureOf } from '../../lib/words.ts';

/** Something asked of the host from a list or a form: what is under way, and why the last one failed. */
export class Task {
  failure = $state.raw<Failure | null>(null);
  /** Which of them is under way; '' for none. */
  busy = $state('');

  /** Does it; true if it was done. */
  async run(name: string, work: () => Promise<unknown>): Promise<boolean> {
    this.busy = name;
    this.failure = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.failure = failureOf(thrown);
      return false;
    } finally {
      this.busy = '';
    }
  }
}
