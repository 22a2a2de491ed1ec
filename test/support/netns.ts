import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { showTrouble } from './reports.ts';

/** A network namespace: a network stack of its own, as another computer has one. */
export interface Namespace {
  name: string;
  /** Its address on the wire between the two. */
  address: string;
  /** Its end of the wire. */
  device: string;
}

/** Two namespaces joined by a wire (a veth pair), each with its default route over it, and no way out. */
export interface Wire {
  left: Namespace;
  right: Namespace;
  /** Removes both, and with them the wire. Processes in them must have ended. */
  remove(): void;
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 10_000 });
}

function ipIn(namespace: string, ...args: string[]): void {
  ip('-n', namespace, ...args);
}

/** Why namespaces cannot be made here, or null if they can. */
export function namespacesUnavailable(): string | null {
  if (process.platform !== 'linux') return 'network namespaces exist only on Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const name = `parley-try-${randomBytes(3).toString('hex')}`;
  try {
    ip('netns', 'add', name);
    ip('netns', 'delete', name);
    return null;
  } catch (error) {
    return `network namespaces cannot be made here (iproute2 missing, or not allowed): ${String(error).split('\n')[0] ?? ''}`;
  }
}

/** Makes the two namespaces; throws, leaving nothing behind, if the system refuses. */
export function makeWire(): Wire {
  const id = randomBytes(3).toString('hex');
  const left = { name: `parley-${id}-l`, address: '10.77.0.1', device: `pl${id}` };
  const right = { name: `parley-${id}-r`, address: '10.77.0.2', device: `pr${id}` };
  const remove = (): void => removeAll([left.name, right.name]);
  try {
    ip('netns', 'add', left.name);
    ip('netns', 'add', right.name);
    ipIn(left.name, 'link', 'add', left.device, 'type', 'veth', 'peer', 'name', right.device, 'netns', right.name);
    for (const end of [left, right]) bringUp(end);
    return { left, right, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function bringUp({ name, address, device }: Namespace): void {
  ipIn(name, 'address', 'add', `${address}/24`, 'dev', device);
  ipIn(name, 'link', 'set', 'lo', 'up');
  ipIn(name, 'link', 'set', device, 'up');
  ipIn(name, 'route', 'add', 'default', 'dev', device);
}

function removeAll(names: string[]): void {
  const existing = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' });
  for (const name of names) if (new RegExp(`^${name}\\b`, 'm').test(existing)) ip('netns', 'delete', name);
}

/** Adds or removes an address on a namespace's end of the wire, as a change of network would. */
export function changeAddress(verb: 'add' | 'delete', { name, device }: Namespace, address: string): void {
  ipIn(name, 'address', verb, `${address}/24`, 'dev', device);
}

/** Takes a namespace's default route away, so that it is on a network without a router. Nothing happens without one. */
export function removeDefaultRoute({ name }: Namespace): void {
  ipIn(name, 'route', 'flush', 'default');
}

/** Starts a program inside a namespace. `ip` replaces itself by the program, so signals reach it. */
export function spawnIn(
  { name }: Namespace,
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  const child = spawn('ip', ['netns', 'exec', name, program, ...args], { env, stdio: 'pipe' });
  showTrouble(child);
  return child;
}
