import { SvelteMap } from 'svelte/reactivity';
import { fromBase64, pictureName } from '../../src-shared/domain/picture.ts';
import { refusalText } from '../../src-shared/protocol/errors.ts';
import type { Failure } from '../../src-shared/session/ports.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { Keep } from './keep.ts';
import { failureOf } from './words.ts';

function nameOf(data: string): string {
  return data === '' ? '' : pictureName(fromBase64(data));
}

/** What stands for a picture that a host was told of and has no more. */
const gone = (name: string): string => `gone ${name}`;

/** One's own picture: kept here, and told each host once, so that a moderator who takes it away there has the last word. */
export class OwnPicture {
  /** In base64; '' for none. */
  data: string;
  /** Why a host did not take it. */
  failure = $state.raw<Failure | null>(null);
  readonly #keep: Keep;
  #name: string;
  /** What was noted in this run of what hosts were told. */
  readonly #noted = new SvelteMap<string, string>();
  /** What each host was told in this run, whether it took it or not. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #tried = new Map<string, string>();
  /** Whether each host showed it when last heard of in this run. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #shown = new Map<string, boolean>();

  constructor(keep: Keep) {
    this.#keep = keep;
    this.data = $state(keep.picture.get());
    this.#name = nameOf(this.data);
  }

  set(data: string): void {
    this.data = data;
    this.#name = nameOf(data);
    this.failure = null;
    this.#keep.picture.set(data);
    this.#tried.clear();
  }

  /** A host was told of it, and somebody took it away there. */
  goneAt(host: string): boolean {
    return this.data !== '' && this.#told(host) === gone(this.#name);
  }

  /** Tells a host, if it is there and does not know yet; and the person, if the host shows it no more. */
  tell(session: Pick<Session, 'status' | 'host' | 'me' | 'request' | 'notify'>): void {
    const { status, host } = session;
    if (status.state !== 'connected' || !host) return;
    this.#miss(session, host);
    if (this.#tried.has(host.id)) return;
    const name = this.#name;
    this.#tried.set(host.id, name);
    if (this.#told(host.id) === name || this.goneAt(host.id)) return;
    session.request('picture.set', { picture: this.data === '' ? null : this.data }).then(
      () => {
        this.#note(host.id, name);
      },
      (thrown: unknown) => {
        this.failure = failureOf(thrown);
      },
    );
  }

  /** A host that took it once comes without it, or has just dropped it. That is told once, and it is not sent again. */
  #miss(session: Pick<Session, 'me' | 'notify'>, host: { id: string; name: string }): void {
    const before = this.#shown.get(host.id) ?? true;
    const shown = session.me?.picture !== undefined;
    this.#shown.set(host.id, shown);
    if (shown || !before || this.data === '' || this.#told(host.id) !== this.#name) return;
    this.#note(host.id, gone(this.#name));
    const detail = { name: host.name };
    session.notify({ code: 'picture-removed', message: refusalText('picture-removed', detail), detail });
  }

  /** The name of what a host was told last, and whether it has that no more; '' for nothing. */
  #told(host: string): string {
    return this.#noted.get(host) ?? this.#keep.told(host, 'picture').get();
  }

  #note(host: string, told: string): void {
    this.#keep.told(host, 'picture').set(told);
    this.#noted.set(host, told);
  }
}
