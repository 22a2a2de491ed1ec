import { execFileSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { makeWire, spawnIn, type Namespace } from './netns.ts';

/** What a stretch of network does to packets, each way. */
export interface Weather {
  delayMs: number;
  /** 0 to 1; at 1 the wire is cut. */
  loss: number;
}

/** Two computers and what is between them, which can be made as bad as wanted. */
export interface BadWire {
  left: Namespace;
  right: Namespace;
  /** What makes it bad. */
  by: string;
  set(weather: Weather): Promise<void>;
  /** Removes all of it. Processes in the namespaces must have ended. */
  remove(): Promise<void>;
}

/** With `tc netem` where the kernel has it, else through a relay of our own. */
export async function makeBadWire(): Promise<BadWire> {
  const wire = makeWire();
  const { left, right } = wire;
  const set = ({ delayMs, loss }: Weather): Promise<void> => {
    for (const end of [left, right]) netem(end, delayMs, loss);
    return Promise.resolve();
  };
  const remove = (): Promise<void> => {
    wire.remove();
    return Promise.resolve();
  };
  try {
    netem(left, 0, 0);
    return { left, right, by: 'tc netem', set, remove };
  } catch {
    // The kernel was built without it.
    wire.remove();
    return relayedWire();
  }
}

function netem({ name, device }: Namespace, delayMs: number, loss: number): void {
  const rules = ['netem', 'delay', `${String(delayMs)}ms`, 'loss', `${String(loss * 100)}%`];
  run('tc', '-n', name, 'qdisc', 'replace', 'dev', device, 'root', ...rules);
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 10_000 });
}

/** VXLAN's port (RFC 7348, section 5). */
const TUNNEL_PORT = '4789';

/** A tunnel (VXLAN) between two namespaces through a third, in which a relay delays and drops its datagrams. */
async function relayedWire(): Promise<BadWire> {
  const id = randomBytes(3).toString('hex');
  const middle = `parley-${id}-m`;
  const left = { name: `parley-${id}-l`, address: '10.77.0.1', device: 'tunnel' };
  const right = { name: `parley-${id}-r`, address: '10.77.0.2', device: 'tunnel' };
  let relay: ChildProcess | null = null;
  const remove = async (): Promise<void> => {
    if (relay && relay.exitCode === null) {
      const ended = once(relay, 'exit');
      relay.stdin?.end();
      await ended;
    }
    for (const name of [left.name, right.name, middle]) run('ip', 'netns', 'delete', name);
  };
  for (const name of [left.name, right.name, middle]) run('ip', 'netns', 'add', name);
  try {
    tunnel(left, middle, '10.78.1');
    tunnel(right, middle, '10.78.2');
    const script = fileURLToPath(new URL('chaos-relay.ts', import.meta.url));
    const addresses = ['10.78.1.1', '10.78.1.2', '10.78.2.1', '10.78.2.2'];
    const started = spawnIn({ name: middle, address: '', device: '' }, process.execPath, [
      script,
      TUNNEL_PORT,
      ...addresses,
    ]);
    relay = started;
    await once(started.stdout ?? started, 'data');
    const set = async (weather: Weather): Promise<void> => {
      const changed = once(started.stdout ?? started, 'data');
      started.stdin?.write(`${JSON.stringify(weather)}\n`);
      await changed;
    };
    return { left, right, by: 'a relay', set, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A namespace's wire to the middle (`net`.2 to `net`.1), and its end of the tunnel over it. */
function tunnel({ name, address, device }: Namespace, middle: string, net: string): void {
  const far = `to-${net.slice(-1)}`;
  run('ip', '-n', name, 'link', 'add', 'wire', 'type', 'veth', 'peer', 'name', far, 'netns', middle);
  run('ip', '-n', name, 'address', 'add', `${net}.2/24`, 'dev', 'wire');
  run('ip', '-n', middle, 'address', 'add', `${net}.1/24`, 'dev', far);
  run('ip', '-n', name, 'link', 'set', 'wire', 'up');
  run('ip', '-n', middle, 'link', 'set', far, 'up');
  const vxlan = ['type', 'vxlan', 'id', '7', 'remote', `${net}.1`, 'dstport', TUNNEL_PORT, 'dev', 'wire'];
  run('ip', '-n', name, 'link', 'add', device, ...vxlan);
  run('ip', '-n', name, 'address', 'add', `${address}/24`, 'dev', device);
  run('ip', '-n', name, 'link', 'set', 'lo', 'up');
  run('ip', '-n', name, 'link', 'set', device, 'up');
}
