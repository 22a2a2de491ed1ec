import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { signedText, type Claim } from '../../src-shared/domain/signed-text.ts';
import type { KeyHolder } from '../../src-shared/protocol/keys.ts';
import { KEYS_MAX } from '../../src-shared/protocol/keys.ts';
import type { KnownKeys } from './known-keys.svelte.ts';
import { setNewest } from './newest.ts';

/**
 * What is known of who wrote a message: `proven`; `unsigned`, by a guest or from before there were signatures;
 * `mismatch`, the signature is not of this by that person; `stripped`, it should have one; `stranger`, signed, but with
 * another key than that of the person one knows by the name; `unchecked`, signed, but its author's key is not to be had.
 */
export type Verdict = 'proven' | 'unsigned' | 'mismatch' | 'stripped' | 'stranger' | 'unchecked';

/** A message as far as its proof is concerned. */
export interface Provable {
  by: number;
  /** The author's, as it is shown. */
  name: string;
  at: number;
  claims: readonly Claim[];
}

export interface ProofsWith {
  keys: KnownKeys;
  verify: (key: string, text: string, signature: string) => Promise<boolean>;
  /** Asks the host for people's keys. Rejects if it cannot be asked. */
  ask(members: number[]): Promise<readonly KeyHolder[]>;
  /** Runs something when the window has nothing better to do. */
  idle(run: () => void): void;
}

/** Verdicts kept: far more than a window shows at a time. */
const KEPT = 3_000;
/** Messages that wait to be checked: more than are on the screen. Who scrolls through a year leaves the rest behind. */
const WAITING_MAX = 1_000;
/** How long checking may hold up the window at a time, in milliseconds. */
const SLICE_MS = 6;

interface Waiting {
  room: string;
  message: Provable;
}

/** Checks what is shown, a little at a time, after it is shown. */
export class Proofs {
  readonly #with: ProofsWith;
  readonly #verdicts = new SvelteMap<string, Verdict>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #waiting = new Map<string, Waiting>();
  /** The host's answers of people, as far as it was asked in this connection. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #asked = new Map<number, Promise<void>>();
  /** People the host has told of, guests too. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #known = new Set<number>();
  /** Authors of whom the host could not be asked, or would not tell. */
  readonly #silent = new SvelteSet<number>();
  #running = false;

  constructor(parts: ProofsWith) {
    this.#with = parts;
  }

  /** What is known of a message; null until it is checked, or where there is nothing to check. */
  of(room: string, message: Provable): Verdict | null {
    if (message.claims.length === 0) return null;
    const verdict = this.#verdicts.get(this.#name({ room, message })) ?? this.#unheard(message);
    // Where the first signed message was seen only after this one.
    return verdict === 'unsigned' && this.#expected(message) ? 'stripped' : verdict;
  }

  /** The message is on the screen: it is checked soon, and once. */
  want(room: string, message: Provable): void {
    const name = this.#name({ room, message });
    if (message.claims.length === 0 || this.#verdicts.has(name) || this.#waiting.has(name)) return;
    setNewest(this.#waiting, name, { room, message }, WAITING_MAX);
    this.#soon();
  }

  /** What is known of a message that is not on the screen: checked at once. */
  async judge(room: string, message: Provable): Promise<Verdict | null> {
    await this.#learn([message.by]);
    const waiting = { room, message };
    if (message.claims.length > 0 && this.#ready(message)) this.#keep(waiting, await this.#check(waiting));
    return this.of(room, message);
  }

  /** The host can be asked again. */
  connected(): void {
    this.#asked.clear();
    this.#soon();
  }

  #soon(): void {
    if (this.#running || this.#waiting.size === 0) return;
    this.#running = true;
    this.#with.idle(() => {
      void this.#run().finally(() => {
        this.#running = false;
        if ([...this.#waiting.values()].some(({ message }) => this.#ready(message))) this.#soon();
      });
    });
  }

  async #run(): Promise<void> {
    await this.#learn([...this.#waiting.values()].map(({ message }) => message.by));
    const until = performance.now() + SLICE_MS;
    for (const [name, waiting] of [...this.#waiting].reverse()) {
      if (!this.#ready(waiting.message)) continue;
      this.#waiting.delete(name);
      // Once its author's key is known, it may have come in a second time.
      if (!this.#verdicts.has(this.#name(waiting))) this.#keep(waiting, await this.#check(waiting));
      if (performance.now() > until) return;
    }
  }

  /** Is there nothing more to be learned of its author first? */
  #ready({ by }: Provable): boolean {
    return this.#with.keys.keyOf(by) !== undefined || this.#known.has(by);
  }

  /**
   * Asks who the authors are that messages wait for, once in a connection also for those one knows: their keys may not
   * be the ones they were. Resolves with the answer, also where another message has asked. Never rejects: who is not
   * known yet waits on.
   */
  async #learn(authors: readonly number[]): Promise<void> {
    const unasked = authors.filter((by, i) => !this.#asked.has(by) && authors.indexOf(by) === i);
    const some = unasked.slice(0, KEYS_MAX);
    if (some.length > 0) {
      const answer = this.#ask(some);
      for (const by of some) this.#asked.set(by, answer);
    }
    await Promise.all(authors.flatMap((by) => this.#asked.get(by) ?? []));
  }

  async #ask(some: number[]): Promise<void> {
    try {
      this.#with.keys.meet(await this.#with.ask(some));
      for (const by of some) {
        this.#known.add(by);
        this.#silent.delete(by);
      }
    } catch {
      // Not connected, most likely: asked again once it is.
      for (const by of some) this.#silent.add(by);
    }
  }

  /** Nothing can be known of a signed message while its author's key is not known. */
  #unheard({ by, claims }: Provable): Verdict | null {
    const unknown = this.#with.keys.keyOf(by) === undefined && this.#silent.has(by);
    return unknown && claims.some(({ sig }) => sig !== null) ? 'unchecked' : null;
  }

  async #check({ room, message }: Waiting): Promise<Verdict> {
    const { keys, verify } = this.#with;
    const { by, name, at, claims } = message;
    const key = keys.keyOf(by);
    if (key === undefined) return keys.poses(by, name) ? 'stripped' : 'unsigned';
    const unsigned = claims.filter(({ sig }) => sig === null);
    for (const { sig, of } of claims) {
      if (sig !== null && !(await verify(key, signedText(key, { room, ...of }), sig))) return 'mismatch';
    }
    // An edit of what was signed is signed too.
    if (unsigned.length > 0) return unsigned.length < claims.length ? 'stripped' : 'unsigned';
    if (keys.poses(by, name)) return 'stranger';
    keys.signed(by, at);
    return 'proven';
  }

  /** Who signs does so ever after. */
  #expected({ by, at }: Provable): boolean {
    const since = this.#with.keys.people.get(by)?.signsSince ?? null;
    return since !== null && at >= since;
  }

  /** Everything the verdict depends on: the same event with other words, or by a person with another key, is another. */
  #name({ room, message: { by, name, claims } }: Waiting): string {
    const { keys } = this.#with;
    const key = keys.keyOf(by) ?? '';
    const parts = claims.map(({ sig, of }) => signedText(sig ?? '', { room, ...of }));
    return [by, key, keys.poses(by, name), ...parts].join('\n');
  }

  #keep(waiting: Waiting, verdict: Verdict): void {
    setNewest(this.#verdicts, this.#name(waiting), verdict, KEPT);
  }
}
