import { randomBytes } from 'node:crypto';
import { parseClientFrame, requestId } from '../../../src-shared/protocol/requests.ts';
import { parseObject } from '../../../src-shared/protocol/codec.ts';
import { asRefusal, Refusal, type RefusalCode } from '../../../src-shared/protocol/errors.ts';
import type { Detail } from '../../../src-shared/protocol/reasons.ts';
import type { Challenge } from '../../../src-shared/protocol/login.ts';
import type { Push } from '../../../src-shared/protocol/answers.ts';
import type { ClientFrame, Request } from '../../../src-shared/protocol/requests.ts';
import type { Member } from '../../../src-shared/protocol/rooms.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import type { HostCore } from '../core.ts';
import type { Closable } from '../members.ts';
import type { HostRoom } from '../room-list.ts';
import { wholePresence, type Reader } from '../signals.ts';
import type { HostSocket, Peer } from '../socket.ts';
import { Encoded, type Caller } from './caller.ts';
import { SessionFormat } from './format.ts';
import { handle } from './handlers.ts';

/** One connection on `/session`. */
export class SessionConnection implements Peer, Caller, Closable {
  readonly core: HostCore;
  readonly nonce = randomBytes(18).toString('base64url');
  me: Member | null = null;
  readonly #socket: HostSocket;
  readonly #readers = new Map<string, Reader>();
  #loginTimer: NodeJS.Timeout | null;
  #pending = 0;
  #open = true;

  constructor(core: HostCore, socket: HostSocket) {
    this.core = core;
    this.#socket = socket;
    this.#loginTimer = setTimeout(() => {
      socket.close('login-timeout');
    }, core.limits.loginMs);
    const challenge: Challenge = { type: 'challenge', version: PROTOCOL_VERSION, host: core.info, nonce: this.nonce };
    socket.outlet.send(JSON.stringify(challenge));
  }

  get loggedIn(): boolean {
    return this.me !== null;
  }

  get member(): Member {
    if (!this.me) throw new Refusal('not-logged-in');
    return this.me;
  }

  get address(): string {
    return this.#socket.address;
  }

  close(code: RefusalCode, detail?: Detail): void {
    if (detail) this.tell({ type: 'farewell', ...Refusal.because(code, detail).toJSON() });
    this.#socket.close(code);
  }

  tell(push: Push): void {
    this.#socket.outlet.send(JSON.stringify(push));
  }

  frame(text: string): void {
    let id: number | null = null;
    try {
      const fields = parseObject(text);
      id = requestId(fields);
      this.#take(parseClientFrame(fields));
    } catch (thrown) {
      this.#refuse(id, asRefusal(thrown));
    }
  }

  tooMany(text: string): void {
    let id: number | null = null;
    try {
      id = requestId(parseObject(text));
    } catch {
      // It is refused all the same, only without its number.
    }
    this.#refuse(id, new Refusal('rate-limited'));
  }

  closed(): void {
    this.#open = false;
    this.#stopLoginTimer();
    for (const room of [...this.#readers.keys()]) this.unsubscribe(room);
    this.core.signals.forget(this.#socket.outlet);
    if (!this.me) return;
    this.core.members.disconnected(this.me, this);
    this.core.about.follow(this.me);
  }

  logIn(member: Member): void {
    if (!this.#open) return;
    this.me = member;
    this.#stopLoginTimer();
    this.core.members.connected(member, this);
    this.core.about.follow(member);
    this.core.signals.listen(this.#socket.outlet, member);
  }

  idle(idle: boolean): void {
    this.core.about.idle(this.member, this, idle);
  }

  subscribed(room: string): boolean {
    return this.#readers.has(room);
  }

  subscribe(room: HostRoom, sent: number, since: number): void {
    if (!this.#open || this.#readers.has(room.id)) return;
    const { outlet } = this.#socket;
    const reader: Reader = {
      room: room.id,
      outlet,
      format: new SessionFormat(room, since),
      sent,
      lagging: false,
      caughtUp: () => {
        for (const frame of wholePresence(room)) outlet.send(frame);
      },
      member: this.member,
      label: null,
      listed: null,
    };
    this.#readers.set(room.id, reader);
    this.core.fanout.subscribe(reader);
    this.core.signals.came(room, reader.member);
  }

  unsubscribe(room: string): void {
    const reader = this.#readers.get(room);
    if (!reader) return;
    this.#readers.delete(room);
    this.core.fanout.unsubscribe(reader);
    this.core.signals.went(this.core.rooms.get(room), reader.member);
  }

  #take(frame: ClientFrame): void {
    if (frame.type === 'typing') this.#typing(frame.room);
    else if (this.#pending >= this.core.limits.pendingRequests) throw new Refusal('too-many-requests');
    else void this.#answer(frame);
  }

  #typing(id: string): void {
    const { member } = this;
    const room = this.core.rooms.get(id);
    if (!this.#readers.has(id)) throw new Refusal('not-in-room');
    if (!this.core.budgets.signals.take(member.id)) throw new Refusal('rate-limited');
    this.core.signals.typing(room, member);
  }

  /** Never rejects: whatever goes wrong is the answer. */
  async #answer(request: Request): Promise<void> {
    this.#pending += 1;
    try {
      const result = await handle(this, request);
      const json = result instanceof Encoded ? result.json : JSON.stringify(result);
      this.#socket.outlet.send(`{"id":${String(request.id)},"result":${json}}`);
      if (result instanceof Encoded) for (const frame of result.rest) this.#socket.outlet.send(frame);
    } catch (thrown) {
      this.#refuse(request.id, asRefusal(thrown));
    }
    this.#pending -= 1;
  }

  #refuse(id: number | null, refusal: Refusal): void {
    this.core.metrics.refused(refusal.code);
    if (refusal.code === 'internal') this.core.log.error({ err: refusal.cause }, 'request failed');
    this.#socket.outlet.send(
      JSON.stringify(id === null ? { type: 'error', ...refusal.toJSON() } : { id, error: refusal }),
    );
  }

  #stopLoginTimer(): void {
    if (this.#loginTimer) clearTimeout(this.#loginTimer);
    this.#loginTimer = null;
  }
}
