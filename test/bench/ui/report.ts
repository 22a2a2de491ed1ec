import { median } from '../lib/stats.ts';
import type { Figures } from './scenarios.ts';

interface Line {
  what: string;
  unit: string;
  /** Names of figures: the empty window's, and Parley's. */
  empty?: string;
  app: string;
  goal?: { text: string; met: (app: number, empty: number) => boolean };
}

/** At most so many times what the empty window has. */
function times(factor: number): NonNullable<Line['goal']> {
  return { text: `${String(factor)}x`, met: (app, empty) => app <= factor * empty };
}

function atMost(value: number, unit: string): NonNullable<Line['goal']> {
  return { text: `${String(value)} ${unit}`, met: (app) => app <= value };
}

const LINES: readonly Line[] = [
  { what: 'cold start: first paint', empty: 'emptyStart', app: 'paint', unit: 'ms' },
  { what: 'cold start: room on the screen', empty: 'emptyStart', app: 'start', unit: 'ms', goal: times(1.6) },
  { what: 'memory idle, all processes', empty: 'emptyIdle', app: 'idle', unit: 'MiB', goal: times(1.5) },
  { what: 'memory after reading the whole room', empty: 'emptyRead', app: 'read', unit: 'MiB', goal: times(2) },
  { what: 'reading the whole room', app: 'readSeconds', unit: 's' },
  { what: 'room switch, median', app: 'switchMedian', unit: 'ms', goal: atMost(100, 'ms') },
  { what: 'room switch, longest', app: 'switchMax', unit: 'ms', goal: atMost(100, 'ms') },
  { what: 'scrolling: nothing to read, longest', app: 'blank', unit: 'ms', goal: atMost(100, 'ms') },
  {
    what: 'scrolling: frames dropped',
    ...{ empty: 'plainDropped', app: 'dropped', unit: '%' },
    goal: { text: 'no more', met: (app, empty) => app <= empty },
  },
  { what: 'scrolling: CPU for each frame', empty: 'plainCpu', app: 'cpu', unit: 'ms' },
  { what: 'jump to any message, longest', app: 'jump', unit: 'ms' },
  {
    what: 'typing while 50 messages a second arrive: key handled, p95',
    ...{ empty: 'emptyHandled', app: 'handled', unit: 'ms', goal: atMost(16.7, 'ms') },
  },
  { what: 'typing: key painted, p95', empty: 'emptyPainted', app: 'painted', unit: 'ms' },
  { what: 'typing: painted later than in an empty window', app: 'paintedLater', unit: 'ms', goal: atMost(16.7, 'ms') },
];

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function figure(value: number, unit: string): string {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${unit}`;
}

function cells({ what, unit, empty = '', app, goal }: Line, of: (name: string) => number): string[] {
  const [theirs, ours] = [of(empty), of(app)];
  const beside = Number.isFinite(theirs) ? [figure(theirs, unit), figure(ours, unit)] : ['', figure(ours, unit)];
  const ratio = theirs > 0 ? `${(ours / theirs).toFixed(2)}x` : '';
  return [what, ...beside, ratio, goal?.text ?? '', goal ? (goal.met(ours, theirs) ? 'met' : 'missed') : ''];
}

/** Scenarios may have been measured one by one. */
function runsText(fewest: number, most: number): string {
  if (most === 1) return 'one run';
  return `medians of ${fewest === most ? '' : `${String(fewest)} to `}${String(most)} runs`;
}

/** Medians over the runs of each scenario; what was not measured is left out. */
export function uiReport(measured: readonly Figures[][], messages: number, machine: string): string {
  const all = measured.flat();
  const of = (name: string): number => median(all.flatMap((figures) => figures[name] ?? []));
  const lines = LINES.filter(({ app }) => Number.isFinite(of(app)));
  const head = ['', 'empty window', 'Parley', 'ratio', 'goal', ''];
  const runs = measured.map(({ length }) => length);
  return [
    '# The window',
    `${machine}; software rendering; a room of ${messages.toLocaleString('en')} messages; ${runsText(Math.min(...runs), Math.max(...runs))}, each beside an empty Electron window in the same run. Memory is the sum over all processes, shared pages counted once.`,
    [head, head.map(() => '---'), ...lines.map((line) => cells(line, of))].map(row).join('\n'),
    '',
  ].join('\n\n');
}
