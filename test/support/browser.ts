import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { showTrouble } from './reports.ts';

export { say } from './window.ts';

const root = resolve(import.meta.dirname, '../..');
const { PARLEY_CHROMIUM: executablePath = '/usr/bin/chromium', PARLEY_CHROMIUM_WHY: why } = process.env;

/** Why the browser tests cannot run here, or ''. */
export const noBrowser = !existsSync(executablePath)
  ? why || `no Chromium at ${executablePath}; set PARLEY_CHROMIUM`
  : !existsSync(join(root, 'out/renderer/index.html'))
    ? 'the web client is not built; npm run build'
    : '';

const quiet = ['networking', 'timer-throttling'].map((what) => `--disable-background-${what}`);
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
  ...quiet,
];

/** `parley serve` in a process of its own, as people run it. */
export class ServedHost {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'parley-browser-'));
  readonly #name: string;
  port = 0;
  #process: ChildProcess | null = null;

  constructor(name = 'Test host') {
    this.#name = name;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}/`;
  }

  /** Starts it, at the port it had before if it was running before. */
  async start(): Promise<void> {
    const options = ['--guests', '--no-advertise', '--no-limits', '--bind', '127.0.0.1', '--name', this.#name];
    const cli = ['src-main/cli.ts', 'serve', ...options, '--port', String(this.port), '--data', this.dataDir];
    const child = spawn(process.execPath, cli, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    showTrouble(child);
    this.#process = child;
    this.port = await new Promise<number>((done, failed) => {
      let said = '';
      child.once('exit', (code) => {
        failed(new Error(`parley serve ended with ${String(code)}: ${said}`));
      });
      child.stdout.on('data', (data: Buffer) => {
        said += data.toString();
        const port = /^listening on \S+:(\d+)/m.exec(said)?.[1];
        if (port !== undefined) done(Number(port));
      });
    });
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  }

  /** Stops it, and leaves nothing behind. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** A room with messages by two people in turn, one line each but for every seventh. */
  async fill(room: string, count: number): Promise<void> {
    const { speak } = await import('./speaker.ts');
    await speak(this.url, room, count);
  }
}

/** A browser and a host for a file of tests; what each test opens is closed after it. */
export function browserTests(): {
  host: ServedHost;
  open: (options?: BrowserContextOptions) => Promise<Page>;
  enter: (name: string, options?: BrowserContextOptions) => Promise<Page>;
} {
  const host = new ServedHost();
  let browser: Browser | null = null;
  let pages: Page[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    if (noBrowser !== '') return;
    browser = await chromium.launch({ executablePath, args });
    await host.start();
  });
  afterEach(async () => {
    for (const page of pages) await page.context().close();
    pages = [];
    expect(problems.splice(0), 'errors in the page').toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await host.remove();
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    if (!browser) throw new Error('no browser');
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      // A host that is away is part of some tests; the browser reports each attempt by itself.
      if (message.type() === 'error' && !message.text().includes('WebSocket connection')) problems.push(message.text());
    });
    pages.push(page);
    return page;
  }

  return {
    host,
    open,
    async enter(name, options = {}) {
      const page = await open(options);
      await page.goto(host.url);
      await page.getByLabel('Your name').fill(name);
      await page.getByRole('button', { name: 'Join' }).click();
      await page.getByRole('log').waitFor();
      return page;
    },
  };
}
