import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { backoff } from '../../../src-shared/session/backoff.ts';
import { until } from '../../support/wait.ts';
import { fill } from '../lib/room.ts';
import { frame } from '../lib/websocket.ts';
import { logIn, parleySession, sayAs, serveAgain, type Speaker } from '../servers/parley.ts';
import { socketIo } from '../servers/socket-io.ts';

const WORDS = 'said after the restart';
/** The reason in a closing frame. */
const CLOSING = 'host-closing';

export interface Restart {
  name: string;
  seconds: number;
  what: string;
}

/** A person who comes back by themself, after the waits of the app, and resumes the room where they left it. */
class Returner {
  heard = false;
  stopped = false;
  /** Themself in the room, while they are in it. */
  here: Speaker | null = null;
  readonly #port: number;
  readonly #number: number;
  readonly #key = generateKeyPairSync('ed25519').privateKey;
  /** The last event heard of. */
  #after = 0;
  #attempt = 0;

  constructor(port: number, number: number) {
    this.#port = port;
    this.#number = number;
  }

  /** Never rejects; fulfilled when `stop` has been called. */
  async stay(): Promise<void> {
    while (!this.stopped) {
      await this.#visit().catch(() => undefined);
      await sleep(backoff(this.#attempt, Math.random()));
      this.#attempt += 1;
    }
  }

  stop(): void {
    this.stopped = true;
    this.here?.socket.destroy();
  }

  /** Enters the room and stays until the connection ends. */
  async #visit(): Promise<void> {
    const speaker = await logIn(this.#port, this.#number, this.#key);
    const { socket, room } = speaker;
    const ended = once(socket, 'close');
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      this.#hear(data);
      // A host waits for those who do not answer its closing frame.
      if (data.includes(CLOSING)) socket.end();
      if (this.here || !data.includes('"id":2,"result"')) return;
      this.here = speaker;
      this.#attempt = 0;
    });
    const after = this.#after === 0 ? {} : { after: this.#after };
    socket.resume().write(frame(JSON.stringify({ id: 2, type: 'room.join', room, ...after })));
    await ended;
    this.here = null;
  }

  #hear(data: Buffer): void {
    const at = data.lastIndexOf('"seq":');
    if (at !== -1) this.#after = Math.max(this.#after, parseInt(data.toString('latin1', at + 6, at + 16), 10));
    if (data.includes(WORDS)) this.heard = true;
  }
}

/** From the order to stop the server until the last client is back, the server being started again at once. */
export async function restartParley(port: number, count: number): Promise<Restart> {
  const first = await parleySession.start(port);
  const staying: Promise<void>[] = [];
  const people = await fill(count, async (number) => {
    const person = new Returner(port, number);
    staying.push(person.stay());
    await until(() => person.here);
    return person;
  });
  const started = performance.now();
  await first.stop();
  const second = await serveAgain(port);
  const speaker = await until(() => people.find(({ here }) => here)?.here, 60_000);
  speaker.socket.write(sayAs(speaker)(WORDS));
  await until(() => people.every(({ heard, here }) => heard && here), 120_000);
  const seconds = (performance.now() - started) / 1_000;
  for (const person of people) person.stop();
  await Promise.all(staying);
  await second.stop();
  return { name: parleySession.name, seconds, what: 'logged in, in the room, has a message said after the restart' };
}

export async function restartSocketIo(port: number, count: number): Promise<Restart> {
  const first = await socketIo.start(port);
  const clients = Array.from({ length: count }, () =>
    io(`http://127.0.0.1:${String(port)}`, { transports: ['websocket'], forceNew: true }),
  );
  await until(() => clients.every(({ connected }) => connected), 60_000);
  const started = performance.now();
  await first.stop();
  await until(() => clients.every(({ connected }) => !connected), 60_000);
  const second = await socketIo.start(port);
  await until(() => clients.every(({ connected }) => connected), 120_000);
  const seconds = (performance.now() - started) / 1_000;
  for (const client of clients) client.close();
  await second.stop();
  return { name: socketIo.name, seconds, what: 'connected' };
}
