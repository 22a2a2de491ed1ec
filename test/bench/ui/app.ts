import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { until } from '../../support/wait.ts';

export const root = resolve(import.meta.dirname, '../../..');
const { PARLEY_ELECTRON: electron = '', PARLEY_ELECTRON_SQLITE_BINDING: binding = '' } = process.env;
export const emptyApp = join(import.meta.dirname, 'empty');

/** An Electron app started as a person would start it, and looked into from outside only once it stands. */
export interface Started {
  pid: number;
  /** When it was started, on the clock that pages have. */
  at: number;
  page: Page;
  close: () => Promise<void>;
}

function newestPort(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let said = '';
    setTimeout(() => {
      failed(new Error(`electron does not come up: ${said}`));
    }, 20_000).unref();
    child.once('exit', (code) => {
      failed(new Error(`electron ended with ${String(code)}: ${said}`));
    });
    child.stderr?.on('data', (data: Buffer) => {
      said += data.toString();
      const url = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (url !== undefined) done(url);
    });
  });
}

async function firstPage(browser: Browser): Promise<Page> {
  return until(() => browser.contexts()[0]?.pages()[0] ?? null, 20_000, 'a page');
}

/** Starts the app in a folder, on a profile. Nothing is attached to it until `quietMs` have passed. */
export async function startElectron(folder: string, profile: string, quietMs: number): Promise<Started> {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [folder, ...flags, '--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const env = { ...process.env, PARLEY_TEST: '1', PARLEY_DISCOVERY: 'off', PARLEY_SQLITE_BINDING: binding };
  const at = Date.now();
  const child = spawn(electron, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await newestPort(child);
  await new Promise((done) => setTimeout(done, quietMs));
  const browser = await chromium.connectOverCDP(url);
  const page = await firstPage(browser);
  page.setDefaultTimeout(60_000);
  const ended = new Promise((done) => child.once('exit', done));
  return {
    pid: child.pid ?? 0,
    at,
    page,
    close: async () => {
      await page.close();
      child.kill('SIGTERM');
      await ended;
      await browser.close();
    },
  };
}

/** A folder for an app to keep things in. */
export function newProfile(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'parley-bench-ui-'));
  return {
    dir,
    remove: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
