import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LogCost } from '../scenarios/log.ts';
import type { Restart } from '../scenarios/restart.ts';
import type { SearchCost } from '../scenarios/search.ts';

interface Row<F extends string> {
  server: string;
  figures: Record<F, number>;
}

type SaturatedRow = Row<'perCpuSecond' | 'perSecond' | 'cpuSeconds' | 'resident'>;

export interface Report {
  machine: string;
  saturated?: SaturatedRow[];
  steady?: Row<'cpuSeconds' | 'p50' | 'p99' | 'max' | 'resident'>[];
  growth?: { receivers: number; results: SaturatedRow[] }[];
  idle?: Row<'bytes'>[];
  slow?: Row<'p99Before' | 'p99With' | 'residentEarly' | 'residentLate'>[];
  restart?: Restart[];
  log?: LogCost[];
  search?: SearchCost[];
}

const BASE = 'bare ws loop';

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function millions(value: number): string {
  return `${(value / 1e6).toFixed(2)} M`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function times(value: number, base: number | undefined): string {
  return base === undefined ? '' : `${(value / base).toFixed(2)}x`;
}

function saturatedTable(rows: SaturatedRow[]): string {
  const base = rows.find(({ server }) => server === BASE)?.figures.perCpuSecond;
  const c = Math.max(...rows.filter(({ server }) => server.includes('(C')).map(({ figures }) => figures.perCpuSecond));
  return table(
    [
      'server',
      'deliveries per CPU-second',
      'to the bare loop',
      'to the better IRC server',
      'deliveries per second',
      'resident',
    ],
    rows.map(({ server, figures: { perCpuSecond, perSecond, resident } }) => [
      server,
      millions(perCpuSecond),
      times(perCpuSecond, base),
      times(perCpuSecond, Number.isFinite(c) ? c : undefined),
      millions(perSecond),
      mebibytes(resident),
    ]),
  );
}

function steadyTable(rows: NonNullable<Report['steady']>): string {
  const base = rows.find(({ server }) => server === BASE)?.figures;
  return table(
    ['server', 'CPU seconds', 'to the bare loop', 'p50 ms', 'p99 ms', 'p99 to the bare loop', 'max ms', 'resident'],
    rows.map(({ server, figures: { cpuSeconds, p50, p99, max, resident } }) => [
      server,
      cpuSeconds.toFixed(2),
      times(cpuSeconds, base?.cpuSeconds),
      p50.toFixed(2),
      p99.toFixed(2),
      times(p99, base?.p99),
      max.toFixed(1),
      mebibytes(resident),
    ]),
  );
}

function growthTable(growth: NonNullable<Report['growth']>): string {
  const names = growth[0]?.results.map(({ server }) => server) ?? [];
  return table(
    ['receivers', ...names.map((name) => `${name}, deliveries per CPU-second`)],
    growth.map(({ receivers, results }) => [
      String(receivers),
      ...results.map(({ figures }) => millions(figures.perCpuSecond)),
    ]),
  );
}

function logTable(costs: LogCost[]): string {
  return table(
    [
      'messages in 100 rooms',
      'insert, us CPU each',
      'index, us CPU each',
      'open, ms',
      'join a room, ms',
      'page anywhere, ms',
      'file',
    ],
    costs.map(({ messages, insert, index, open, join, page, fileMiB }) => [
      messages.toLocaleString('en'),
      insert.toFixed(1),
      index.toFixed(1),
      open.toFixed(1),
      join.toFixed(2),
      page.toFixed(2),
      `${fileMiB.toFixed(0)} MiB`,
    ]),
  );
}

function searchTable(costs: SearchCost[]): string {
  const sizes = [...new Set(costs.map(({ messages }) => messages))];
  const heads = sizes.flatMap((size) => [`${size.toLocaleString('en')}: median ms`, 'p99 ms']);
  const rows = [...new Set(costs.map(({ query }) => query))].map((query) => {
    const cells = sizes.flatMap((size) => {
      const cost = costs.find((one) => one.query === query && one.messages === size);
      return [cost?.median.toFixed(2) ?? '', cost?.p99.toFixed(2) ?? ''];
    });
    return [query, ...cells];
  });
  return table(['search, messages in 100 rooms', ...heads], rows);
}

function sections(report: Report): string[] {
  const { saturated, steady, growth, idle, slow, restart, log, search } = report;
  const parts: string[] = [];
  if (saturated) parts.push(`## Saturated: 200 receivers, 500 messages outstanding\n\n${saturatedTable(saturated)}`);
  if (steady) parts.push(`## Steady: 100 messages a second into 200 receivers\n\n${steadyTable(steady)}`);
  if (growth) parts.push(`## As the room grows\n\n${growthTable(growth)}`);
  if (idle) {
    const rows = idle.map(({ server, figures }) => [server, `${(figures.bytes / 1024).toFixed(1)} KiB`]);
    parts.push(`## Idle connections\n\n${table(['server', 'resident memory for each'], rows)}`);
  }
  if (slow) {
    const rows = slow.map(({ server, figures: { p99Before, p99With, residentEarly, residentLate } }) => [
      server,
      p99Before.toFixed(1),
      p99With.toFixed(1),
      mebibytes(residentEarly),
      mebibytes(residentLate),
    ]);
    const head = ['server', 'p99 ms, all reading', 'p99 ms of the others', 'resident, soon after', 'resident, later'];
    parts.push(`## 20 of 200 readers stop reading\n\n${table(head, rows)}`);
  }
  if (restart) {
    const rows = restart.map(({ name, seconds, what }) => [name, seconds.toFixed(2), what]);
    parts.push(
      `## Restart with all clients connected\n\n${table(['clients', 'seconds until the last is back', 'back means'], rows)}`,
    );
  }
  if (log) parts.push(`## As the log grows\n\n${logTable(log)}`);
  if (search) parts.push(`## Search, from the question to the answer over a socket\n\n${searchTable(search)}`);
  return parts;
}

/** Horizontal bars, as SVG: deliveries per CPU-second. */
function plot(rows: SaturatedRow[]): string {
  const most = Math.max(...rows.map(({ figures }) => figures.perCpuSecond));
  const bars = rows.map(({ server, figures: { perCpuSecond } }, i) => {
    const y = 44 + i * 34;
    const width = Math.max(2, (perCpuSecond / most) * 420);
    const colour = server.startsWith('Parley') ? '#3867d6' : '#9aa3b2';
    return (
      `<text x="150" y="${String(y + 15)}" text-anchor="end">${server}</text>` +
      `<rect x="160" y="${String(y)}" width="${width.toFixed(1)}" height="22" rx="3" fill="${colour}"/>` +
      `<text x="${(168 + width).toFixed(1)}" y="${String(y + 15)}">${millions(perCpuSecond)}</text>`
    );
  });
  const height = 56 + rows.length * 34;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 ${String(height)}" font-family="system-ui, sans-serif" font-size="13">` +
    `<rect width="680" height="${String(height)}" fill="#ffffff"/>` +
    `<text x="20" y="26" font-size="15">Deliveries per second of server CPU, 200 receivers</text>${bars.join('')}</svg>\n`
  );
}

/** The report as Markdown; kept in `results/` under a name, with its plot, unless that is null. */
export function writeReport(report: Report, name: string | null): string {
  const text = ['# Benchmark', report.machine, ...sections(report)].join('\n\n') + '\n';
  if (name === null) return text;
  const results = new URL('../results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(fileURLToPath(new URL(`${name}.md`, results)), text);
  if (report.saturated) writeFileSync(fileURLToPath(new URL(`${name}.svg`, results)), plot(report.saturated));
  return text;
}
