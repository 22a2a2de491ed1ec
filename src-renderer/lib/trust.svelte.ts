import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { verifySignature } from './ed25519.ts';
import { KnownKeys, type KnownStore } from './known-keys.svelte.ts';
import { Proofs } from './proofs.svelte.ts';

/** People of a room met at a time: those of a full hall are met when they say something. */
const MET_MAX = 500;

function idle(run: () => void): void {
  // Not in every browser.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 1_000 });
  else setTimeout(run, 30);
}

/** Whom one knows on a host by their keys, and what of what they say is proven to be theirs. */
export class Trust {
  readonly keys: KnownKeys;
  readonly proofs: Proofs;
  readonly #session: Session;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #met = new Map<string, readonly Member[]>();
  #online = false;

  constructor(session: Session, store: KnownStore) {
    this.#session = session;
    this.keys = new KnownKeys(store);
    this.proofs = new Proofs({
      keys: this.keys,
      verify: verifySignature,
      ask: async (members) => (await session.request('keys', { members })).keys.filter(({ id }) => id !== this.#me?.id),
      idle,
    });
  }

  get #me(): Member | null {
    return this.#session.me;
  }

  /** The connection came or went. One's own key is one's own, whatever the host says. */
  follow(online: boolean): void {
    const me = this.#me;
    if (online && !this.#online) {
      if (me) this.keys.meet([{ ...me, key: this.#session.identity.key }]);
      this.proofs.connected();
    }
    this.#online = online;
  }

  /** These people are in a room. */
  meet(room: string, people: readonly Member[]): void {
    if (this.#met.get(room) === people) return;
    this.#met.set(room, people);
    this.keys.meet(people.slice(0, MET_MAX).filter(({ id }) => id !== this.#me?.id));
  }
}
