import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Session } from '../../src-shared/session/session.ts';
import { ChildHost, runCli } from '../support/child-host.ts';
import { RawSession } from '../support/chaos-raw.ts';
import { newId } from '../support/talk.ts';
import { hastyClock, WatchedOutbox } from '../support/chaos-session.ts';
import { readDisk, textsBy, type OnDisk } from '../support/disk-log.ts';
import { afterThisTest, tempDir } from '../support/host.ts';
import { newIdentity, newSession } from '../support/people.ts';
import { chanceOfThisTest, patience, rounds, tell, type Chance } from '../support/soak.ts';
import { until } from '../support/wait.ts';

/** Kills of hosts on one folder; the next round begins with an empty one. */
const KILLS = 12;
const SHARE = 0.4;

interface Acknowledged {
  room: string;
  id: string;
  seq: number;
}

/** Sends as fast as it is answered, 50 at a time, and notes each acknowledgement. Never sends anything twice. */
class Sender {
  readonly acknowledged: Acknowledged[] = [];
  #on = true;

  async run(url: string, name: string, rooms: readonly string[], chance: Chance): Promise<void> {
    const raw = await RawSession.open(url, name).catch(() => null);
    if (!raw) return;
    for (const room of rooms) await raw.request('room.join', { room });
    const talk = async (): Promise<void> => {
      while (this.#on && raw.closed === null) {
        const [room, id] = [chance.pick(rooms), newId()];
        const { result } = await raw.request('message.send', { room, event: id, text: 'x'.repeat(chance.int(1, 400)) });
        if (result) this.acknowledged.push({ room, id, seq: Number(result.seq) });
      }
    };
    await Promise.all(Array.from({ length: 50 }, talk));
    raw.ws.terminate();
  }

  stop(): void {
    this.#on = false;
  }
}

/** Somebody with an app: writes on and on, whether the host is there or not. */
class Writer {
  readonly session: Session;
  readonly outbox = new WatchedOutbox();
  readonly name: string;
  /** What was written in each room, in order. */
  readonly written = new Map<string, string[]>();
  #on = true;

  constructor(url: string, name: string) {
    this.name = name;
    this.session = newSession({ url, name, outbox: this.outbox, identity: newIdentity(), clock: hastyClock(10) });
    this.session.start();
    afterThisTest(() => {
      this.stop();
      return undefined;
    });
  }

  async run(rooms: readonly string[]): Promise<void> {
    for (let i = 0; this.#on; i += 1) {
      const room = rooms[i % rooms.length] ?? '';
      if (this.outbox.entries.size < 20) await this.#write(room, `${this.name} ${String(i)}`);
      else await new Promise((done) => setTimeout(done, 5));
    }
  }

  async #write(room: string, text: string): Promise<void> {
    const written = this.written.get(room) ?? [];
    this.written.set(room, written);
    written.push(text);
    await this.session.send(room, text);
  }

  finish(): void {
    this.#on = false;
  }

  stop(): void {
    this.finish();
    this.session.stop();
  }
}

/** Everything acknowledged is in the log, at the place that was acknowledged, and nothing is there twice. */
function expectKept({ logs, problems }: OnDisk, senders: readonly Sender[], writers: readonly Writer[]): void {
  expect(problems).toEqual([]);
  for (const { acknowledged } of senders) {
    const last = new Map<string, number>();
    for (const { room, id, seq } of acknowledged) {
      expect(logs.get(room)?.[seq - 1]?.id, 'an acknowledged message').toBe(id);
      expect(seq, 'the order of acknowledgements').toBeGreaterThan(last.get(room) ?? 0);
      last.set(room, seq);
    }
  }
  const ids = [...logs].flatMap(([room, events]) => events.map(({ id }) => `${room} ${id}`));
  expect(new Set(ids).size, 'ids are unique').toBe(ids.length);
  const there = new Set([...logs.values()].flatMap((events) => events.map(({ id }) => id)));
  for (const { outbox, written, name } of writers) {
    for (const id of outbox.removed) expect(there.has(id), 'what the app took for acknowledged').toBe(true);
    for (const [room, texts] of written) {
      const logged = textsBy(logs.get(room) ?? [], name);
      expect(logged, `${name} in order, none left out`).toEqual(texts.slice(0, logged.length));
    }
  }
}

/** Kills a host time and again on one folder; gives how many messages were acknowledged. */
async function killAgainAndAgain(kills: number, chance: Chance): Promise<number> {
  const dataDir = tempDir();
  const host = new ChildHost({ dataDir });
  await host.start();
  const founder = await RawSession.open(host.url, 'Founder');
  await founder.request('room.create', { room: newId(), name: 'second', topic: '' });
  founder.ws.terminate();
  const rooms = (await RawSession.open(host.url, 'Guide')).rooms;
  expect(rooms).toHaveLength(2);

  const writers = ['Ada', 'Bo', 'Cleo'].map((name) => new Writer(host.url, name));
  for (const { session } of writers) {
    await until(() => session.status.state === 'connected' && session.rooms.size === 2);
    for (const room of session.rooms.values()) await room.join();
  }
  const writing = writers.map((writer) => writer.run(rooms));
  const senders: Sender[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const life = [new Sender(), new Sender()];
    senders.push(...life);
    const sending = life.map((sender, i) => sender.run(host.url, `Sender ${String(kill)} ${String(i)}`, rooms, chance));
    const enough = chance.int(1, 400);
    await until(() => life.some(({ acknowledged }) => acknowledged.length >= enough), 20_000, 'a host under load');
    await host.kill();
    await Promise.all(sending);
    expectKept(await readDisk(dataDir), senders, writers);
    if (kill % 6 === 5) expect(await runCli('serve', '--check', dataDir)).toMatchObject({ status: 0 });
    await host.start();
  }
  for (const writer of writers) writer.finish();
  await Promise.all(writing);
  await until(() => writers.every(({ outbox }) => outbox.entries.size === 0), 20_000, 'everything is acknowledged');
  for (const writer of writers) writer.stop();
  expect(await host.stop()).toBe(0);
  const disk = await readDisk(dataDir);
  expectKept(disk, senders, writers);
  for (const { name, written } of writers) {
    for (const [room, texts] of written) expect(textsBy(disk.logs.get(room) ?? [], name)).toEqual(texts);
  }
  expect((await runCli('serve', '--check', dataDir)).said).toContain('no problems');
  rmSync(dataDir, { recursive: true, force: true });
  const sent = senders.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  return sent + writers.reduce((sum, { outbox }) => sum + outbox.removed.length, 0);
}

test(
  'a host killed at any moment has every message it acknowledged, once and in order, when it is back',
  async () => {
    const chance = chanceOfThisTest();
    let acknowledged = 0;
    const folders = await rounds(1, SHARE, async () => {
      acknowledged += await killAgainAndAgain(KILLS, chance);
    });
    tell(`${String(folders * KILLS)} kills, ${String(acknowledged)} acknowledged messages, all kept`);
  },
  patience(60_000, SHARE),
);
