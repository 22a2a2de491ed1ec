import { startHost, type Host } from '../../src-main/host/host.ts';
import { NO_RATE_LIMITS } from '../../src-main/host/limits.ts';
import type { Failure, Identity } from '../../src-shared/session/ports.ts';
import type { Room } from '../../src-shared/session/room.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { ChaosProxy, FAIR, type Weather } from './chaos-proxy.ts';
import { doublingTransport, hastyClock, WatchedOutbox } from './chaos-session.ts';
import { newIdentity, newSession } from './people.ts';
import type { Chance } from './soak.ts';
import { until } from './wait.ts';

/** How many times faster clients wait: 15 seconds without an answer are one and a half. */
const HASTE = 10;

/** Someone with an app, a bad network between them and the host, and an outbox that outlives the app. */
export class Person {
  readonly name: string;
  readonly identity: Identity = newIdentity();
  readonly outbox = new WatchedOutbox();
  readonly proxy: ChaosProxy;
  /** What the app took to be sent, by room, in order. */
  readonly written = new Map<string, string[]>();
  /** Texts that were refused for good at least once. */
  readonly refused = new Map<string, Failure>();
  session: Session;
  readonly #chance: Chance;
  #count = 0;

  constructor(name: string, proxy: ChaosProxy, chance: Chance) {
    this.name = name;
    this.proxy = proxy;
    this.#chance = chance;
    this.session = this.#newSession();
  }

  /** Writes a message, without waiting for anything but the outbox. */
  async write(room: string): Promise<void> {
    this.#count += 1;
    const text = `${this.name} ${String(this.#count)}`;
    const written = this.written.get(room) ?? [];
    this.written.set(room, written);
    written.push(text);
    await this.session.send(room, text);
  }

  /** The app is closed and started again. */
  restart(): void {
    this.session.stop();
    this.session = this.#newSession();
  }

  /** Notes what the host refused for good, and has it sent again. */
  async retryRefused(): Promise<void> {
    for (const { id, text, failure } of [...this.outbox.entries.values()]) {
      if (!failure) continue;
      this.refused.set(text, failure);
      await this.session.retry(id);
    }
  }

  #newSession(): Session {
    const session = newSession({
      url: `ws://127.0.0.1:${String(this.proxy.port)}/session`,
      name: this.name,
      identity: this.identity,
      outbox: this.outbox,
      clock: hastyClock(HASTE),
      transport: doublingTransport(this.#chance, 0.15),
    });
    session.start();
    return session;
  }
}

/** A host and some people, and every way in which what is between them can fail. */
export class World {
  readonly people: Person[] = [];
  readonly dataDir: string;
  readonly #chance: Chance;
  #host: Host | null = null;

  private constructor(dataDir: string, chance: Chance) {
    this.dataDir = dataDir;
    this.#chance = chance;
  }

  static async make(dataDir: string, names: readonly string[], chance: Chance): Promise<World> {
    const world = new World(dataDir, chance);
    const port = await world.startHost();
    for (const name of names) world.people.push(new Person(name, await ChaosProxy.start(port, chance), chance));
    return world;
  }

  /** Starts the host, at whatever port; the proxies lead there. */
  async startHost(): Promise<number> {
    const options = { dataDir: this.dataDir, name: 'Chaos', port: 0, bind: '127.0.0.1', guests: true };
    this.#host = await startHost({ ...options, limits: NO_RATE_LIMITS });
    for (const { proxy } of this.people) proxy.target = this.#host.port;
    return this.#host.port;
  }

  async stopHost(): Promise<void> {
    // Else the host would wait for answers that were swallowed.
    for (const { proxy } of this.people) proxy.letGo();
    await this.#host?.close();
    this.#host = null;
  }

  get running(): boolean {
    return this.#host !== null;
  }

  setWeather(weather: Weather): void {
    for (const { proxy } of this.people) proxy.weather = weather;
  }

  /** From now on nothing fails; everyone enters every room, and everything written is sent. */
  async heal(rooms: readonly string[]): Promise<void> {
    this.setWeather(FAIR);
    if (!this.#host) await this.startHost();
    for (const { proxy } of this.people) proxy.cut();
    for (const person of this.people) {
      await until(() => isThrough(person, rooms), 20_000, `${person.name} is in every room and has sent everything`);
    }
  }

  async close(): Promise<void> {
    for (const { session, proxy } of this.people) {
      session.stop();
      await proxy.close();
    }
    await this.stopHost();
  }

  get chance(): Chance {
    return this.#chance;
  }
}

/** Is someone connected, in every room, with nothing left to send? What they have to do for that, they do. */
export async function isThrough(person: Person, rooms: readonly string[]): Promise<boolean> {
  const { session, outbox } = person;
  if (!(await isAlive(session))) return false;
  for (const id of rooms) {
    const room = session.rooms.get(id);
    if (!room || !(await entered(room))) return false;
  }
  await person.retryRefused();
  return outbox.entries.size === 0;
}

/** Is the connection one that carries something, or one that is cut and does not know it yet? */
async function isAlive(session: Session): Promise<boolean> {
  try {
    await session.request('ping', {});
    return session.status.state === 'connected';
  } catch {
    // Asked again by whoever waits for it.
    return false;
  }
}

/** Enters a room if one is not in it; false if the connection failed meanwhile. */
async function entered(room: Room): Promise<boolean> {
  try {
    if (!room.joined) await room.join();
    return room.loaded;
  } catch {
    // Asked again by whoever waits for it.
    return false;
  }
}
