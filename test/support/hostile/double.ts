import { HOST, idOf, ME, message, roomInfo, ROOM } from '../scripted.ts';

type Fields = Record<string, unknown>;

/** What a host double says of itself and its rooms. */
export interface Lies {
  host?: Fields;
  me?: Fields;
  rooms?: readonly Fields[];
  online?: readonly Fields[];
  /** Why the first log-ins are refused. */
  refusals?: Fields[];
}

/**
 * A host that says whatever the test wants, on a connection of the test's choosing. To requests it gives just enough for a
 * client to come in and stay.
 */
export class DoubleHost {
  readonly #say: (text: string) => void;
  readonly #lies: Lies;
  #seq = 0;

  constructor(say: (text: string) => void, lies: Lies = {}) {
    this.#say = say;
    this.#lies = lies;
  }

  /** Introduces itself, as soon as somebody is there. */
  greet(): void {
    this.say({ type: 'challenge', version: 1, host: { ...HOST, ...this.#lies.host }, nonce: 'n'.repeat(24) });
  }

  /** Answers a request. */
  hear(text: string): void {
    const { id, type } = JSON.parse(text) as Fields;
    const { me, rooms = [roomInfo()], online = [], refusals = [] } = this.#lies;
    const refusal = type === 'login' ? refusals.shift() : undefined;
    const page = { events: [], lastSeq: this.#seq };
    if (refusal) this.say({ id, error: { message: '', ...refusal } });
    else if (type === 'login') this.say({ id, result: { me: { ...ME, ...me }, rooms, joined: [ROOM] } });
    else if (type === 'room.join') this.say({ id, result: { room: rooms[0], page, online } });
    else if (type === 'ping') this.say({ id, result: { at: 1 } });
    else if (type !== 'typing') this.say({ id, error: { code: 'not-allowed', message: 'no' } });
  }

  /** Passes on messages, each a push of its own. */
  tell(texts: readonly string[], name: (i: number) => string = () => 'Mallory'): void {
    for (const [i, text] of texts.entries()) {
      this.#seq += 1;
      const event = { ...message(this.#seq, { text, name: name(i), by: 1_000 + this.#seq }), id: idOf(this.#seq) };
      this.say({ type: 'events', room: ROOM, events: [event] });
    }
  }

  say(frame: object): void {
    this.#say(JSON.stringify(frame));
  }
}
