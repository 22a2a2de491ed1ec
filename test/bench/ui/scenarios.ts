import type { Page } from 'playwright';
import { newSession } from '../../support/people.ts';
import { until } from '../../support/wait.ts';
import { median, quantile } from '../lib/stats.ts';
import { emptyApp, root, startElectron, type Started } from './app.ts';
import { firstPaint, memoryMiB, readAll, roomSwitches, scrollUp, typing, usable } from './measures.ts';
import type { Served } from './rooms.ts';

/** What is measured of what. */
export interface Setting {
  served: Served;
  /** The folders that the app and the empty one keep things in. */
  profile: string;
  empty: string;
  messages: number;
  quick: boolean;
}

export type Figures = Record<string, number>;

/** Milliseconds an app is left alone after it was started, and before its memory is read. */
const STAND_MS = 3_000;
const REST_MS = 10_000;

const SMALL_ROOMS = Array.from({ length: 10 }, (_, i) => `small ${String(i)}`);

function rest(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

async function withApp<T>({ profile }: Setting, work: (app: Started) => Promise<T>): Promise<T> {
  const app = await startElectron(root, profile, STAND_MS);
  await usable(app.page);
  const result = await work(app);
  await app.close();
  return result;
}

async function withEmpty<T>({ empty }: Setting, work: (app: Started) => Promise<T>): Promise<T> {
  const app = await startElectron(emptyApp, empty, STAND_MS);
  const result = await work(app);
  await app.close();
  return result;
}

/** Makes a profile that knows the host, as a person would. */
export async function settle({ profile, served }: Setting): Promise<void> {
  const { page, close } = await startElectron(root, profile, STAND_MS);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Reader');
  await page.getByRole('button', { name: 'Connect by address' }).click();
  const field = page.getByRole('textbox', { name: 'Address' });
  await field.fill(`parley://127.0.0.1:${String(served.port)}`);
  await field.press('Enter');
  await page.getByRole('log').getByRole('article').first().waitFor();
  // A member of every room, so that each is there when it is clicked.
  await roomSwitches(page, SMALL_ROOMS, 1);
  await roomSwitches(page, ['general'], 1);
  await rest(1_500);
  await close();
}

/** Cold starts of both in turn: medians of the milliseconds to the first paint and to where one can begin. */
async function start(setting: Setting): Promise<Figures> {
  const all: { empty: number; paint: number; usable: number }[] = [];
  for (let i = 0; i < (setting.quick ? 2 : 5); i += 1) {
    const empty = await withEmpty(setting, async ({ page, at }) => (await firstPaint(page)) - at);
    const ours = await withApp(setting, async ({ page, at }) => {
      const paint = (await firstPaint(page)) - at;
      // The room may be in the very first picture, which comes to the screen a little after the page has handed it over.
      return { paint, usable: Math.max(paint, (await usable(page)) - at) };
    });
    all.push({ empty, ...ours });
  }
  const of = (key: 'empty' | 'paint' | 'usable'): number => median(all.map((one) => one[key]));
  return { emptyStart: of('empty'), paint: of('paint'), start: of('usable') };
}

async function idle(setting: Setting): Promise<Figures> {
  const memory = async ({ pid }: Started): Promise<number> => {
    await rest(REST_MS);
    return memoryMiB(pid);
  };
  return { emptyIdle: await withEmpty(setting, memory), idle: await withApp(setting, memory) };
}

async function rooms(setting: Setting): Promise<Figures> {
  const taken = await withApp(setting, ({ page }) => roomSwitches(page, [...SMALL_ROOMS, 'general'], 3));
  return { switchMedian: median(taken), switchMax: quantile(taken, 1) };
}

async function fillWithText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const box = document.querySelector('#box');
    if (!box) return;
    box.textContent = Array.from(
      { length: 20_000 },
      (_, i) => `${String(i)} a line of plain text, and nothing else`,
    ).join('\n');
    box.scrollTop = box.scrollHeight;
  });
}

async function scroll(setting: Setting): Promise<Figures> {
  const frames = setting.quick ? 200 : 600;
  const plain = await withEmpty(setting, async (app) => {
    await fillWithText(app.page);
    return scrollUp(app, { box: '#box', row: '#box' }, frames);
  });
  const { ours, jump } = await withApp(setting, async (app) => {
    const ours = await scrollUp(app, { box: '[role=log]', row: 'article, .day, .notice' }, frames);
    return { ours, jump: await jumps(app.page, setting) };
  });
  return {
    ...{ plainDropped: 100 * plain.dropped, plainCpu: plain.cpuMs },
    ...{ dropped: 100 * ours.dropped, cpu: ours.cpuMs, blank: ours.blankMs, jump },
  };
}

/** Jumps to places all over the room, as a search result leads there; the longest time without anything to read. */
async function jumps(page: Page, { served, messages }: Setting): Promise<number> {
  const taken: number[] = [];
  for (const part of [0.02, 0.5, 0.9, 0.3, 0.7]) {
    const seq = Math.floor(messages * part);
    const wanted = `${String(seq - 2)} `;
    const ms = await page.evaluate(
      async ({ hash, wanted }) => {
        const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));
        const started = performance.now();
        location.hash = hash;
        const shown = (): boolean =>
          Array.from(document.querySelectorAll('[role=log] article .markdown')).some((one) =>
            one.textContent.trimStart().startsWith(wanted),
          );
        while (!shown() && performance.now() - started < 10_000) await frame();
        return performance.now() - started;
      },
      { hash: `#${served.large}/${String(seq)}`, wanted },
    );
    taken.push(ms);
  }
  return Math.max(...taken);
}

/** Somebody says 50 things a second in the large room; returns how to stop that. */
async function chatter(served: Served): Promise<() => void> {
  const session = newSession({ url: `ws://127.0.0.1:${String(served.port)}/session`, name: 'Chatterer' });
  session.start();
  await until(() => session.status.state === 'connected');
  await session.rooms.get(served.large)?.join();
  let n = 0;
  const timer = setInterval(() => {
    n += 1;
    void session.send(served.large, `said while one types, number ${String(n)}`);
  }, 20);
  return () => {
    clearInterval(timer);
    session.stop();
  };
}

async function type(setting: Setting): Promise<Figures> {
  const keys = setting.quick ? 60 : 300;
  const plain = await withEmpty(setting, ({ page }) => typing(page, 'textarea', keys));
  const ours = await withApp(setting, async ({ page }) => {
    // What was said since the last run may be new, and then the page does not stand at its end.
    await page.getByRole('log').press('End');
    const stop = await chatter(setting.served);
    const typed = await typing(page, '[role=textbox], textarea', keys);
    stop();
    return typed;
  });
  return {
    ...{ emptyHandled: plain.handled, emptyPainted: plain.painted },
    ...{ handled: ours.handled, painted: ours.painted, paintedLater: ours.painted - plain.painted },
  };
}

/** The room is read from its newest message to its first. */
async function read(setting: Setting): Promise<Figures> {
  const emptyRead = await withEmpty(setting, async ({ pid }) => {
    await rest(REST_MS);
    return memoryMiB(pid);
  });
  return withApp(setting, async ({ page, pid }) => {
    const readSeconds = await readAll(page);
    await rest(REST_MS);
    return { emptyRead, read: memoryMiB(pid), readSeconds };
  });
}

export const scenarios = { start, idle, rooms, scroll, type, read };
export type ScenarioName = keyof typeof scenarios;
