import { loginText } from '../../src-shared/protocol/login.ts';
import type { RequestType } from '../../src-shared/protocol/requests.ts';
import type { Member, RoomInfo } from '../../src-shared/protocol/rooms.ts';
import type { ReceivedEvent } from '../../src-shared/protocol/events.ts';
import type { Failure, Identity, Link, LinkHandlers, Transport } from '../../src-shared/session/ports.ts';
import { Session, type SessionOptions } from '../../src-shared/session/session.ts';
import { FakeClock, settled } from './fake-clock.ts';
import { MemoryOutbox, memoryTold } from './people.ts';

export const HOST = { id: 'host-1', name: 'Host', fingerprint: '' };
export const ME: Member = { id: 7, name: 'Ada', role: 'member', key: 'A'.repeat(43) };
export const ROOM = '01890000-0000-7000-8000-000000000001';

type Fields = Record<string, unknown>;

/** A room as a host lists it. */
export function roomInfo(fields: Partial<RoomInfo> = {}): RoomInfo {
  return {
    id: ROOM,
    kind: 'room',
    name: 'general',
    topic: '',
    online: 0,
    lastSeq: 0,
    lastAt: 0,
    archived: false,
    locked: false,
    slow: 0,
    history: 'all',
    people: [],
    ...fields,
  };
}

/** The event's name for tests that do not care: made from its place. */
export function idOf(seq: number): string {
  return `01890000-0000-7000-8000-${seq.toString(16).padStart(12, '0')}`;
}

export function message(
  seq: number,
  fields: Partial<{ id: string; at: number; by: number; name: string; text: string }> = {},
): ReceivedEvent {
  return {
    kind: 'message',
    seq,
    id: idOf(seq),
    at: seq * 1_000,
    by: 1,
    name: 'Bo',
    text: `message ${String(seq)}`,
    ...fields,
  };
}

/** Messages `from` to `to`, both included. */
export function messages(from: number, to: number): ReceivedEvent[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => message(from + i));
}

/** One connection as the host's side of a test sees it. */
export class ScriptedLink implements Link {
  readonly url: string;
  readonly pin: string | undefined;
  readonly sent: Fields[] = [];
  open = true;
  readonly #handlers: LinkHandlers;

  constructor(url: string, handlers: LinkHandlers, pin: string | undefined) {
    this.url = url;
    this.pin = pin;
    this.#handlers = handlers;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Fields);
  }

  close(): void {
    this.end({ code: 'host-gone', message: 'closed' });
  }

  /** The connection ends, for whatever reason. */
  end(failure: Failure): void {
    if (!this.open) return;
    this.open = false;
    this.#handlers.closed(failure);
  }

  /** The socket is open, and this is the certificate seen on it. */
  opened(fingerprint: string | null): void {
    this.#handlers.opened(fingerprint);
  }

  /** The host says something; text is sent as it is. */
  say(frame: object | string): void {
    this.#handlers.frame(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  challenge(fields: Fields = {}): void {
    this.say({ type: 'challenge', version: 1, host: HOST, nonce: 'n'.repeat(24), ...fields });
  }

  requests(type: RequestType): Fields[] {
    return this.sent.filter((frame) => frame.type === type);
  }

  /** Takes the oldest request of this type that is not answered yet. */
  take(type: RequestType): Fields {
    const i = this.sent.findIndex((frame) => frame.type === type);
    const found = this.sent.splice(i, i < 0 ? 0 : 1)[0];
    if (!found) throw new Error(`the session has not asked for ${type}, only for: ${JSON.stringify(this.sent)}`);
    return found;
  }

  answer(type: RequestType, result: object): Fields {
    const asked = this.take(type);
    this.say({ id: asked.id, result });
    return asked;
  }

  refuse(type: RequestType, code: string): Fields {
    const asked = this.take(type);
    this.say({ id: asked.id, error: { code, message: `refused: ${code}` } });
    return asked;
  }

  /** Lets the session log in, to these rooms. */
  async letIn(rooms: RoomInfo[] = [roomInfo()], joined: string[] = []): Promise<void> {
    this.challenge();
    await settled();
    this.answer('login', { me: ME, rooms, joined });
    await settled();
    this.answer('bookmarks', { bookmarks: [] });
    await settled();
  }

  /** Answers `room.join` with a page. */
  async letJoin(events: ReceivedEvent[], lastSeq = events.at(-1)?.seq ?? 0, online: Member[] = []): Promise<Fields> {
    const asked = this.answer('room.join', {
      room: roomInfo({ id: String(this.#roomAsked('room.join')), lastSeq }),
      page: { events, lastSeq },
      online,
    });
    await settled();
    return asked;
  }

  #roomAsked(type: RequestType): unknown {
    return this.sent.find((frame) => frame.type === type)?.room;
  }
}

/** A network whose every connection the test plays the host of. */
export class ScriptedTransport implements Transport {
  readonly links: ScriptedLink[] = [];

  open(url: string, handlers: LinkHandlers, pin?: string): Link {
    const link = new ScriptedLink(url, handlers, pin);
    this.links.push(link);
    return link;
  }

  /** The newest connection. */
  get link(): ScriptedLink {
    const link = this.links.at(-1);
    if (!link) throw new Error('the session has not connected');
    return link;
  }
}

/** Signs so that a test can tell what was signed. */
export const textIdentity: Identity = {
  key: 'A'.repeat(43),
  sign: (text) => Promise.resolve((text === loginText(HOST, 'n'.repeat(24), 'A'.repeat(43)) ? 'S' : 'X').repeat(86)),
};

export interface Scripted {
  session: Session;
  clock: FakeClock;
  transport: ScriptedTransport;
  outbox: MemoryOutbox;
  marks: Map<string, number>;
}

/** A session in a world the test controls, started. */
export function scripted(options: Partial<SessionOptions> = {}): Scripted {
  const clock = new FakeClock();
  const transport = new ScriptedTransport();
  const outbox = new MemoryOutbox();
  const marks = new Map<string, number>();
  const session = new Session({
    url: 'ws://test/session',
    name: 'Ada',
    transport,
    identity: textIdentity,
    outbox,
    clock,
    told: memoryTold(),
    readMarks: { get: (_host, room) => marks.get(room) ?? null, set: (_host, room, seq) => void marks.set(room, seq) },
    ...options,
  });
  session.start();
  return { session, clock, transport, outbox, marks };
}
