import { median } from '../lib/stats.ts';
import type { Run } from '../ui.ts';

interface Line {
  what: string;
  empty: (run: Run) => number;
  app: (run: Run) => number;
  unit: string;
  goal: string;
}

const LINES: readonly Line[] = [
  {
    what: 'cold start: first paint, then usable',
    ...{ empty: ({ empty }) => empty.start, app: ({ app }) => app.start, unit: 'ms', goal: '1.6x' },
  },
  {
    what: 'memory idle, all processes',
    ...{ empty: ({ empty }) => empty.idle, app: ({ app }) => app.idle, unit: 'MiB', goal: '1.5x' },
  },
  {
    what: 'memory after reading the whole room',
    ...{ empty: ({ empty }) => empty.idle, app: ({ app }) => app.read, unit: 'MiB', goal: '2x' },
  },
  {
    what: 'frames dropped while scrolling',
    ...{
      empty: ({ empty }) => 100 * empty.scroll.dropped,
      app: ({ app }) => 100 * app.scroll.dropped,
      unit: '%',
      goal: 'no more',
    },
  },
  {
    what: 'CPU for each frame while scrolling',
    ...{ empty: ({ empty }) => empty.scroll.cpuMs, app: ({ app }) => app.scroll.cpuMs, unit: 'ms', goal: '' },
  },
  {
    what: 'typing, key to handled, p95',
    ...{
      empty: ({ empty }) => empty.typing.handled,
      app: ({ app }) => app.typing.handled,
      unit: 'ms',
      goal: '16.7 ms',
    },
  },
  {
    what: 'typing, key to painted, p95',
    ...{ empty: ({ empty }) => empty.typing.painted, app: ({ app }) => app.typing.painted, unit: 'ms', goal: '' },
  },
];

const OWN: readonly { what: string; of: (run: Run) => number; unit: string; goal: string }[] = [
  { what: 'first paint', of: ({ app }) => app.paint, unit: 'ms', goal: '' },
  { what: 'room switch, median', of: ({ app }) => app.switchMedian, unit: 'ms', goal: '100 ms' },
  { what: 'room switch, longest', of: ({ app }) => app.switchMax, unit: 'ms', goal: '100 ms' },
  { what: 'nothing to read while scrolling, longest', of: ({ app }) => app.scroll.blankMs, unit: 'ms', goal: '100 ms' },
  { what: 'jump to any message, longest', of: ({ app }) => app.jumps, unit: 'ms', goal: '' },
  { what: 'reading the whole room', of: ({ app }) => app.readSeconds, unit: 's', goal: '' },
];

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

/** Medians over the runs; a ratio is the median of the ratios of each run. */
export function uiReport(runs: readonly Run[], messages: number, machine: string): string {
  const beside = LINES.map(({ what, empty, app, unit, goal }) => {
    const ratio = median(runs.map((run) => app(run) / empty(run)));
    const cells = [median(runs.map(empty)), median(runs.map(app))].map((value) => `${figure(value)} ${unit}`);
    return [what, ...cells, Number.isFinite(ratio) ? `${ratio.toFixed(2)}x` : '', goal];
  });
  const own = OWN.map(({ what, of, unit, goal }) => [what, `${figure(median(runs.map(of)))} ${unit}`, goal]);
  return [
    '# The window',
    `${machine}; software rendering; a room of ${messages.toLocaleString('en')} messages; medians of ${String(runs.length)} runs, each beside an empty Electron window in the same run. Memory is the sum over all processes, shared pages counted once.`,
    table(['', 'empty window', 'Parley', 'ratio', 'goal'], beside),
    table(['', 'Parley', 'goal'], own),
    '',
  ].join('\n\n');
}
