import { chatFrame, type ChatFrame, type ChatPush } from '../../../src-shared/protocol/chat.ts';
import { check, parseObject } from '../../../src-shared/protocol/codec.ts';
import { asRefusal, Refusal, refusalText, type RefusalCode } from '../../../src-shared/protocol/errors.ts';
import type { Detail } from '../../../src-shared/protocol/reasons.ts';
import type { Member } from '../../../src-shared/protocol/rooms.ts';
import type { HostCore } from '../core.ts';
import type { Closable } from '../members.ts';
import type { HostRoom } from '../room-list.ts';
import { newId } from '../rooms.ts';
import type { Reader } from '../signals.ts';
import type { HostSocket, Peer } from '../socket.ts';
import { ChatFormat } from './format.ts';

const TYPES = new Set<unknown>(chatFrame.options.map((option) => option.shape.type.value));

/** One connection on `/chat`: a guest without a key, speaking the plain dialect. */
export class ChatConnection implements Peer, Closable {
  readonly #core: HostCore;
  readonly #socket: HostSocket;
  /** Rooms joined, by id. */
  readonly #readers = new Map<string, Reader>();
  #guest: Member | null = null;
  #joinTimer: NodeJS.Timeout | null;
  #last: Promise<void> = Promise.resolve();
  #pending = 0;
  #open = true;

  constructor(core: HostCore, socket: HostSocket) {
    this.#core = core;
    this.#socket = socket;
    this.#joinTimer = setTimeout(() => {
      socket.close('login-timeout');
    }, core.limits.loginMs);
  }

  get loggedIn(): boolean {
    return this.#guest !== null;
  }

  get address(): string {
    return this.#socket.address;
  }

  close(code: RefusalCode, detail?: Detail): void {
    if (detail) this.#send({ type: 'error', code, message: refusalText(code, detail) });
    this.#socket.close(code);
  }

  /** The plain dialect has no frames for what sessions are told besides. */
  tell(): void {
    return;
  }

  frame(text: string): void {
    try {
      const fields = parseObject(text);
      if (!TYPES.has(fields.type)) throw new Refusal('unknown-type');
      const frame = check(chatFrame, fields);
      if (this.#pending >= this.#core.limits.pendingRequests) throw new Refusal('too-many-requests');
      this.#take(frame);
    } catch (thrown) {
      this.#refuse(thrown);
    }
  }

  tooMany(): void {
    this.#refuse(new Refusal('rate-limited'));
  }

  closed(): void {
    this.#open = false;
    this.#stopJoinTimer();
    for (const reader of [...this.#readers.values()]) this.#unsubscribe(reader);
    if (this.#guest) this.#core.members.disconnected(this.#guest, this);
  }

  #take(frame: ChatFrame): void {
    switch (frame.type) {
      case 'join':
        this.#inTurn(() => this.#join(frame.room, frame.username));
        break;
      case 'leave':
        this.#inTurn(() => {
          this.#unsubscribe(this.#reader(frame.room));
        });
        break;
      case 'typing':
        this.#inTurn(() => {
          this.#typing(frame.room);
        });
        break;
      default:
        this.#inTurn(() => {
          this.#say(frame.room, frame.content);
        });
    }
  }

  /** A script sends its frames without waiting; each is begun when those before it are through. */
  #inTurn(work: () => Promise<void> | void): void {
    this.#pending += 1;
    this.#last = this.#last
      .then(work)
      .catch((thrown: unknown) => {
        this.#refuse(thrown);
      })
      .finally(() => {
        this.#pending -= 1;
      });
  }

  async #join(label: string, username: string): Promise<void> {
    const room = this.#core.rooms.find(label);
    const guest = await this.#logIn(username);
    if (!this.#open) return;
    if (!this.#readers.has(room.id)) this.#subscribe(room, label, guest);
    this.#send({ type: 'user_list', room: label, users: room.presence.members.map(({ name }) => name) });
  }

  /** The name given at the first join stays for the connection. */
  async #logIn(username: string): Promise<Member> {
    if (this.#guest) return this.#guest;
    this.#core.access.checkGuest();
    this.#core.moderation.checkBanned(null, this.address);
    const guest = await this.#core.members.guest(username);
    this.#stopJoinTimer();
    if (this.#open) {
      this.#guest = guest;
      this.#core.members.connected(guest, this);
    }
    return guest;
  }

  #subscribe(room: HostRoom, label: string, member: Member): void {
    const reader: Reader = {
      room: room.id,
      outlet: this.#socket.outlet,
      format: new ChatFormat(room.id, label),
      sent: room.lastSeq,
      lagging: false,
      caughtUp: () => undefined,
      member,
      label,
      listed: null,
    };
    this.#readers.set(room.id, reader);
    this.#core.fanout.subscribe(reader);
    this.#core.signals.came(room, member);
    reader.listed = new Set(room.presence.members.map(({ id }) => id));
  }

  #unsubscribe(reader: Reader): void {
    this.#readers.delete(reader.room);
    this.#core.fanout.unsubscribe(reader);
    this.#core.signals.went(this.#core.rooms.get(reader.room), reader.member);
  }

  /** @throws Refusal `no-such-room`, `not-in-room` */
  #reader(label: string): Reader {
    const reader = this.#readers.get(this.#core.rooms.find(label).id);
    if (!reader) throw new Refusal('not-in-room');
    return reader;
  }

  #typing(label: string): void {
    const { room, member } = this.#reader(label);
    if (!this.#core.budgets.signals.take(member.id)) throw new Refusal('rate-limited');
    this.#core.signals.typing(this.#core.rooms.get(room), member);
  }

  /** Not waited for: the message comes back from the log, and what follows may go into the same commit. */
  #say(label: string, content: string): void {
    const { room, member } = this.#reader(label);
    if (!this.#core.budgets.events.take(member.id)) throw new Refusal('rate-limited');
    this.#pending += 1;
    this.#core.messages
      .send(member, room, newId(), { text: content })
      .catch((thrown: unknown) => {
        this.#refuse(thrown);
      })
      .finally(() => {
        this.#pending -= 1;
      });
  }

  #send(push: ChatPush): void {
    this.#socket.outlet.send(JSON.stringify(push));
  }

  #refuse(thrown: unknown): void {
    const { code, message, cause } = asRefusal(thrown);
    this.#core.metrics.refused(code);
    if (code === 'internal') this.#core.log.error({ err: cause }, 'frame failed');
    this.#send({ type: 'error', code, message });
  }

  #stopJoinTimer(): void {
    if (this.#joinTimer) clearTimeout(this.#joinTimer);
    this.#joinTimer = null;
  }
}
