import { claimsOf } from '../../src-shared/domain/signed-text.ts';
import type { MessageEvent } from '../../src-shared/protocol/events.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { verifySignature } from './ed25519.ts';
import { whenIdle } from './idle-time.ts';
import { KnownKeys, type KnownStore } from './known-keys.svelte.ts';
import { Proofs, type Verdict } from './proofs.svelte.ts';
import { Quotes } from './quotes.svelte.ts';

/** People of a room met at a time: those of a full hall are met when they say something. */
const MET_MAX = 500;
/** Longest that a notification waits for its message to be checked, in milliseconds. */
const JUDGE_MS = 2_000;

/** Whom one knows on a host by their keys, and what of what they say is proven to be theirs. */
export class Trust {
  readonly keys: KnownKeys;
  readonly proofs: Proofs;
  readonly quotes: Quotes;
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
      idle: whenIdle,
    });
    this.quotes = new Quotes({ ask: (room, targets) => session.talk.messages(room, targets), idle: whenIdle });
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
      this.quotes.connected();
    }
    this.#online = online;
  }

  /** What is known of who wrote a message, while somebody waits for it: not for a host that does not answer. */
  judge(room: string, event: MessageEvent): Promise<Verdict | null> {
    const { by, name, at } = event;
    const claims = claimsOf(event, event.state);
    const late = new Promise<null>((done) => {
      setTimeout(() => {
        done(null);
      }, JUDGE_MS);
    });
    return Promise.race([this.proofs.judge(room, { by, name, at, claims }), late]);
  }

  /** These people are in a room. */
  meet(room: string, people: readonly Member[]): void {
    if (this.#met.get(room) === people) return;
    this.#met.set(room, people);
    this.keys.meet(people.slice(0, MET_MAX).filter(({ id }) => id !== this.#me?.id));
  }
}
