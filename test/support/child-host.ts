import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { afterThisTest } from './host.ts';
import { until } from './wait.ts';

const root = resolve(import.meta.dirname, '../..');
const cli = 'src-main/cli.ts';

export interface ChildHostOptions {
  dataDir: string;
  /** Options of `serve` besides the folder and the port. */
  args?: readonly string[];
  port?: number;
  /** Starts the program some other way: in a namespace, say. */
  spawnWith?: (program: string, args: string[]) => ChildProcess;
}

const LOOPBACK = ['--bind', '127.0.0.1', '--no-limits', '--no-advertise', '--guests', '--name', 'Child host'];

/** `parley serve` in a process of its own, to be killed and started again on its folder and port. */
export class ChildHost {
  readonly dataDir: string;
  port: number;
  /** Everything it has written, over all its lives. */
  said = '';
  readonly #args: readonly string[];
  readonly #spawnWith: (program: string, args: string[]) => ChildProcess;
  #child: ChildProcess | null = null;

  constructor({ dataDir, args = LOOPBACK, port = 0, spawnWith = spawnHere }: ChildHostOptions) {
    this.dataDir = dataDir;
    this.port = port;
    this.#args = args;
    this.#spawnWith = spawnWith;
    afterThisTest(() => this.kill());
  }

  get url(): string {
    return `ws://127.0.0.1:${String(this.port)}/session`;
  }

  /** Fails with what it said if it ends instead of listening. */
  async start(): Promise<void> {
    const args = [cli, 'serve', ...this.#args, '--port', String(this.port), '--data', this.dataDir];
    const child = this.#spawnWith(process.execPath, args);
    this.#child = child;
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        said += data.toString();
        this.said += data.toString();
      });
    }
    const listening = await until(
      () => (hasEnded(child) ? 'ended' : /^listening on \S+:(\d+)/m.exec(said)?.[1]),
      20_000,
      'the host listens',
    );
    if (listening === 'ended') throw new Error(`the host ended with ${String(child.exitCode)}: ${said}`);
    this.port = Number(listening);
  }

  /** SIGKILL: nothing is flushed, nobody is told. */
  kill(): Promise<unknown> {
    return this.#end('SIGKILL');
  }

  /** SIGTERM. Gives the exit status. */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (!child || hasEnded(child)) return child?.exitCode ?? null;
    const ended = new Promise<void>((done) => {
      child.once('exit', () => {
        done();
      });
    });
    child.kill(signal);
    await ended;
    return child.exitCode;
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function spawnHere(program: string, args: string[]): ChildProcess {
  return spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs `parley` with these arguments to its end. */
export function runCli(...args: string[]): Promise<{ status: number; said: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [cli, ...args], { cwd: root, timeout: 20_000 }, (_error, out, err) => {
      done({ status: child.exitCode ?? -1, said: out + err });
    });
  });
}
