import { parseHostFrame, type HostFrame, type Push, type Result } from '../protocol/answers.ts';
import { asRefusal, Refusal } from '../protocol/errors.ts';
import type { Challenge, HostInfo, LoggedIn } from '../protocol/login.ts';
import type { Asked, RequestType } from '../protocol/requests.ts';
import { backoff } from './backoff.ts';
import { failureOf, FINAL } from './final.ts';
import { checkHost, loginParams, named, type Credentials } from './log-in.ts';
import { ANSWER_MS, PendingRequests } from './pending.ts';
import type { Clock, Failure, Link, Transport } from './ports.ts';
import type { Status } from './status.ts';

/** A quiet connection is asked for a sign of life after this many milliseconds. */
const QUIET_MS = 20_000;

export type { Status };

export interface ConnectionOptions extends Credentials {
  url: string;
  transport: Transport;
  clock: Clock;
}

export interface ConnectionHandlers {
  /** The host has let one in. The connection counts as connected when this is through. */
  loggedIn(welcome: LoggedIn, host: HostInfo): Promise<void>;
  /** `loggedIn` is through: requests may be sent. */
  connected(welcome: LoggedIn): void;
  /** Anything the host says by itself, but for its challenge. */
  push(push: Push): void;
  /** The connection is gone. */
  ended(): void;
  /** `status` has changed. */
  changed(): void;
}

/** Connects to a host, proves who one is, stays connected, and matches answers to requests. */
export class Connection {
  status: Status = { state: 'stopped' };
  /** The host as it introduced itself, and passed for the one expected. */
  host: HostInfo | null = null;
  readonly #clock: Clock;
  readonly #handlers: ConnectionHandlers;
  #options: ConnectionOptions;
  #pending: PendingRequests;
  #link: Link | null = null;
  /** What the transport saw of the host's certificate; null where it cannot see it or there is none. */
  #seen: string | null = null;
  /** What the host said last, right before it ends the connection. */
  #farewell: Failure | null = null;
  #attempt = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(options: ConnectionOptions, handlers: ConnectionHandlers) {
    this.#options = options;
    this.#clock = options.clock;
    this.#handlers = handlers;
    this.#pending = this.#newPending();
  }

  get url(): string {
    return this.#options.url;
  }

  start(): void {
    if (this.status.state === 'stopped') this.#connect();
  }

  stop(): void {
    this.#setStatus({ state: 'stopped' });
    this.#drop(failureOf('host-gone'));
  }

  /** Tries again at once, whatever the wait. */
  retryNow(): void {
    if (this.status.state === 'offline' || this.status.state === 'refused') this.#connect();
  }

  /** Connects anew with other options. */
  change(to: Partial<Pick<ConnectionOptions, 'url' | 'name' | 'identity' | 'pin' | 'password' | 'invite'>>): void {
    this.#options = { ...this.#options, ...to };
    if (this.status.state === 'stopped') return;
    this.#drop(failureOf('host-gone'));
    this.#connect();
  }

  /** Forgets the host's key and connects anew. */
  trustAnew(): void {
    const { pin: _forgotten, ...rest } = this.#options;
    this.#options = rest;
    this.host = null;
    this.change({});
  }

  /** A waiting connection connects at once, an open one proves itself. */
  networkUp(): void {
    this.#attempt = 0;
    if (this.status.state === 'offline') this.#connect();
    else if (this.status.state === 'connected') void this.#probe();
  }

  /** Asks the host. @throws Refusal with the host's code, or `host-gone` when the connection ends first */
  async request<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>> {
    // Before the log-in nobody would answer, and waiting for it would be taken for a dead connection.
    if (this.status.state !== 'connected') throw new Refusal('host-gone');
    return this.#ask(type, params);
  }

  async #ask<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>> {
    const link = this.#link;
    if (!link) throw new Refusal('host-gone');
    const { id, answer } = this.#pending.add(type);
    link.send(JSON.stringify({ id, type, ...params }));
    return answer;
  }

  /** Tells the host something that is not answered. */
  signal(type: 'typing', room: string): void {
    this.#link?.send(JSON.stringify({ type, room }));
  }

  #connect(): void {
    this.#cancelTimer();
    this.#seen = null;
    this.#farewell = null;
    this.#pending = this.#newPending();
    this.#setStatus({ state: 'connecting' });
    const pending = this.#pending;
    const current = (): boolean => this.#pending === pending;
    const { transport, url, pin } = this.#options;
    const handlers = {
      opened: (fingerprint: string | null) => {
        if (current()) this.#seen = fingerprint;
      },
      frame: (text: string) => {
        if (current()) this.#onFrame(text);
      },
      closed: (failure: Failure) => {
        // A closing frame holds no more than a code; the sentence that belongs to it came before.
        if (current()) this.#onClosed(this.#farewell?.code === failure.code ? this.#farewell : failure);
      },
    };
    // Who answers there may say nothing at all.
    this.#cancelTimer = this.#clock.later(ANSWER_MS, () => {
      this.#drop(failureOf('timed-out'));
    });
    this.#link = transport.open(url, handlers, pin);
  }

  #newPending(): PendingRequests {
    return new PendingRequests(this.#clock, () => {
      this.#drop(failureOf('timed-out'));
    });
  }

  /** Ends the connection from this side. */
  #drop(failure: Failure): void {
    const link = this.#link;
    this.#onClosed(failure);
    link?.close();
  }

  #onClosed(failure: Failure): void {
    this.#link = null;
    this.#cancelTimer();
    const pending = this.#pending;
    this.#pending = this.#newPending();
    pending.rejectAll({ ...failure, code: 'host-gone' });
    this.#handlers.ended();
    if (this.status.state === 'stopped' || this.status.state === 'refused') return;
    if (FINAL.has(failure.code)) {
      this.#setStatus({ state: 'refused', failure });
      return;
    }
    // A host that says how long to wait is not asked before.
    const wait = Math.max(backoff(this.#attempt, this.#clock.random()), failure.detail?.wait ?? 0);
    this.#attempt += 1;
    this.#setStatus({ state: 'offline', failure, retryAt: this.#clock.now() + wait });
    this.#cancelTimer = this.#clock.later(wait, () => {
      this.#connect();
    });
  }

  #onFrame(text: string): void {
    this.#restQuietTimer();
    let frame: HostFrame;
    try {
      frame = parseHostFrame(text);
    } catch (thrown) {
      this.#drop(asRefusal(thrown).toJSON());
      return;
    }
    if (frame.kind === 'answer') this.#pending.resolve(frame.id, frame.result);
    else if (frame.kind === 'refusal') this.#pending.reject(frame.id, frame.refusal);
    else if (frame.kind === 'push') this.#onPush(frame.push);
  }

  #onPush(push: Push): void {
    if (push.type === 'challenge') void this.#logIn(push);
    else if (push.type === 'farewell') this.#farewell = { code: push.code, message: push.message, detail: push.detail };
    else this.#handlers.push(push);
  }

  /** Never rejects: a failed log-in ends the connection with its reason. */
  async #logIn(challenge: Challenge): Promise<void> {
    const pending = this.#pending;
    try {
      const { host } = challenge;
      checkHost(challenge, this.#expected, this.#seen);
      // Known before the answer is: what the host pushes right behind it is already about this host's rooms.
      this.host = host;
      const welcome = await this.#ask('login', await loginParams(challenge, this.#options));
      named(host, this.#options, welcome);
      await this.#handlers.loggedIn(welcome, host);
      if (this.#pending !== pending) return;
      this.#attempt = 0;
      this.#setStatus({ state: 'connected' });
      this.#restQuietTimer();
      this.#handlers.connected(welcome);
    } catch (thrown) {
      if (this.#pending === pending) this.#drop(asRefusal(thrown).toJSON());
    }
  }

  /** Whoever was there at first has to be there again. */
  get #expected(): Credentials {
    const { host } = this;
    return host ? { hostId: host.id, pin: host.fingerprint, ...this.#options } : this.#options;
  }

  #restQuietTimer(): void {
    if (this.status.state !== 'connected') return;
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.later(QUIET_MS, () => void this.#probe());
  }

  /** A sign of life; an overdue answer drops the connection by itself. */
  async #probe(): Promise<void> {
    try {
      await this.request('ping', {});
    } catch (thrown) {
      // A connection that ended meanwhile has been dealt with; a refused ping means the host lost track of us.
      if (this.status.state === 'connected') this.#drop(asRefusal(thrown).toJSON());
    }
  }

  #setStatus(status: Status): void {
    this.status = status;
    this.#handlers.changed();
  }
}
