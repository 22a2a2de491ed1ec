import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Locator, type Page } from 'playwright';
import { afterEach, expect } from 'vitest';
import type { SettingsPatch } from '../../src-shared/protocol/settings.ts';
import { inMain, type InMain } from './electron-main.ts';
import { checkAnswers } from './stopped-page.ts';

export { message, people, say, sidebar } from './window.ts';

export const root = resolve(import.meta.dirname, '../..');
const {
  PARLEY_ELECTRON: electron = '',
  PARLEY_ELECTRON_WHY: why = '',
  PARLEY_ELECTRON_SQLITE_BINDING: sqliteBinding = '',
  PARLEY_DISPLAYS: displays = process.env.DISPLAY ?? '',
  VITEST_POOL_ID: worker = '1',
} = process.env;

/** Each worker's apps have a display to themselves, because only one window on it has the focus. */
function display(): string {
  const all = displays.split(' ');
  return all[(Number(worker) - 1) % all.length] ?? '';
}

/** Why the tests in Electron cannot run here, or ''. */
export const noElectron =
  electron === ''
    ? why || 'PARLEY_ELECTRON is not set; run by npm test'
    : existsSync(join(root, 'out/main/main.js'))
      ? ''
      : 'the app is not built; npm run build';

/** What starts the app that is in `folder`, on a profile. */
export function appCommand(
  profile: string,
  folder = root,
): { program: string; args: string[]; env: Record<string, string> } {
  // Chromium refuses to sandbox itself for root.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  // What the app writes into the person's own folders goes into the profile too.
  const env = {
    XDG_CONFIG_HOME: profile,
    PARLEY_TEST: '1',
    PARLEY_DISCOVERY: 'off',
    PARLEY_SQLITE_BINDING: sqliteBinding,
    DISPLAY: display(),
    LANGUAGE: 'en_GB',
  };
  return {
    program: electron,
    args: [folder, ...flags, '--disable-gpu', `--user-data-dir=${profile}`],
    env: { ...definedEnvironment(), ...env },
  };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** A TCP port that nothing uses just now. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done) => {
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        done(port);
      });
    });
  });
}

export interface InstallationOptions {
  /** Settings from before the first start. */
  settings?: SettingsPatch;
  /** The network namespace to run in, with discovery on. */
  namespace?: string;
}

/** The longest that an app takes to show something, in milliseconds. */
const SHOWN_MS = 15_000;

/** The app as installed on one computer: a profile of its own, on which it is started and closed as often as one likes. */
export class Installation {
  readonly profile = mkdtempSync(join(tmpdir(), 'parley-electron-'));
  /** What went wrong in the page, to be looked at after the test. */
  readonly problems: string[] = [];
  readonly #options: InstallationOptions;
  #running: { app: ElectronApplication; page: Page } | null = null;

  constructor(options: InstallationOptions = {}) {
    this.#options = options;
    if (options.settings) this.configure(options.settings);
  }

  get app(): ElectronApplication {
    return this.#now().app;
  }

  get page(): Page {
    return this.#now().page;
  }

  /** Runs a function in the app's main process, once; `given` must be fit for JSON. */
  inMain<Answer, Given = undefined>(act: InMain<Answer, Given>, given?: Given): Promise<Answer> {
    return inMain(this.app, act, given);
  }

  /** Writes `settings.json`, as an earlier run would have. */
  configure(settings: SettingsPatch): void {
    mkdirSync(this.profile, { recursive: true });
    writeFileSync(join(this.profile, 'settings.json'), JSON.stringify(settings));
  }

  /**
   * Starts the app; resolves when its page shows something.
   * @param given what the system adds to the command line, such as a link that was pressed
   * @param again the app is started once more where Playwright was attached in the middle of the page's first navigation:
   * then it waits for ever for whatever it asks of the page
   */
  async start(given: readonly string[] = [], again = true): Promise<Page> {
    const { program, args, env } = appCommand(this.profile, join(root, 'test/support/electron-start'));
    const app = await _electron.launch({
      executablePath: this.#executable(program),
      args: [...args, ...given],
      env: this.#options.namespace === undefined ? env : { ...env, PARLEY_DISCOVERY: 'on' },
      timeout: 30_000,
    });
    const page = await app.firstWindow();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
    this.#running = { app, page };
    const shown = await page
      .waitForFunction(() => document.querySelector('#app')?.hasChildNodes(), null, { timeout: SHOWN_MS })
      .catch(() => null);
    if (shown || !again) return page;
    await this.close();
    return this.start(given, false);
  }

  /** Quits, as from the menu. */
  async close(): Promise<void> {
    const app = this.#running?.app;
    this.#running = null;
    await app?.close();
  }

  /** Starts it once more while it runs, as the system does; resolves when the second one has handed over and ended. */
  async startAgain(given: readonly string[]): Promise<void> {
    const { program, args, env } = appCommand(this.profile, join(root, 'test/support/electron-start'));
    const second = spawn(program, [...args, ...given], { env, stdio: 'ignore' });
    await new Promise((done) => second.once('exit', done));
  }

  /** Leaves a picture of the window in `test-results/`, to see why a test failed. */
  async photograph(what: string): Promise<void> {
    const name = `${what.replaceAll(/\W+/g, '-').slice(0, 60)}-${basename(this.profile)}.png`;
    if (!this.#running) return;
    await checkAnswers(this, this.page);
    // A hidden window paints nothing.
    await this.inMain(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.showInactive();
    });
    await this.#running.page.screenshot({ path: join(root, 'test-results', name) });
  }

  #executable(electron: string): string {
    const { namespace } = this.#options;
    if (namespace === undefined) return electron;
    const script = join(this.profile, 'electron.sh');
    const runner = join(import.meta.dirname, 'electron-in-namespace.ts');
    const words = [process.execPath, runner, namespace, electron].map((word) => `'${word}'`);
    writeFileSync(script, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, { mode: 0o755 });
    return script;
  }

  #now(): { app: ElectronApplication; page: Page } {
    if (!this.#running) throw new Error('the app is not running');
    return this.#running;
  }
}

/** Installations for the tests of a file; each is closed and removed after its test. */
export function electronTests(): { install: (options?: InstallationOptions) => Installation } {
  let installed: Installation[] = [];
  afterEach(async ({ task }) => {
    const mine = installed;
    installed = [];
    try {
      if (task.result?.state === 'fail')
        await Promise.all(mine.map((installation) => installation.photograph(task.name)));
    } finally {
      await Promise.all(mine.map((installation) => installation.close()));
    }
    for (const { profile } of mine) rmSync(profile, { recursive: true, force: true });
    expect(
      mine.flatMap(({ problems }) => problems),
      'errors in the page',
    ).toEqual([]);
  });
  return {
    install(options) {
      const installation = new Installation(options);
      installed.push(installation);
      return installation;
    },
  };
}

export const hostingDialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Hosting' });

/** Gives one's name on the first screen. */
export async function introduce(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
}

/** Switches hosting on, from the first screen or from the sidebar, and leaves the dialog open. */
export async function switchOn(page: Page): Promise<void> {
  const first = await page.getByRole('button', { name: 'Host here' }).isVisible();
  await page.getByRole('button', { name: /^(Host here|Hosting)/ }).click();
  await hostingDialog(page).getByRole('switch', { name: 'Host on this network' }).click();
  if (first) {
    // From the first screen one is in the room at once.
    await hostingDialog(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Hosting/ }).click();
  }
  await hostingDialog(page).getByText(/^On\./).waitFor();
}

/** Types an address into the dialog, opening it if need be. */
export async function connectTo(page: Page, address: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Address' });
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Connect by address' }).click();
  await field.fill(address);
  await field.press('Enter');
}
