import { cpus, release, totalmem } from 'node:os';
import { writeReport, type Report } from './lib/report.ts';
import { median } from './lib/stats.ts';
import { idle } from './scenarios/idle.ts';
import { logCosts } from './scenarios/log.ts';
import { restartParley, restartSocketIo, type Restart } from './scenarios/restart.ts';
import { saturated } from './scenarios/saturated.ts';
import { searchCosts } from './scenarios/search.ts';
import { slowReaders } from './scenarios/slow-readers.ts';
import { steady } from './scenarios/steady.ts';
import { bareWs, durableWs } from './servers/bare-ws.ts';
import { inspircd, ngircd } from './servers/irc.ts';
import { parleyChat, parleySession } from './servers/parley.ts';
import type { BenchServer } from './servers/server.ts';
import { socketIo } from './servers/socket-io.ts';

/**
 * `npm run bench [-- quick]`: Parley beside its peers in one run. Each server has a process of its own; CPU time is the
 * operating system's, of the server's process tree. `quick` runs everything small, to see that it works.
 */
const quick = process.argv.includes('quick');
const only = process.argv.find((arg) => arg.startsWith('only='))?.slice(5);

const ALL: readonly BenchServer[] = [parleySession, parleyChat, inspircd, ngircd, bareWs, socketIo];
const RECEIVERS = 200;
/** Messages for those that coalesce nothing are fewer: a figure per CPU-second does not depend on it. */
const SLOW = new Set([bareWs, socketIo]);

let nextPort = 20_000 + (process.pid % 8_000);

function port(): number {
  nextPort += 1;
  return nextPort;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function wanted(scenario: string): boolean {
  return only === undefined || only === scenario;
}

/** Runs everyone in turn, several times, so that a machine whose speed drifts does not favour one; medians of each figure. */
async function rounds<T extends object>(
  servers: readonly BenchServer[],
  times: number,
  run: (server: BenchServer) => Promise<T>,
): Promise<{ server: string; figures: Record<keyof T, number> }[]> {
  const results = new Map<string, T[]>(servers.map(({ name }) => [name, []]));
  for (let i = 0; i < times; i += 1) {
    for (const server of servers) {
      const result = await run(server);
      results.get(server.name)?.push(result);
      say(
        `  ${server.name}: ${JSON.stringify(result, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value))}`,
      );
    }
  }
  return [...results].map(([server, all]) => {
    const keys = Object.keys(all[0] ?? {}) as (keyof T)[];
    const figures = Object.fromEntries(keys.map((key) => [key, median(all.map((one) => Number(one[key])))]));
    return { server, figures: figures as Record<keyof T, number> };
  });
}

async function main(): Promise<void> {
  const servers = ALL.filter((server) => server.available());
  for (const server of ALL) if (!server.available()) say(`left out, because it is not installed: ${server.name}`);
  const report: Report = {
    machine: `${cpus()[0]?.model ?? ''}, ${String(cpus().length)} cores, ${String(Math.round(totalmem() / 2 ** 30))} GiB, Linux ${release()}, Node ${process.version}`,
  };
  const messages = (server: BenchServer): number => (SLOW.has(server) ? 2_000 : 20_000) / (quick ? 10 : 1);

  if (wanted('saturated')) {
    say(`saturated: ${String(RECEIVERS)} receivers, 500 messages outstanding`);
    report.saturated = await rounds(servers, quick ? 1 : 5, (server) => perCpu(server, RECEIVERS, messages(server)));
  }
  if (wanted('steady')) {
    say(`steady: 100 messages a second into ${String(RECEIVERS)} receivers`);
    report.steady = await rounds([...servers, durableWs], quick ? 1 : 3, (server) =>
      steady(server, port(), RECEIVERS, 100, quick ? 3 : 10),
    );
  }
  if (wanted('growth')) {
    report.growth = [];
    for (const receivers of [10, 50, 200, 1_000]) {
      say(`saturated: ${String(receivers)} receivers`);
      const count = quick ? 2_000 : receivers === 1_000 ? 10_000 : 40_000;
      report.growth.push({
        receivers,
        results: await rounds([parleySession, parleyChat], 1, (server) => perCpu(server, receivers, count)),
      });
    }
  }
  if (wanted('idle')) {
    const count = quick ? 1_000 : 10_000;
    say(`idle: ${String(count)} connections`);
    report.idle = await rounds([parleySession, bareWs], 1, async (server) => ({
      bytes: await idle(server, port(), count),
    }));
  }
  if (wanted('slow')) {
    say(`slow readers: 20 of ${String(RECEIVERS)} stop reading`);
    report.slow = await rounds([parleySession, parleyChat], quick ? 1 : 3, (server) =>
      slowReaders(server, port(), RECEIVERS, 20, 60, quick ? 2 : 10),
    );
  }
  if (wanted('restart')) {
    const count = quick ? 100 : 1_000;
    say(`restart with ${String(count)} clients`);
    const times = quick ? 1 : 3;
    report.restart = [
      await medianRestart(times, () => restartParley(port(), count)),
      await medianRestart(times, () => restartSocketIo(port(), count)),
    ];
    say(`  ${JSON.stringify(report.restart)}`);
  }
  if (wanted('log')) {
    say('logs of several sizes');
    report.log = await logCosts(quick ? [1_000, 10_000] : [10_000, 100_000, 1_000_000]);
    console.table(report.log);
  }
  if (wanted('search')) {
    say('searches in logs of several sizes');
    report.search = await searchCosts(quick ? [1_000, 10_000] : [10_000, 1_000_000]);
    console.table(report.search);
  }
  say(`\n${writeReport(report, quick ? null : only === undefined ? 'latest' : `${only}-latest`)}`);
}

async function medianRestart(times: number, run: () => Promise<Restart>): Promise<Restart> {
  const first = await run();
  const seconds = [first.seconds];
  for (let i = 1; i < times; i += 1) seconds.push((await run()).seconds);
  return { ...first, seconds: median(seconds) };
}

async function perCpu(server: BenchServer, receivers: number, messages: number) {
  const { deliveries, seconds, cpuSeconds, resident } = await saturated(server, port(), receivers, messages);
  return { perCpuSecond: deliveries / cpuSeconds, perSecond: deliveries / seconds, cpuSeconds, resident };
}

await main();
// Sockets of clients that were left behind would keep the process.
process.exit(0);
