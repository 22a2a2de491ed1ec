import type { Push, Result } from '../../../src-shared/protocol/answers.ts';
import type { RequestOf, RequestType } from '../../../src-shared/protocol/requests.ts';
import type { Member } from '../../../src-shared/protocol/rooms.ts';
import type { HostCore } from '../core.ts';
import type { HostRoom } from '../room-list.ts';

/** Who asks, as the handlers of requests see it: one connection on `/session`. */
export interface Caller {
  readonly core: HostCore;
  /** What is to be signed to log in on this connection. */
  readonly nonce: string;
  readonly loggedIn: boolean;
  /** The IP address it comes from. */
  readonly address: string;
  /** @throws Refusal `not-logged-in` */
  readonly member: Member;
  /** Says something to this connection. */
  tell(push: Push): void;
  /** The connection belongs to this person from now on. */
  logIn(member: Member): void;
  /** This device is not in use, or is again. */
  idle(idle: boolean): void;
  subscribed(room: string): boolean;
  /** Live events of the room from now on, for one who joined at `since`; those up to `sent` come otherwise. */
  subscribe(room: HostRoom, sent: number, since: number): void;
  unsubscribe(room: string): void;
}

/** A result that is JSON already, and frames that follow it at once: the rest of a list that is too long for one. */
export class Encoded {
  readonly json: string;
  readonly rest: readonly string[];

  constructor(json: string, rest: readonly string[] = []) {
    this.json = json;
    this.rest = rest;
  }
}

/** Answers one kind of request. */
export type Handler<T extends RequestType> = (
  caller: Caller,
  request: RequestOf<T>,
) => Promise<Result<T> | Encoded> | Result<T> | Encoded;
