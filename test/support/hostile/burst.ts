import type { Page } from 'playwright';
import { TEXT_MAX } from '../../../src-shared/protocol/limits.ts';
import type { DoubleHost } from './double.ts';
import { worst } from './heavy.ts';
import { FREEZE_MS } from './show.ts';

/** Messages that come at once, each by somebody new. */
const BURST = 30;
/** Not every one is on a quiet computer. */
const TRIES = 4;

/** Somebody who has not said anything before. */
const author = (i: number, turn: number): string => `Mallory ${String(i % BURST)} ${String(turn)}`;

/** Messages that take as long as any to parse and to draw, and those that name the others as often as fits. */
const bursts: readonly ((i: number, turn: number) => string)[] = [
  (i) => worst[i % worst.length] ?? '',
  (i, turn) => `${`**@${author(i + 1, turn)}** `.repeat(600).slice(0, TEXT_MAX - 3)} ${String(i)}`,
];

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur?: number;
  args?: { name?: string };
}

/** The most that one task of a page's thread cost the processor in milliseconds, by what the browser wrote down. */
function longestTask(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${String(pid)} ${String(tid)}`),
  );
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) => name.endsWith('RunTask') && ph === 'X' && threads.has(`${String(pid)} ${String(tid)}`),
  );
  if (tasks.length === 0) throw new Error('the browser wrote down no tasks');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1_000;
}

/** In the page: ends when a message is there, and everything that it led to is drawn. Looks at new messages alone. */
function untilShown(text: string): Promise<void> {
  return new Promise((done) => {
    const observer = new MutationObserver((changes) => {
      const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
      if (!added.some((node) => node.textContent?.includes(text))) return;
      observer.disconnect();
      requestIdleCallback(() => {
        requestAnimationFrame(() => {
          requestIdleCallback(() => {
            done();
          });
        });
      });
    });
    observer.observe(document, { subtree: true, childList: true });
  });
}

/** Shows bursts of costly messages, and gives for each what its longest task cost the page: the least of a few tries. */
export async function showBursts(page: Page, host: DoubleHost): Promise<number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no browser of its own');
  const longest = bursts.map(() => Infinity);
  for (const [i, text] of bursts.entries())
    for (let turn = 0; turn < TRIES && (longest[i] ?? 0) >= FREEZE_MS; turn += 1) {
      const mark = `burst ${String(i)} ${String(turn)}`;
      const shown = page.evaluate(untilShown, mark);
      await browser.startTracing(page, { categories: ['toplevel'] });
      const texts = Array.from({ length: BURST }, (_, at) => text(at, i * TRIES + turn));
      host.tell([...texts, mark], (at) => author(at, i * TRIES + turn));
      await shown;
      longest[i] = Math.min(longest[i] ?? 0, longestTask(await browser.stopTracing()));
    }
  return longest;
}
