import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Chance } from './soak.ts';

/** What the network does to what passes through it. */
export interface Weather {
  /** The longest delay of a piece, in milliseconds; each waits some of it, none overtakes another. */
  delayMs: number;
  /** The most bytes a connection carries before it is cut, in the middle of whatever it is; Infinity for never. */
  cutAfter: number;
}

export const FAIR: Weather = { delayMs: 0, cutAfter: Infinity };

/** A TCP proxy on loopback: a network that can be made as bad as wanted. */
export class ChaosProxy {
  weather: Weather = FAIR;
  /** Where connections lead. */
  target: number;
  readonly port: number;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();

  private constructor(server: Server, port: number, target: number, chance: Chance) {
    this.#server = server;
    this.port = port;
    this.target = target;
    server.on('connection', (near) => {
      const pair = new Pair(near, connect(this.target, '127.0.0.1'), this.weather, chance);
      this.#pairs.add(pair);
      near.once('close', () => {
        this.#pairs.delete(pair);
        pair.letGo();
      });
    });
  }

  static start(target: number, chance: Chance): Promise<ChaosProxy> {
    const server = createServer({ noDelay: true, allowHalfOpen: true });
    return new Promise((done) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        done(new ChaosProxy(server, port, target, chance));
      });
    });
  }

  /** Connections there are. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Ends every connection at once, without a word to the other end of what is under way. */
  cut(): void {
    for (const pair of this.#pairs) pair.cut();
  }

  /** Every connection there is carries nothing any more, and does not end: a cable pulled out. */
  swallow(): void {
    for (const pair of this.#pairs) pair.swallows = true;
  }

  /** The target has found out that what was swallowed is gone; the other side has not. */
  letGo(): void {
    for (const pair of this.#pairs) if (pair.swallows) pair.letGo();
  }

  async close(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    this.cut();
    await closed;
  }
}

/** One connection through the proxy. */
class Pair {
  swallows = false;
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #weather: Weather;
  readonly #chance: Chance;
  #left: number;

  constructor(near: Socket, far: Socket, weather: Weather, chance: Chance) {
    this.#near = near;
    this.#far = far;
    this.#weather = weather;
    this.#chance = chance;
    this.#left = weather.cutAfter === Infinity ? Infinity : chance.int(0, weather.cutAfter);
    this.#carry(near, far);
    this.#carry(far, near);
  }

  cut(): void {
    this.#near.destroy();
    this.#far.destroy();
  }

  letGo(): void {
    this.#far.destroy();
  }

  #carry(from: Socket, to: Socket): void {
    let last = Promise.resolve();
    const inTurn = (work: () => void): void => {
      const wait = this.#weather.delayMs === 0 ? 0 : this.#chance.int(0, this.#weather.delayMs);
      last = last.then(() => pause(wait)).then(work);
    };
    from.on('data', (data: Buffer) => {
      if (!this.swallows)
        inTurn(() => {
          this.#pass(data, to);
        });
    });
    from.on('end', () => {
      if (!this.swallows) inTurn(() => to.end());
    });
    from.on('error', () => {
      this.cut();
    });
    from.on('close', () => {
      inTurn(() => {
        if (!this.swallows) this.cut();
      });
    });
  }

  /** Passes data on, or as much of it as the connection still carries. */
  #pass(data: Buffer, to: Socket): void {
    if (this.swallows || to.destroyed || this.#left < 0) return;
    this.#left -= data.length;
    if (this.#left >= 0) {
      to.write(data);
      return;
    }
    // Ended after the piece is out, so that the other side has half a frame in hand.
    const piece = data.subarray(0, data.length + this.#left);
    this.#left = 0;
    if (piece.length === 0) this.cut();
    else
      to.write(piece, () => {
        this.cut();
      });
  }
}

function pause(ms: number): Promise<void> {
  return ms === 0
    ? Promise.resolve()
    : new Promise((done) => {
        setTimeout(done, ms);
      });
}
