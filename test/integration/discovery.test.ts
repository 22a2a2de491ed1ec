import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { foundHost, type FoundHost } from '../../src-shared/protocol/bridge.ts';
import {
  changeAddress,
  makeWire,
  namespacesUnavailable,
  removeDefaultRoute,
  spawnIn,
  type Namespace,
  type Wire,
} from '../support/netns.ts';

const script = fileURLToPath(new URL('discovery-peer.ts', import.meta.url));
const found = z.object({ hosts: z.array(foundHost), failure: z.unknown() });
/** Milliseconds in which hosts must appear and vanish. */
const SOON = 2_000;

const unavailable = namespacesUnavailable();
if (unavailable !== null) console.warn(`discovery between namespaces skipped: ${unavailable}`);

/** A computer of the test: discovery in a process of its own, in a namespace. */
class Peer {
  hosts: FoundHost[] = [];
  failure: unknown = null;
  readonly process: ChildProcess;
  readonly ready: Promise<unknown>;
  #listeners = new Set<() => void>();

  constructor(namespace: Namespace) {
    this.process = spawnIn(namespace, process.execPath, ['--no-warnings', script]);
    const { stdout } = this.process;
    if (!stdout) throw new Error('the peer has no output');
    const lines = createInterface({ input: stdout });
    this.ready = once(lines, 'line').then(() => lines.on('line', (line) => this.#heard(line)));
  }

  say(command: object): void {
    this.process.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  /** Resolves with the milliseconds it took until the hosts are as asked for. */
  async until(condition: (hosts: FoundHost[]) => boolean, limit: number = SOON): Promise<number> {
    const from = performance.now();
    while (!condition(this.hosts)) await this.#change(limit - (performance.now() - from));
    return performance.now() - from;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.stdin?.end();
    await gone;
  }

  #change(limit: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`in time, only these were found: ${JSON.stringify(this.hosts)}`)),
        limit,
      );
      const listener = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }

  #heard(line: string): void {
    ({ hosts: this.hosts, failure: this.failure } = found.parse(JSON.parse(line)));
    for (const listener of this.#listeners) listener();
  }
}

const advert = (id: string, name: string, port: number) => ({ id, name, port, fingerprint: '' });

describe.skipIf(unavailable !== null)('discovery between two computers', { timeout: 15_000 }, () => {
  let wire: Wire;
  let peers: Peer[] = [];

  beforeAll(() => {
    wire = makeWire();
  });
  afterEach(async () => {
    await Promise.all(peers.map((peer) => peer.stop()));
    peers = [];
  });
  afterAll(() => wire.remove());

  async function peer(namespace: Namespace): Promise<Peer> {
    const started = new Peer(namespace);
    peers.push(started);
    await started.ready;
    return started;
  }

  test('a host appears within 2 s of being switched on, and vanishes within 2 s of being switched off', async () => {
    const [left, right] = await Promise.all([peer(wire.left), peer(wire.right)]);
    right.say({ browse: true });
    left.say({ advertise: advert('host-a', "Ada's room", 9292) });
    await right.until((hosts) => hosts.length === 1);
    expect(right.hosts[0]).toEqual({
      id: 'host-a',
      name: "Ada's room",
      version: '1',
      fingerprint: '',
      address: '10.77.0.1:9292',
      url: 'parley://10.77.0.1:9292/session',
      own: false,
    });
    left.say({ withdraw: 'host-a' });
    await right.until((hosts) => hosts.length === 0);
  });

  test('who looks later finds the host within 2 s', async () => {
    const [left, right] = await Promise.all([peer(wire.left), peer(wire.right)]);
    left.say({ advertise: advert('host-a', 'Early', 9292) });
    await new Promise((resolve) => setTimeout(resolve, 500));
    right.say({ browse: true });
    await right.until((hosts) => hosts.length === 1);
  });

  test('two hosts of one name are told apart, and the own one is marked', async () => {
    const [left, right] = await Promise.all([peer(wire.left), peer(wire.right)]);
    right.say({ browse: true });
    left.say({ browse: true });
    left.say({ advertise: advert('host-a', 'Office', 9292) });
    right.say({ advertise: advert('host-b', 'Office', 9292) });
    await Promise.all([left.until((hosts) => hosts.length === 2), right.until((hosts) => hosts.length === 2)]);
    expect(right.hosts.map(({ id, name, address, own }) => [id, name, address, own])).toEqual([
      ['host-a', 'Office', '10.77.0.1:9292', false],
      ['host-b', 'Office', '10.77.0.2:9292', true],
    ]);
    expect(left.hosts.filter(({ own }) => own).map(({ id }) => id)).toEqual(['host-a']);
    left.say({ withdraw: 'host-a' });
    await right.until((hosts) => hosts.length === 1 && hosts[0]?.id === 'host-b');
  });

  test('a host is found at its new address when its network changes, and the old one is forgotten', async () => {
    const [left, right] = await Promise.all([peer(wire.left), peer(wire.right)]);
    right.say({ browse: true });
    left.say({ advertise: advert('host-a', 'Moving', 9292) });
    await right.until((hosts) => hosts[0]?.address === '10.77.0.1:9292');
    changeAddress('delete', wire.left, '10.77.0.1');
    changeAddress('add', wire.left, '10.77.0.9');
    try {
      // Interfaces are looked at every 2 s.
      await right.until((hosts) => hosts.length === 1 && hosts[0]?.address === '10.77.0.9:9292', 6_000);
    } finally {
      changeAddress('delete', wire.left, '10.77.0.9');
      changeAddress('add', wire.left, '10.77.0.1');
    }
  });

  test('hosts are found on a network without a router', async () => {
    removeDefaultRoute(wire.left);
    removeDefaultRoute(wire.right);
    const [left, right] = await Promise.all([peer(wire.left), peer(wire.right)]);
    right.say({ browse: true });
    left.say({ advertise: advert('host-a', 'Offline', 9292) });
    await right.until((hosts) => hosts.length === 1);
  });

  test('without a network the reason is told, and hosts are found once there is one', async () => {
    changeAddress('delete', wire.right, wire.right.address);
    const [left, right] = await Promise.all([peer(wire.left), peer(wire.right)]);
    right.say({ browse: true });
    left.say({ advertise: advert('host-a', 'Patient', 9292) });
    try {
      await expect.poll(() => right.failure, { timeout: SOON }).toMatchObject({ code: 'unreachable' });
    } finally {
      changeAddress('add', wire.right, wire.right.address);
    }
    await right.until((hosts) => hosts.length === 1, 6_000);
    expect(right.failure).toBeNull();
  });
});
