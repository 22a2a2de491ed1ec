import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { quantile } from '../lib/stats.ts';
import { cpuSeconds, tree } from '../lib/process.ts';

/** Pixels of one notch of a wheel. */
const WHEEL = 120;

/** Milliseconds of a frame at 60 a second. */
export const FRAME_MS = 1_000 / 60;

/** Memory of an app, all its processes together; what they share is counted once (proc(5), `Pss`). */
export function memoryMiB(pid: number): number {
  const kib = tree(pid).map((each) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${String(each)}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It has ended since it was listed.
      return 0;
    }
  });
  return kib.reduce((sum, one) => sum + one, 0) / 1024;
}

/** When the page first showed anything, on the clock. */
export function firstPaint(page: Page): Promise<number> {
  return page.evaluate(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return performance.timeOrigin + (paint?.startTime ?? NaN);
  });
}

/** When the room could be read on the screen, and written to, on the clock. */
export async function usable(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName('room shown').length > 0);
  return page.evaluate(
    () => performance.timeOrigin + (performance.getEntriesByName('room shown')[0]?.startTime ?? NaN),
  );
}

/** Milliseconds from the click on a room until its messages have been painted; each of the rooms `times` times. */
export async function roomSwitches(page: Page, names: readonly string[], times: number): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < times; i += 1) {
    for (const name of names) {
      const ms = await page.evaluate(async (wanted) => {
        const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));
        const painted = async (): Promise<void> => {
          await frame();
          await new Promise((done) => setTimeout(done));
        };
        const link = Array.from(document.querySelectorAll<HTMLElement>('nav button.room')).find((one) =>
          one.textContent.includes(wanted),
        );
        if (!link) throw new Error(`no room ${wanted}`);
        const log = (): Element | null => document.querySelector(`[role=log][aria-label="Messages in ${wanted}"]`);
        const started = performance.now();
        link.click();
        while (!log()?.querySelector('article')) await frame();
        await painted();
        return performance.now() - started;
      }, name);
      taken.push(ms);
    }
  }
  return taken.sort((a, b) => a - b);
}

/** How smoothly something scrolled. */
export interface Smoothness {
  frames: number;
  /** Frames that came too late, as a share of those there should have been. */
  dropped: number;
  /** The longest time without anything to read in the middle of the window, in milliseconds. */
  blankMs: number;
  p99: number;
  /** Milliseconds of CPU for each frame, of all processes: what a busy machine does not change. */
  cpuMs: number;
}

/**
 * Scrolls up by wheel-sized steps, one a frame, and watches each frame.
 * @param box what scrolls
 * @param row what there has to be in the middle of it
 */
export async function scrollUp(
  { page, pid }: { page: Page; pid: number },
  { box, row }: { box: string; row: string },
  frames: number,
): Promise<Smoothness> {
  const before = cpuSeconds(pid);
  const { gaps, blankMs } = await page.evaluate(
    async ({ box: boxSelector, row: rowSelector, frames: count, step: by }) => {
      const box = document.querySelector(boxSelector);
      if (!box) throw new Error('nothing to scroll');
      const gaps: number[] = [];
      let blankSince: number | null = null;
      let blankMs = 0;
      let last = await new Promise<number>((done) => requestAnimationFrame(done));
      const { left, top, width, height } = box.getBoundingClientRect();
      for (let i = 0; i < count; i += 1) {
        box.scrollTop -= by;
        const now = await new Promise<number>((done) => requestAnimationFrame(done));
        gaps.push(now - last);
        last = now;
        const there = [0.25, 0.5, 0.75].some((part) =>
          document.elementFromPoint(left + width / 2, top + height * part)?.closest(rowSelector),
        );
        if (there) blankSince = null;
        else {
          blankSince ??= now;
          blankMs = Math.max(blankMs, now - blankSince + 1_000 / 60);
        }
      }
      return { gaps, blankMs };
    },
    { box, row, frames, step: WHEEL },
  );
  const cpuMs = (1_000 * (cpuSeconds(pid) - before)) / frames;
  const sorted = [...gaps].sort((a, b) => a - b);
  const missed = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME_MS) - 1), 0);
  return { frames: gaps.length, dropped: missed / (missed + gaps.length), blankMs, p99: quantile(sorted, 0.99), cpuMs };
}

/** Reads a room from its newest message to its first; gives the seconds it took. */
export async function readAll(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const started = performance.now();
    const box = document.querySelector('[role=log]');
    if (!box) throw new Error('nothing to scroll');
    while (!box.querySelector('.beginning')) {
      box.scrollTop = 0;
      await new Promise((done) => requestAnimationFrame(done));
    }
    return (performance.now() - started) / 1_000;
  });
}

/** From a key to its character, in milliseconds: until the page has dealt with it, and until it has been painted. */
export interface Typing {
  handled: number;
  painted: number;
}

/** Types into the field that has the focus, at a fast typist's pace, and times each key; the 95th of a hundred. */
export async function typing(page: Page, field: string, keys: number): Promise<Typing> {
  await page.locator(field).focus();
  await page.evaluate(() => {
    const times: { handled: number; painted: number }[] = [];
    let key = NaN;
    Object.assign(window, { benchTimes: times });
    // An input event has no time of its own: the key's is that of the event before it.
    addEventListener('keydown', ({ timeStamp }) => (key = timeStamp), true);
    // At the window the event arrives last, after the app's own listeners; what these have put off to microtasks runs first.
    addEventListener('input', () => {
      const at = key;
      let handled = NaN;
      queueMicrotask(() => (handled = performance.now() - at));
      const channel = new MessageChannel();
      channel.port1.onmessage = () => times.push({ handled, painted: performance.now() - at });
      requestAnimationFrame(() => {
        channel.port2.postMessage(null);
      });
    });
  });
  for (let i = 0; i < keys; i += 1) await page.keyboard.type(i % 6 === 5 ? ' ' : 'a', { delay: 60 });
  const times = await page.evaluate(
    () => (window as unknown as { benchTimes: { handled: number; painted: number }[] }).benchTimes,
  );
  const p95 = (part: 'handled' | 'painted'): number =>
    quantile(
      times.map((one) => one[part]).sort((a, b) => a - b),
      0.95,
    );
  return { handled: p95('handled'), painted: p95('painted') };
}
