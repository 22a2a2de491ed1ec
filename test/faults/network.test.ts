import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ChildHost } from '../support/child-host.ts';
import type { ClientOrder, ClientView } from '../support/chaos-client.ts';
import { makeBadWire, type BadWire, type Weather } from '../support/chaos-wire.ts';
import { readDisk, textsBy } from '../support/disk-log.ts';
import { afterThisTest, tempDir } from '../support/host.ts';
import { changeAddress, namespacesUnavailable, spawnIn, type Namespace } from '../support/netns.ts';
import { SOAK, tell } from '../support/soak.ts';
import { until } from '../support/wait.ts';

const NAMES = ['Ada', 'Bo', 'Cleo', 'Dan'];
const PORT = 9_292;
const BAD: Weather = { delayMs: 100, loss: 0.05 };
const FAIR: Weather = { delayMs: 0, loss: 0 };
const CUT: Weather = { delayMs: 0, loss: 1 };
const CUT_MS = SOAK ? 30_000 : 3_000;
/** Milliseconds in which everything is through again; the longest wait between two attempts is 15 seconds. */
const RECOVERY_MS = 60_000;
const why = namespacesUnavailable() ?? '';

/** People at another computer. */
class People {
  readonly #process: ChildProcess;
  readonly #answers: ((views: ClientView[]) => void)[] = [];

  constructor(at: Namespace, url: string) {
    const script = fileURLToPath(new URL('../support/chaos-client.ts', import.meta.url));
    this.#process = spawnIn(at, process.execPath, [script, url, ...NAMES]);
    const { stdout } = this.#process;
    if (!stdout) throw new Error('the people say nothing');
    createInterface({ input: stdout }).on('line', (line) => {
      this.#answers.shift()?.(JSON.parse(line) as ClientView[]);
    });
    afterThisTest(async () => {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await ended;
    });
  }

  tell(order: ClientOrder): Promise<ClientView[]> {
    return new Promise((done) => {
      this.#answers.push(done);
      this.#process.stdin?.write(`${JSON.stringify(order)}\n`);
    });
  }

  /** Waits until everybody has everything that everybody has written: `count` messages each. */
  async have(count: number): Promise<void> {
    const isThrough = ({ state, unsent, said, whole }: ClientView): boolean =>
      state === 'connected' && unsent === 0 && whole && said.length === count * NAMES.length;
    let seen: ClientView[] = [];
    await until(
      async () => {
        seen = await this.tell({ do: 'look' });
        return seen.every(isThrough);
      },
      RECOVERY_MS,
      'everybody has everything',
    ).catch((error: unknown) => {
      const state = seen.map(
        ({ name, state, unsent, said }) =>
          `${name}: ${state}, ${String(unsent)} unsent, ${String(said.length)} of ${String(count * NAMES.length)}`,
      );
      throw new Error(`${String(error)}; ${state.join('; ')}`);
    });
    for (const view of seen) {
      expect(view.said).toEqual(seen[0]?.said);
      for (const name of NAMES) {
        const texts = view.said.filter(({ by }) => by === name).map(({ text }) => text);
        expect(texts).toEqual(Array.from({ length: count }, (_, i) => `${name} ${String(i + 1)}`));
      }
    }
  }
}

async function setUp(): Promise<{ wire: BadWire; host: ChildHost; people: People }> {
  const wire = await makeBadWire();
  afterThisTest(() => wire.remove());
  const args = ['--bind', '0.0.0.0', '--no-advertise', '--guests', '--name', 'Far host'];
  const host = new ChildHost({
    dataDir: tempDir(),
    args,
    port: PORT,
    spawnWith: (program, rest) => spawnIn(wire.left, program, rest),
  });
  await host.start();
  const people = new People(wire.right, `ws://${wire.left.address}:${String(PORT)}/session`);
  await people.have(0);
  return { wire, host, people };
}

async function expectLogged(host: ChildHost, count: number): Promise<void> {
  expect(await host.stop()).toBe(0);
  const { logs, problems } = await readDisk(host.dataDir);
  expect(problems).toEqual([]);
  const log = [...logs.values()][0] ?? [];
  for (const name of NAMES) expect(textsBy(log, name)).toHaveLength(count);
}

describe.skipIf(why !== '')(`between two computers ${why}`, () => {
  test('packets lost and late change nothing but the time it takes', { timeout: 120_000 }, async () => {
    const { wire, host, people } = await setUp();
    await wire.set(BAD);
    await people.tell({ do: 'send', count: 15 });
    await people.have(15);
    await people.tell({ do: 'send', count: 10 });
    await people.have(25);
    await expectLogged(host, 25);
    tell(`5% loss and 200 ms there and back, made by ${wire.by}: ${String(25 * NAMES.length)} messages, each once`);
  });

  test('what is written while the wire is cut is sent when it is whole', { timeout: 180_000 }, async () => {
    const { wire, host, people } = await setUp();
    await people.tell({ do: 'send', count: 5 });
    await people.have(5);
    await people.tell({ do: 'send', count: 5 });
    await wire.set(CUT);
    const cutAt = performance.now();
    await people.tell({ do: 'send', count: 5 });
    await until(() => performance.now() - cutAt > CUT_MS, CUT_MS + 5_000);
    const cut = await people.tell({ do: 'look' });
    for (const { unsent } of cut) expect(unsent).toBeGreaterThanOrEqual(5);
    await wire.set(FAIR);
    await people.have(15);
    await expectLogged(host, 15);
    tell(
      `a cut of ${String(CUT_MS / 1_000)} s, made by ${wire.by}: everything through ${String(Math.round((performance.now() - cutAt - CUT_MS) / 1_000))} s after it`,
    );
  });

  test(
    'a host that has another address is found there with everything that was written',
    { timeout: 120_000 },
    async () => {
      const { wire, host, people } = await setUp();
      await people.tell({ do: 'send', count: 5 });
      await people.have(5);
      const moved = '10.77.0.9';
      // In this order: with its first address a device loses every other one of that network.
      changeAddress('delete', wire.left, wire.left.address);
      changeAddress('add', wire.left, moved);
      await people.tell({ do: 'send', count: 5 });
      await people.tell({ do: 'move', url: `ws://${moved}:${String(PORT)}/session` });
      await people.have(10);
      await expectLogged(host, 10);
    },
  );
});
