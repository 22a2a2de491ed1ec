import { fromBase64, pictureName } from '../../src-shared/domain/picture.ts';
import type { Failure } from '../../src-shared/session/ports.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { Keep } from './keep.ts';
import { failureOf } from './words.ts';

/** One's own picture: kept here, and told each host once, so that a moderator who takes it away there has the last word. */
export class OwnPicture {
  /** In base64; '' for none. */
  data: string;
  /** Why a host did not take it. */
  failure = $state.raw<Failure | null>(null);
  readonly #keep: Keep;
  /** What each host was told in this run, whether it took it or not. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #tried = new Map<string, string>();

  constructor(keep: Keep) {
    this.#keep = keep;
    this.data = $state(keep.picture.get());
  }

  set(data: string): void {
    this.data = data;
    this.failure = null;
    this.#keep.picture.set(data);
    this.#tried.clear();
  }

  /** Tells a host, if it is there and does not know yet. */
  tell(session: Pick<Session, 'status' | 'host' | 'request'>): void {
    const { status, host } = session;
    const name = this.data === '' ? '' : pictureName(fromBase64(this.data));
    if (status.state !== 'connected' || !host || this.#tried.has(host.id)) return;
    this.#tried.set(host.id, name);
    if ((this.#keep.pictureTold.get()[host.id] ?? '') === name) return;
    session.request('picture.set', { picture: this.data === '' ? null : this.data }).then(
      () => {
        this.#keep.pictureTold.set({ ...this.#keep.pictureTold.get(), [host.id]: name });
      },
      (thrown: unknown) => {
        this.failure = failureOf(thrown);
      },
    );
  }
}
