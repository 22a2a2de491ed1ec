import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { newSession } from '../support/people.ts';
import { until } from '../support/wait.ts';
import { median, quantile } from './lib/stats.ts';
import { emptyApp, newProfile, root, startElectron } from './ui/app.ts';
import {
  firstPaint,
  memoryMiB,
  readAll,
  roomSwitches,
  scrollUp,
  typing,
  usable,
  type Smoothness,
  type Typing,
} from './ui/measures.ts';
import { serveRooms, type Served } from './ui/rooms.ts';
import { uiReport } from './ui/report.ts';

/**
 * `npm run bench:ui [-- quick] [messages=100000] [runs=3]`: the window with a room of 100,000 messages, beside an empty Electron window in the same
 * run. Both are started plainly, several times in turn, and looked into only when they stand.
 */
const quick = process.argv.includes('quick');
const given = (name: string): number =>
  Number(process.argv.find((arg) => arg.startsWith(`${name}=`))?.split('=')[1] ?? NaN);
const MESSAGES = given('messages') || (quick ? 3_000 : 100_000);
const RUNS = given('runs') || (quick ? 1 : 3);
const STARTS = quick ? 2 : 5;
/** Milliseconds an app is left alone after it was started, and before its memory is read. */
const STAND_MS = 4_000;
const REST_MS = quick ? 2_000 : 10_000;

/** What one run found out, of one of the two. */
export interface Figures {
  start: number;
  idle: number;
  scroll: Smoothness;
  typing: Typing;
}

export interface Run {
  empty: Figures;
  app: Figures & {
    paint: number;
    read: number;
    readSeconds: number;
    switchMedian: number;
    switchMax: number;
    jumps: number;
  };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function rest(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

/** Makes a profile that knows the host, as a person would. */
async function settle(profile: string, served: Served): Promise<void> {
  const { page, close } = await startElectron(root, profile, STAND_MS);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Reader');
  await page.getByRole('button', { name: 'Connect by address' }).click();
  const field = page.getByRole('textbox', { name: 'Address' });
  await field.fill(`parley://127.0.0.1:${String(served.port)}`);
  await field.press('Enter');
  await page.getByRole('log').getByRole('article').first().waitFor();
  // A member of every room, so that each is there when it is clicked.
  await roomSwitches(page, smallRooms(), 1);
  await roomSwitches(page, ['general'], 1);
  await rest(1_000);
  await close();
}

function smallRooms(): string[] {
  return Array.from({ length: 10 }, (_, i) => `small ${String(i)}`);
}

/** Cold starts of both in turn: medians of the milliseconds to the first paint and to where one can begin. */
async function starts(profile: string, empty: string): Promise<{ empty: number; paint: number; usable: number }> {
  const all: { empty: number; paint: number; usable: number }[] = [];
  for (let i = 0; i < STARTS; i += 1) {
    const plain = await startElectron(emptyApp, empty, STAND_MS);
    const emptyMs = (await firstPaint(plain.page)) - plain.at;
    await plain.close();
    const ours = await startElectron(root, profile, STAND_MS);
    const paint = (await firstPaint(ours.page)) - ours.at;
    const usableMs = (await usable(ours.page)) - ours.at;
    await ours.close();
    all.push({ empty: emptyMs, paint, usable: usableMs });
    say(`  start: empty ${emptyMs.toFixed(0)}, paint ${paint.toFixed(0)}, usable ${usableMs.toFixed(0)} ms`);
  }
  const of = (key: 'empty' | 'paint' | 'usable'): number => median(all.map((one) => one[key]));
  return { empty: of('empty'), paint: of('paint'), usable: of('usable') };
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

async function measureEmpty(profile: string): Promise<Omit<Figures, 'start'>> {
  const { page, pid, close } = await startElectron(emptyApp, profile, STAND_MS);
  await rest(REST_MS);
  const idle = memoryMiB(pid);
  await fillWithText(page);
  const scroll = await scrollUp({ page, pid }, { box: '#box', row: '#box' }, quick ? 120 : 600);
  const typed = await typing(page, 'textarea', quick ? 40 : 150);
  await close();
  return { idle, scroll, typing: typed };
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

/** Jumps to places all over the room, as a search result leads there; the longest time without anything to read. */
async function jumps(page: Page, room: string): Promise<number> {
  const taken: number[] = [];
  for (const part of [0.02, 0.5, 0.9, 0.3, 0.7]) {
    const seq = Math.floor(MESSAGES * part);
    const text = `${String(seq - 2)} `;
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
      { hash: `#${room}/${String(seq)}`, wanted: text },
    );
    taken.push(ms);
  }
  return quantile(
    taken.sort((a, b) => a - b),
    1,
  );
}

async function measureApp(profile: string, served: Served): Promise<Omit<Run['app'], 'start' | 'paint'>> {
  const { page, pid, close } = await startElectron(root, profile, STAND_MS);
  await usable(page);
  await rest(REST_MS);
  const idle = memoryMiB(pid);
  const switches = await roomSwitches(page, [...smallRooms(), 'general'], 2);
  const scroll = await scrollUp({ page, pid }, { box: '[role=log]', row: 'article, .day, .notice' }, quick ? 120 : 600);
  const jump = await jumps(page, served.large);
  await page.getByRole('button', { name: /^Newest/ }).click();
  const stop = await chatter(served);
  const typed = await typing(page, '[role=textbox], textarea', quick ? 40 : 150);
  stop();
  const readSeconds = await readAll(page);
  await rest(REST_MS);
  const read = memoryMiB(pid);
  await close();
  return {
    ...{ idle, read, readSeconds, scroll, typing: typed, jumps: jump },
    ...{ switchMedian: median(switches), switchMax: quantile(switches, 1) },
  };
}

async function run(served: Served): Promise<Run> {
  const profile = newProfile();
  const emptyProfile = newProfile();
  await settle(profile.dir, served);
  const { empty, paint, usable: start } = await starts(profile.dir, emptyProfile.dir);
  const result = {
    empty: { start: empty, ...(await measureEmpty(emptyProfile.dir)) },
    app: { start, paint, ...(await measureApp(profile.dir, served)) },
  };
  profile.remove();
  emptyProfile.remove();
  say(JSON.stringify(result));
  return result;
}

const served = await serveRooms(MESSAGES);
const runs: Run[] = [];
for (let i = 0; i < RUNS; i += 1) runs.push(await run(served));
await served.stop();
const machine = `${cpus()[0]?.model ?? ''}, ${String(cpus().length)} cores, Linux ${release()}`;
const text = uiReport(runs, MESSAGES, machine);
say(text);
if (!quick) {
  const results = new URL('./results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(fileURLToPath(new URL('ui-latest.md', results)), text);
}
process.exit(0);
