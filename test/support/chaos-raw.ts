import { WebSocket } from 'ws';
import { loginText, type HostInfo } from '../../src-shared/protocol/login.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import type { Identity } from '../../src-shared/session/ports.ts';
import { newIdentity } from './people.ts';

type Fields = Record<string, unknown>;

/** A bare connection to `/session`: says what a test wants said, and keeps what came back. Trusts, retries and mends nothing. */
export class RawSession {
  /** Everything that was not an answer to `request`. */
  readonly heard: Fields[] = [];
  /** Rooms of the host, by the log-in's word. */
  rooms: string[] = [];
  /** The closing frame's reason, '' without one; null while it is open. */
  closed: string | null = null;
  readonly ws: WebSocket;
  readonly #waiting = new Map<number, (answer: Fields) => void>();
  #nextId = 1;
  #opened: (challenge: Fields) => void = () => undefined;

  private constructor(url: string) {
    this.ws = new WebSocket(url, SUBPROTOCOL, { perMessageDeflate: false });
    this.ws.on('message', (data: Buffer) => {
      this.#hear(JSON.parse(data.toString()) as Fields);
    });
    this.ws.on('error', () => undefined);
    this.ws.on('close', (_code, reason) => {
      this.closed = reason.toString();
      for (const answer of this.#waiting.values()) answer({});
      this.#opened({});
    });
  }

  /** Connects without logging in; gives what the host introduced itself with, or null if it did not come so far. */
  static async connect(url: string): Promise<{ raw: RawSession; challenge: { host: HostInfo; nonce: string } | null }> {
    const raw = new RawSession(url);
    const challenge = await new Promise<Fields>((done) => {
      raw.#opened = done;
    });
    const introduced = 'nonce' in challenge ? (challenge as unknown as { host: HostInfo; nonce: string }) : null;
    return { raw, challenge: introduced };
  }

  /** Connects and logs in. */
  static async open(url: string, name: string, identity: Identity = newIdentity()): Promise<RawSession> {
    const { raw, challenge } = await RawSession.connect(url);
    if (!challenge) throw new Error('the host went away before it introduced itself');
    const { key } = identity;
    const signature = await identity.sign(loginText(challenge.host, challenge.nonce, key));
    const { result } = await raw.request('login', { key, name, signature });
    if (!result) throw new Error('the host did not let one in');
    raw.rooms = (result as { rooms: { id: string }[] }).rooms.map(({ id }) => id);
    return raw;
  }

  /** The answer, `{result}` or `{error}`; `{}` if the connection ends first. */
  request(type: string, params: Fields): Promise<{ result?: Fields; error?: { code: string; message: string } }> {
    if (this.closed !== null) return Promise.resolve({});
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((done) => {
      this.#waiting.set(id, done);
      this.ws.send(JSON.stringify({ id, type, ...params }));
    });
  }

  #hear(frame: Fields): void {
    const answer = this.#waiting.get(frame.id as number);
    if (frame.type === 'challenge') this.#opened(frame);
    else if (answer) {
      this.#waiting.delete(frame.id as number);
      answer(frame);
    } else this.heard.push(frame);
  }
}
