import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { afterThisTest, join, tempDir, texts } from '../support/host.ts';
import { until } from '../support/wait.ts';
import { tryWire } from '../support/wire.ts';

const CLI = fileURLToPath(new URL('../../src-main/cli.ts', import.meta.url));

/** Compiled code, shared by the many processes started here: each starts in half the time. */
const compiled = mkdtempSync(joinPath(tmpdir(), 'parley-compiled-'));
afterAll(() => {
  rmSync(compiled, { recursive: true, force: true });
});

interface Served {
  out: string;
  err: string;
  status: number | null;
  signal(signal: NodeJS.Signals): void;
  /** The exit status, once it has ended. */
  ended(): Promise<number>;
  /** `host:port`, once it listens. */
  base(): Promise<string>;
}

/** `parley` with these arguments, as a process of its own. */
function parley(...args: string[]): Served {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const served: Served = {
    out: '',
    err: '',
    status: null,
    signal: (signal) => void child.kill(signal),
    ended: () =>
      until(() => (served.status === null ? null : { status: served.status }), 10_000, 'its end').then(
        ({ status }) => status,
      ),
    base: async () => {
      const line = () => /^listening on http:\/\/(.+)$/m.exec(served.out)?.[1];
      return until(
        () => (served.status === null ? line() : Promise.reject(new Error(served.err))),
        10_000,
        'it to listen',
      );
    },
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (served.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (served.err += text));
  child.on('close', (code) => {
    served.status = code ?? -1;
  });
  afterThisTest(() => {
    child.kill('SIGKILL');
    return served.status === null ? once(child, 'close') : undefined;
  });
  return served;
}

/** `parley serve` on a free port of loopback, heard of by nobody. */
function serve(dataDir: string, ...args: string[]): Served {
  return parley('serve', '--port', '0', '--bind', '127.0.0.1', '--no-advertise', '--data', dataDir, ...args);
}

test('it says where it listens, serves, and after SIGTERM has kept what it acknowledged', async () => {
  const dir = tempDir();
  const first = serve(dir, '--name', 'Office');
  const base = await first.base();
  expect(first.out).toBe(`listening on http://${base}\n`);
  const { session, room } = await join(`ws://${base}/session`, 'Ada');
  expect(session.host?.name).toBe('Office');
  await session.send(room.id, 'kept');
  await until(() => session.unsent(room.id).length === 0);
  first.signal('SIGTERM');
  expect(await first.ended()).toBe(0);
  const second = serve(dir);
  const again = await join(`ws://${await second.base()}/session`, 'Bo');
  expect(texts(again.room)).toEqual(['kept']);
  second.signal('SIGINT');
  expect(await second.ended()).toBe(0);
});

test('guests are let in only if it is told to', async () => {
  const closed = await serve(tempDir()).base();
  expect(await tryWire(`ws://${closed}/chat`)).toEqual({ status: 403, code: 'guests-off' });
  const open = await serve(tempDir(), '--guests').base();
  expect(await tryWire(`ws://${open}/chat`)).toHaveProperty('ws');
});

test('with --json-log every line on stderr is JSON', async () => {
  const served = serve(tempDir(), '--json-log', '--name', 'Office');
  await served.base();
  served.signal('SIGTERM');
  await served.ended();
  const lines = served.err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { time: string; msg: string });
  expect(lines.map(({ msg }) => msg)).toEqual(['host started', 'host stopped']);
  for (const { time } of lines) expect(new Date(time).toISOString()).toBe(time);
});

test('without it, lines are for people', async () => {
  const served = serve(tempDir());
  await served.base();
  await until(() => served.err.includes('\n'));
  expect(served.err).toMatch(/^\S+Z host started \{.*\}\n$/);
});

test.each<[string, string[], string]>([
  ['no command', [], 'Usage: parley serve'],
  ['an unknown command', ['dance'], '"dance"'],
  ['an unknown option', ['serve', '--dance'], '--dance'],
  ['something that is no option', ['serve', 'here'], 'here'],
  ['an option without its value', ['serve', '--port'], '--port'],
  ['an option where a value should be', ['serve', '--port', '--guests'], '--port'],
  ['a port that is a word', ['serve', '--port', 'http'], '"http"'],
  ['a port that is too high', ['serve', '--port', '65536'], '65535'],
  ['a negative port', ['serve', '--port=-1'], '"-1"'],
  ['a port that is empty', ['serve', '--port='], '--port'],
  ['an empty name', ['serve', '--name', ' '], '--name'],
  ['too long a name', ['serve', '--name', 'x'.repeat(65)], '--name'],
  ['a name with a line break', ['serve', '--name', 'a\nb'], '--name'],
  ['an empty address', ['serve', '--bind='], '--bind'],
  ['an empty folder', ['serve', '--data='], '--data'],
  ['no limits on every address', ['serve', '--no-limits'], '--bind'],
  ['no limits on an address others reach', ['serve', '--no-limits', '--bind', '0.0.0.0'], '--bind'],
  ['a value for a switch', ['serve', '--guests=yes'], '--guests'],
])('%s is refused with one line that says which, and status 2', async (_what, args, words) => {
  const served = parley(...args);
  expect(await served.ended()).toBe(2);
  expect(served.out).toBe('');
  expect(served.err).toMatch(/^[^\n]+\n$/);
  expect(served.err).toContain(words);
});

test('without limits it serves on loopback', async () => {
  const served = serve(tempDir(), '--no-limits');
  expect(await served.base()).toContain('127.0.0.1');
});

test('a port in use is said in words, with status 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  afterThisTest(() => {
    other.close();
    return undefined;
  });
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const served = parley('serve', '--port', String(port), '--bind', '127.0.0.1', '--no-advertise', '--data', tempDir());
  expect(await served.ended()).toBe(1);
  expect(served.err).toMatch(/^Another program uses that port\. Choose another one\. \(port-taken\)\n$/);
});

test('an address of another computer is said in words', async () => {
  const served = parley('serve', '--port', '0', '--bind', '192.0.2.1', '--no-advertise', '--data', tempDir());
  expect(await served.ended()).toBe(1);
  expect(served.err).toContain('(address-unavailable)');
});

test('a data folder in use, unwritable, or with a damaged file in it is said in words', async () => {
  const dir = tempDir();
  await serve(dir).base();
  const second = serve(dir);
  const file = joinPath(tempDir(), 'file');
  writeFileSync(file, '');
  const below = serve(joinPath(file, 'below'));
  const damaged = tempDir();
  writeFileSync(joinPath(damaged, 'parley.db'), 'not a database');
  const broken = serve(damaged);
  for (const [served, code] of [
    [second, 'folder-in-use'],
    [below, 'folder-unwritable'],
    [broken, 'database-corrupt'],
  ] as const) {
    expect(await served.ended()).toBe(1);
    expect(served.err).toMatch(new RegExp(`^[A-Z].*\\. \\(${code}\\)\n$`));
    expect(served.out).toBe('');
  }
});
