import { existsSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pino, { type Logger } from 'pino';
import { checkName } from '../src-shared/domain/names.ts';
import { asRefusal, Refusal } from '../src-shared/protocol/errors.ts';
import { DEFAULT_PORT } from '../src-shared/protocol/version.ts';
import { discoveryFromEnvironment } from './engine/mdns/discovery.ts';
import { isLoopback } from './host/authority.ts';
import { startHost, type Host } from './host/host.ts';
import { NO_RATE_LIMITS } from './host/limits.ts';
import { checkFolder } from './store/sqlite/check.ts';

const USAGE =
  'Usage: parley serve [--port N] [--bind ADDR] [--data DIR] [--name NAME] [--guests] [--public-name NAME] [--no-advertise] [--json-log] [--no-limits] | --check DIR';

/** Bad arguments: one line, exit status 2. */
class UsageError extends Error {}

interface ServeOptions {
  port: number;
  bind: string | undefined;
  data: string;
  name: string;
  guests: boolean;
  advertise: boolean;
  jsonLog: boolean;
  limited: boolean;
  publicNames: string[];
  /** A data folder to verify instead of serving. */
  check: string | undefined;
}

function defaultDataDir(): string {
  if (process.platform === 'win32') return join(process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'parley');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'parley');
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'parley');
}

function parsePort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535))
    throw new UsageError(`--port takes a whole number from 0 (any free port) to 65535, not "${text}".`);
  return port;
}

function parseName(text: string | undefined): string {
  try {
    return checkName(text ?? hostname());
  } catch (thrown) {
    throw new UsageError(`--name: ${asRefusal(thrown).message}`);
  }
}

function rawArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        bind: { type: 'string' },
        data: { type: 'string' },
        name: { type: 'string' },
        guests: { type: 'boolean', default: false },
        'no-advertise': { type: 'boolean', default: false },
        'json-log': { type: 'boolean', default: false },
        'public-name': { type: 'string', multiple: true, default: [] },
        'no-limits': { type: 'boolean', default: false },
        check: { type: 'string' },
      },
    }).values;
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? (thrown.message.split(/\.?\n|\. /)[0] ?? '') : String(thrown));
  }
}

function parse(args: string[]): ServeOptions {
  const values = rawArguments(args);
  const limited = !values['no-limits'];
  if (!limited && !isLoopback(values.bind))
    throw new UsageError('--no-limits needs --bind with a loopback address, such as 127.0.0.1.');
  if (values.bind === '') throw new UsageError('--bind takes an address of this computer.');
  if (values.check !== undefined && !existsSync(values.check))
    throw new UsageError(`--check: there is no folder "${values.check}".`);
  if (values.data === '') throw new UsageError('--data takes a folder.');
  return {
    port: parsePort(values.port),
    bind: values.bind,
    data: values.data ?? defaultDataDir(),
    name: parseName(values.name),
    guests: values.guests,
    advertise: !values['no-advertise'],
    jsonLog: values['json-log'],
    limited,
    publicNames: values['public-name'],
    check: values.check,
  };
}

/** The built web client: beside this file once that is built itself, else where the build puts it. */
function webClientDir(): string | undefined {
  const candidates = ['../renderer', '../out/renderer'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return candidates.find((path) => existsSync(join(path, 'index.html')));
}

/** Logs go to standard error: as JSON lines, or as a line of text each. */
function makeLog(json: boolean): Logger {
  const level = process.env.PARLEY_LOG ?? 'info';
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (json) return pino(options, pino.destination(2));
  const write = (line: string): void => {
    const { time, msg, level: _level, err, ...fields } = JSON.parse(line) as Record<string, unknown>;
    const reason = err === undefined ? '' : ` ${JSON.stringify((err as { message?: string }).message)}`;
    process.stderr.write(`${String(time)} ${String(msg)}${reason} ${JSON.stringify(fields)}\n`);
  };
  return pino(options, { write });
}

function shownUrl(bind: string | undefined, port: number): string {
  const host = bind === undefined || bind === '::' || bind === '0.0.0.0' ? 'localhost' : bind;
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    // Not just once: a process group may be sent the signal twice, and the second must not cut the stopping short.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        resolve();
      });
    }
  });
}

async function run(options: ServeOptions): Promise<void> {
  const stopped = stopSignal();
  const log = makeLog(options.jsonLog);
  const uiDir = webClientDir();
  const host: Host = await startHost({
    dataDir: options.data,
    name: options.name,
    port: options.port,
    guests: options.guests,
    publicNames: options.publicNames,
    log,
    ...(options.bind === undefined ? {} : { bind: options.bind }),
    ...(options.limited ? {} : { limits: NO_RATE_LIMITS }),
    ...(uiDir === undefined ? {} : { uiDir }),
  });
  const { id, name, port, fingerprint } = host;
  const withdraw = options.advertise
    ? discoveryFromEnvironment().advertise({ id, name, port, fingerprint })
    : () => Promise.resolve();
  process.stdout.write(`listening on ${shownUrl(options.bind, port)}\n`);
  await stopped;
  await Promise.all([withdraw(), host.close()]);
}

/** Says what is in a data folder and what is wrong with it. @returns 0 if nothing is */
function runCheck(dir: string): number {
  const { rooms, members, events, problems } = checkFolder(dir);
  const summary = `${String(rooms)} rooms, ${String(members)} members, ${String(events)} events`;
  const verdict = problems.length === 0 ? 'no problems' : `${String(problems.length)} problems`;
  process.stdout.write(`${[`${summary}: ${verdict}`, ...problems].join('\n')}\n`);
  return problems.length === 0 ? 0 : 1;
}

/** @returns the exit status: 0 after a stop, 1 if the host could not run or a check found problems, 2 for bad arguments */
async function main([command, ...args]: string[]): Promise<number> {
  try {
    if (command !== 'serve')
      throw new UsageError(command === undefined ? USAGE : `There is no command "${command}". ${USAGE}`);
    const options = parse(args);
    if (options.check !== undefined) return runCheck(options.check);
    await run(options);
    return 0;
  } catch (thrown) {
    const refusal = asRefusal(thrown);
    const [line, status] =
      thrown instanceof UsageError ? [thrown.message, 2] : [`${refusal.message} (${refusal.code})`, 1];
    process.stderr.write(`${line}\n`);
    if (!(thrown instanceof Refusal || thrown instanceof UsageError)) process.stderr.write(`${String(thrown)}\n`);
    return status;
  }
}

process.exit(await main(process.argv.slice(2)));
