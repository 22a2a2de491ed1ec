import { WebSocket } from 'ws';
import { RawSession } from './chaos-raw.ts';
import { afterThisTest } from './host.ts';

/** Someone in a host's first room who notes the numbers of the messages that come (`#17 ...`), and can stop reading. */
export class Reader {
  readonly numbers: number[] = [];
  readonly #ws: WebSocket;

  private constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.on('message', (data: Buffer) => {
      this.#note(data);
    });
    afterThisTest(() => {
      ws.terminate();
      return undefined;
    });
  }

  /** One on `/session`. */
  static async session(url: string, number: number): Promise<Reader> {
    const raw = await RawSession.open(url, `Reader ${String(number)}`);
    await raw.request('room.join', { room: raw.rooms[0] ?? '' });
    raw.ws.removeAllListeners('message');
    return new Reader(raw.ws);
  }

  /** One on `/chat`. */
  static chat(base: string, number: number): Promise<Reader> {
    const ws = new WebSocket(`ws://${base}/chat`, { perMessageDeflate: false });
    return new Promise((done, failed) => {
      ws.once('error', failed);
      ws.once('open', () => {
        ws.send(JSON.stringify({ type: 'join', room: 'general', username: `Guest ${String(number)}` }));
      });
      ws.once('message', () => {
        done(new Reader(ws));
      });
    });
  }

  get closed(): boolean {
    return this.#ws.readyState === WebSocket.CLOSED;
  }

  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  #note(data: Buffer): void {
    for (let at = data.indexOf('"#'); at !== -1; at = data.indexOf('"#', at + 2)) {
      this.numbers.push(Number(data.toString('latin1', at + 2, data.indexOf(' ', at))));
    }
  }
}
