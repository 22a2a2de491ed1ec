import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoomEvent } from '../../src-shared/protocol/events.ts';
import { uuidv7 } from '../../src-shared/protocol/ids.ts';
import { FAIR } from '../support/chaos-proxy.ts';
import { isThrough, type Person, World } from '../support/chaos-world.ts';
import { readDisk, textsBy } from '../support/disk-log.ts';
import { tempDir } from '../support/host.ts';
import { Chance, chanceOfThisTest, patience, rounds, SEED, tell } from '../support/soak.ts';
import { until } from '../support/wait.ts';

const NAMES = ['Ada', 'Bo', 'Cleo'];
const RUNS = 12;
const SHARE = 0.25;

/** One thing that happens. `who` and `room` are picked by number. */
type Step =
  | { kind: InRoom; who: number; room: number }
  | { kind: 'cut' | 'swallow' | 'restart' | 'retry'; who: number }
  | { kind: 'weather'; who: number; delayMs: number; cutAfter: number }
  | { kind: 'host' }
  | { kind: 'pause' };
type InRoom = 'write' | 'enter' | 'leave' | 'older';

const who = fc.nat(NAMES.length - 1);
const room = fc.nat(1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('write' as const), who, room }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('enter' as const, 'leave' as const), who, room }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('older' as const), who, room }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('cut' as const, 'restart' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('swallow' as const, 'retry' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('weather' as const),
      who,
      delayMs: fc.constantFrom(0, 5, 40),
      cutAfter: fc.constantFrom(300, 2_000, 20_000, Infinity),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'host' as const }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'pause' as const }) },
);

/** Does one step. Nothing is waited for that the network could prevent. */
async function take(world: World, rooms: readonly string[], next: Step): Promise<void> {
  if (next.kind === 'host') {
    if (world.running) await world.stopHost();
    else await world.startHost();
    return;
  }
  if (next.kind === 'pause') {
    await new Promise((done) => setTimeout(done, world.chance.int(1, 60)));
    return;
  }
  const person = world.people[next.who];
  if (!person) return;
  if (next.kind === 'weather') person.proxy.weather = next;
  else if (next.kind === 'cut') person.proxy.cut();
  else if (next.kind === 'swallow') person.proxy.swallow();
  else if (next.kind === 'restart') person.restart();
  else if (next.kind === 'retry') person.session.networkUp();
  else if ('room' in next) await inRoom(person, rooms[next.room] ?? '', next.kind);
}

async function inRoom(person: Person, id: string, kind: InRoom): Promise<void> {
  const room = person.session.rooms.get(id);
  // Before the first log-in after a start the app knows no rooms: nobody can write into one.
  if (!room) return;
  if (kind === 'write') {
    if (room.joined) await person.write(id);
    return;
  }
  const asked =
    kind === 'enter'
      ? room.join()
      : kind === 'older'
        ? room.loadOlder()
        : room.joined
          ? room.leave()
          : Promise.resolve();
  // That the network prevents it is what this is about.
  asked.catch(() => undefined);
}

/** What a person holds of a room, all of it loaded. */
async function timelineOf(person: Person, id: string, newest: number): Promise<unknown[]> {
  const room = await until(
    async () => {
      const found = person.session.rooms.get(id);
      return (await isThrough(person, [id])) && found && found.window.head >= newest && found.atHead ? found : null;
    },
    20_000,
    `${person.name} has everything`,
  );
  await until(async () => (await succeeds(room.loadOlder())) && room.atStart);
  return [...room.window.events];
}

/** Did it work? On a busy machine a connection may be given up at any time, and is made again. */
async function succeeds(work: Promise<unknown> | undefined): Promise<boolean> {
  try {
    await work;
    return true;
  } catch {
    return false;
  }
}

function expectWhole(people: readonly Person[], logs: ReadonlyMap<string, readonly RoomEvent[]>): void {
  for (const { name, written, refused } of people) {
    for (const [id, texts] of written) {
      const logged = textsBy(logs.get(id) ?? [], name);
      expect([...logged].sort(), `${name}'s messages, each once`).toEqual([...texts].sort());
      const inOrder = (all: readonly string[]): string[] => all.filter((text) => !refused.has(text));
      expect(inOrder(logged), `${name}'s messages, in the order written`).toEqual(inOrder(texts));
    }
    // Who has left a room may be told so; nothing else that happens here is a reason to refuse anything.
    for (const { code } of refused.values()) expect(code).toBe('not-in-room');
  }
}

async function live(steps: readonly Step[], chance: Chance): Promise<void> {
  const world = await World.make(tempDir(), NAMES, chance);
  try {
    const [first] = world.people;
    const known = await until(() => first?.session.rooms.values().next().value);
    const second = uuidv7(Date.now(), chance.bytes(10));
    await until(() => succeeds(first?.session.request('room.create', { room: second, name: 'second', topic: '' })));
    const rooms = [known.id, second];
    for (const person of world.people) await until(() => isThrough(person, rooms));
    for (const next of steps) await take(world, rooms, next);
    await world.heal(rooms);
    // Whoever is last to be healed has said the last word; only then everyone can have heard it.
    const timelines = new Map<string, unknown[][]>();
    for (const id of rooms) {
      const newest = Math.max(...world.people.map(({ session }) => session.rooms.get(id)?.window.head ?? 0));
      timelines.set(id, await Promise.all(world.people.map((person) => timelineOf(person, id, newest))));
    }
    for (const { session } of world.people) session.stop();
    await world.stopHost();
    const { logs, problems } = await readDisk(world.dataDir);
    expect(problems).toEqual([]);
    for (const [id, held] of timelines) for (const timeline of held) expect(timeline).toEqual(logs.get(id));
    expectWhole(world.people, logs);
  } finally {
    world.setWeather(FAIR);
    await world.close();
  }
}

test(
  'whatever the network does, everyone ends with the log, and everything written is in it once and in order',
  async () => {
    chanceOfThisTest();
    let steps = 0;
    const times = await rounds(1, SHARE, (round) =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), fc.integer(), async (taken, seed) => {
          steps += taken.length;
          await live(taken, new Chance(seed));
        }),
        { seed: SEED + round, numRuns: RUNS, endOnFailure: true },
      ),
    );
    tell(`${String(times * RUNS)} lives of ${String(steps)} steps in a bad network, every one ended whole`);
  },
  patience(60_000, SHARE),
);
