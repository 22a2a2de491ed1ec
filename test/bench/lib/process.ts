import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const PAGE = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));

interface Stat {
  parent: number;
  cpu: number;
  rss: number;
}

/** `/proc/PID/stat`, after the command name, which may hold anything (proc(5)). */
function stat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (i: number): number => fields[i - 3] ?? 0;
    return { parent: at(4), cpu: (at(14) + at(15) + at(16) + at(17)) / TICKS, rss: at(24) * PAGE };
  } catch {
    // It has ended since it was listed.
    return null;
  }
}

/** A process and its descendants. */
export function tree(root: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(all.map((pid) => [pid, stat(pid)?.parent]));
  const found = [root];
  for (const pid of found) found.push(...all.filter((child) => parents.get(child) === pid));
  return found;
}

/** Seconds of CPU, user and system, of a process and its descendants since they started. */
export function cpuSeconds(pid: number): number {
  return tree(pid).reduce((sum, each) => sum + (stat(each)?.cpu ?? 0), 0);
}

/** Resident bytes of a process and its descendants. */
export function residentBytes(pid: number): number {
  return tree(pid).reduce((sum, each) => sum + (stat(each)?.rss ?? 0), 0);
}

export interface Running {
  pid: number;
  stop(): Promise<void>;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
}

/** Starts a server and waits until it prints `ready`, or until `ready()` holds. */
export async function start(
  command: string,
  args: string[],
  ready: string | (() => Promise<boolean>),
  env = process.env,
): Promise<Running> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const seen = (data: Buffer): void => {
    if (output.length < 100_000) output += data.toString();
  };
  child.stdout.on('data', seen);
  child.stderr.on('data', seen);
  const end = Date.now() + 15_000;
  const isReady = typeof ready === 'string' ? () => Promise.resolve(output.includes(ready)) : ready;
  while (!(await isReady())) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${command} did not start: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended(child);
    clearTimeout(kill);
  };
  if (child.pid === undefined) throw new Error(`${command} has no process id`);
  return { pid: child.pid, stop };
}
