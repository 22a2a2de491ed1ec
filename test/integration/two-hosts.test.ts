import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { foundHost, type FoundHost } from '../../src-shared/protocol/bridge.ts';
import { ChildHost } from '../support/child-host.ts';
import { afterThisTest, tempDir } from '../support/host.ts';
import { makeWire, namespacesUnavailable, spawnIn, type Namespace } from '../support/netns.ts';
import { until } from '../support/wait.ts';

const script = fileURLToPath(new URL('namespace-visitor.ts', import.meta.url));
const told = z.object({
  hosts: z.array(foundHost),
  state: z.string(),
  here: z.array(z.string()),
  heard: z.array(z.string()),
});
/** Milliseconds in which hosts must appear and vanish. */
const SOON = 2_000;
const unavailable = namespacesUnavailable() ?? '';

/** Somebody at a computer of the test. */
class Visitor {
  knows: z.infer<typeof told> = { hosts: [], state: '', here: [], heard: [] };
  readonly #process: ChildProcess;

  constructor(namespace: Namespace) {
    this.#process = spawnIn(namespace, process.execPath, ['--no-warnings', script]);
    const { stdout } = this.#process;
    if (!stdout) throw new Error('the visitor has no output');
    createInterface({ input: stdout }).on('line', (line) => (this.knows = told.parse(JSON.parse(line))));
    afterThisTest(async () => {
      if (this.#process.exitCode !== null) return;
      const gone = once(this.#process, 'exit');
      this.#process.stdin?.end();
      await gone;
    });
  }

  tell(command: object): void {
    this.#process.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  /** A host of this name, seen within `ms`. */
  sees(name: string, ms = SOON): Promise<FoundHost> {
    return until(() => this.knows.hosts.find((host) => host.name === name), ms, `${name} is seen`);
  }

  async joins(host: FoundHost, name: string): Promise<void> {
    this.tell({ join: host, name });
    await until(() => this.knows.here.includes(name), 5_000, `${name} is in the room`);
  }
}

describe.skipIf(unavailable !== '')(`two hosts on two computers ${unavailable}`, () => {
  it('are each seen from the other computer, talked in encrypted, and missed when they stop', async () => {
    const wire = makeWire();
    afterThisTest(async () => {
      wire.remove();
    });
    const at = (namespace: Namespace, name: string): ChildHost =>
      new ChildHost({
        dataDir: tempDir(),
        args: ['--name', name],
        port: 9292,
        spawnWith: (program, args) => spawnIn(namespace, program, args, { ...process.env, PARLEY_DISCOVERY: 'on' }),
      });
    const hosts = { left: at(wire.left, 'Left'), right: at(wire.right, 'Right') };
    const visitors = { left: new Visitor(wire.left), right: new Visitor(wire.right) };

    await hosts.left.start();
    const left = await visitors.right.sees('Left');
    await hosts.right.start();
    const right = await visitors.left.sees('Right');
    expect([left.address, right.address]).toEqual(['10.77.0.1:9292', '10.77.0.2:9292']);
    expect(left.url).toBe('parley://10.77.0.1:9292/session');
    expect(left.fingerprint).not.toBe(right.fingerprint);

    // The right-hand person goes over to the left host, where the left-hand person is.
    await visitors.right.joins(left, 'Rita');
    await visitors.left.joins(await visitors.left.sees('Left'), 'Leo');
    visitors.right.tell({ say: 'Hello over there.' });
    await until(() => visitors.left.knows.heard.includes('Hello over there.'), 5_000, 'Leo hears Rita');
    visitors.left.tell({ say: 'Hello to you.' });
    await until(() => visitors.right.knows.heard.includes('Hello to you.'), 5_000, 'Rita hears Leo');
    const both = (): boolean => visitors.right.knows.here.toSorted().join() === 'Leo,Rita';
    await until(both, SOON, 'Rita sees that both are there');

    // A host that stops says goodbye.
    expect(await hosts.left.stop()).toBe(0);
    const gone = (visitor: Visitor): boolean => visitor.knows.hosts.every(({ name }) => name !== 'Left');
    await until(() => gone(visitors.right), SOON, 'Left is gone at the right');
    await until(() => gone(visitors.left), SOON, 'Left is gone at the left');
    expect(await hosts.right.stop()).toBe(0);
  });
});
