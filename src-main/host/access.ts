import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { checkName } from '../../src-shared/domain/names.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import type { AccessPolicy, Invite, Knock } from '../../src-shared/protocol/moderation.ts';
import { accessPolicy } from '../../src-shared/protocol/moderation.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { AdminStore } from '../store/admin-store.ts';
import type { Members } from './members.ts';

/** Memory-hard enough to make guessing dear (RFC 7914): 32 MiB and some 60 ms for each guess. */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;
/** The first wait after wrong passwords, in milliseconds; each further one doubles it, up to the longest. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5 * 60_000;
/** Addresses and keys whose failures are remembered. */
const FAILURES_MAX = 10_000;
const KNOCKS_MAX = 200;
/** Milliseconds for which one who was turned away is not announced again. */
const TURNED_AWAY_MS = 10 * 60_000;
/** Passwords checked at one time; more wait their turn, so that guessing cannot take all memory. */
const CHECKS_AT_ONCE = 2;

const hash = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);

/** What someone who is new brings along. */
export interface Credentials {
  /** The name is the one asked for before. */
  same?: true | undefined;
  password?: string | undefined;
  invite?: string | undefined;
}

interface Failures {
  count: number;
  until: number;
}

/** Puts something into a map as its newest, and the oldest out if there are more than so many. */
function remember<K, V>(map: Map<K, V>, key: K, value: V, max: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > max && oldest !== undefined) map.delete(oldest);
}

function inviteHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Decides who may come in. Whoever was let in once comes in by his key alone. */
export class Access {
  readonly #store: AdminStore;
  readonly #members: Members;
  readonly #failures = new Map<string, Failures>();
  readonly #knocks = new Map<string, Knock>();
  /** Until when the keys that were turned away knock in vain. */
  readonly #turnedAway = new Map<string, number>();
  readonly #onKnock: (knock: Knock) => void;
  #policy: AccessPolicy;
  #checking = 0;

  private constructor(store: AdminStore, members: Members, policy: AccessPolicy, onKnock: (knock: Knock) => void) {
    this.#store = store;
    this.#members = members;
    this.#policy = policy;
    this.#onKnock = onKnock;
  }

  /** @param onKnock told of someone new who waits to be let in */
  static async load(store: AdminStore, members: Members, onKnock: (knock: Knock) => void): Promise<Access> {
    const policy = accessPolicy.catch('open').parse(await store.setting('access'));
    return new Access(store, members, policy, onKnock);
  }

  get policy(): AccessPolicy {
    return this.#policy;
  }

  get knocks(): Knock[] {
    return [...this.#knocks.values()];
  }

  /** @throws Refusal `password-needed` if there would be none */
  async setPolicy(policy: AccessPolicy, password: string | undefined): Promise<void> {
    if (password !== undefined && password !== '') await this.#setPassword(password);
    if (policy === 'password' && (await this.#store.setting('password')) === null) throw new Refusal('password-needed');
    await this.#store.setSetting('access', policy);
    this.#policy = policy;
  }

  /**
   * Lets someone in, or says what is missing.
   * @throws Refusal `password-needed`, `password-wrong`, `password-wait`, `invite-needed`, `invite-invalid`, `approval-pending`,
   * `turned-away`
   */
  async admit(key: string, name: string, address: string, credentials: Credentials): Promise<Member> {
    if (this.#members.knows(key)) return this.#members.logIn(key, name, credentials.same);
    // Before anything is used up for one who could not come in under it.
    checkName(name);
    // A password or an invite is good whatever the policy asks for.
    if (credentials.invite === undefined) {
      await this.#satisfyPolicy(key, name, address, credentials);
      return this.#members.logIn(key, name);
    }
    const invite = await this.#redeem(credentials.invite, key, address);
    const member = await this.#members.logIn(key, name);
    const entry = { at: Date.now(), by: member.name, action: 'come in', target: `#${String(invite)}`, detail: '' };
    await this.#store.audit(entry);
    return member;
  }

  /** A guest without a key has nothing to show but that the door is open. @throws Refusal `guests-off` */
  checkGuest(): void {
    if (this.#policy !== 'open') throw new Refusal('guests-off');
  }

  /** Answers someone who waits. @throws Refusal `no-such-member` */
  async answerKnock(key: string, admit: boolean): Promise<Knock> {
    const knock = this.#knocks.get(key);
    if (!knock) throw new Refusal('no-such-member');
    this.#knocks.delete(key);
    if (admit) await this.#members.logIn(key, knock.name);
    else remember(this.#turnedAway, key, Date.now() + TURNED_AWAY_MS, KNOCKS_MAX);
    return knock;
  }

  /** A new invite and its secret: 128 random bits, of which only the hash is kept. */
  async makeInvite(by: Member, minutes: number, uses: number): Promise<{ invite: Invite; token: string }> {
    const token = randomBytes(16).toString('base64url');
    const madeAt = Date.now();
    const made = { by: by.name, madeAt, expiresAt: madeAt + minutes * 60_000, usesLeft: uses };
    return { invite: await this.#store.addInvite(made, inviteHash(token)), token };
  }

  async #satisfyPolicy(key: string, name: string, address: string, { password }: Credentials): Promise<void> {
    switch (this.#policy) {
      case 'open':
        return;
      case 'password':
        if (password === undefined) throw new Refusal('password-needed');
        await this.#guarded(key, address, () => this.#isPassword(password), 'password-wrong');
        return;
      case 'invite':
        throw new Refusal('invite-needed');
      case 'approval':
        if ((this.#turnedAway.get(key) ?? 0) > Date.now()) throw new Refusal('turned-away');
        this.#knock(key, name);
        throw new Refusal('approval-pending');
    }
  }

  /** Uses an invite up by one, and tells its number. */
  #redeem(token: string, key: string, address: string): Promise<number> {
    return this.#guarded(key, address, () => this.#store.useInvite(inviteHash(token), Date.now()), 'invite-invalid');
  }

  /** Lets one guess pass, unless this address or key guessed wrong a short while ago; gives what a right one leads to. */
  async #guarded<T>(
    key: string,
    address: string,
    guess: () => Promise<T | null>,
    code: 'password-wrong' | 'invite-invalid',
  ): Promise<T> {
    const guessers = [`key ${key}`, `address ${address}`];
    const now = Date.now();
    const wait = Math.max(...guessers.map((guesser) => (this.#failures.get(guesser)?.until ?? 0) - now));
    if (wait > 0) throw Refusal.because('password-wait', { wait });
    if (this.#checking >= CHECKS_AT_ONCE) throw new Refusal('password-wait');
    this.#checking += 1;
    let right: T | null;
    try {
      right = await guess();
    } finally {
      this.#checking -= 1;
    }
    if (right === null) {
      for (const guesser of guessers) this.#fail(guesser);
      throw new Refusal(code);
    }
    for (const guesser of guessers) this.#failures.delete(guesser);
    return right;
  }

  #fail(guesser: string): void {
    const count = (this.#failures.get(guesser)?.count ?? 0) + 1;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(count - 1, 16));
    remember(this.#failures, guesser, { count, until: Date.now() + wait }, FAILURES_MAX);
  }

  #knock(key: string, name: string): void {
    if (this.#knocks.has(key)) return;
    const knock = { key, name, at: Date.now() };
    remember(this.#knocks, key, knock, KNOCKS_MAX);
    this.#onKnock(knock);
  }

  async #setPassword(password: string): Promise<void> {
    const salt = randomBytes(16);
    const derived = await hash(password.normalize('NFKC'), salt, KEY_BYTES, COST);
    await this.#store.setSetting('password', `${salt.toString('base64url')}.${derived.toString('base64url')}`);
  }

  /** True, or null if it is not the password. */
  async #isPassword(password: string): Promise<true | null> {
    const [salt, expected] = ((await this.#store.setting('password')) ?? '.').split('.');
    const derived = await hash(password.normalize('NFKC'), Buffer.from(salt ?? '', 'base64url'), KEY_BYTES, COST);
    const wanted = Buffer.from(expected ?? '', 'base64url');
    return wanted.length === derived.length && timingSafeEqual(wanted, derived) ? true : null;
  }
}
