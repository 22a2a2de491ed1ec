import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import { toMain, type Configuration, type ToEngine, type ToMain } from '../engine/messages.ts';
import { tellPage } from './ipc.ts';
import { report } from '../engine/report.ts';

/** Milliseconds before a crashed engine is started again: at first, and at most, doubling in between. */
const RESTART_MS = 250;
const RESTART_MAX_MS = 10_000;
/** An engine that has run this long, in milliseconds, is started again without delay. */
const STABLE_MS = 60_000;
/** Milliseconds for goodbyes and for closing the host when the app quits. */
const SHUTDOWN_MS = 3_000;

/** The engine: kept running, configured, and connected to the pages that ask for it. */
export class EngineProcess {
  readonly #entry: string;
  readonly #onHosting: (message: ToMain) => void;
  readonly #pages = new Set<WebContents>();
  #configuration: Configuration;
  #child: UtilityProcess | null = null;
  #crashes = 0;
  #restart: NodeJS.Timeout | undefined;
  #stopping = false;

  /** @param entry path of the engine's script */
  constructor(entry: string, configuration: Configuration, onHosting: (message: ToMain) => void) {
    this.#entry = entry;
    this.#configuration = configuration;
    this.#onHosting = onHosting;
  }

  start(): void {
    if (this.#stopping) return;
    const startedAt = performance.now();
    const child = utilityProcess.fork(this.#entry, [], { serviceName: 'Parley engine', stdio: 'inherit' });
    this.#child = child;
    child.on('message', (message) => this.#onHosting(toMain.parse(message)));
    child.on('exit', (code) => this.#exited(code, performance.now() - startedAt));
    this.#post(this.#configuration);
    for (const page of this.#pages) this.#sendPort(page);
  }

  configure(configuration: Configuration): void {
    this.#configuration = configuration;
    this.#post(configuration);
  }

  /** Gives a page a port to the engine, now and after every restart of the engine. */
  connect(page: WebContents): void {
    if (!this.#pages.has(page)) {
      this.#pages.add(page);
      page.once('destroyed', () => this.#pages.delete(page));
    }
    this.#sendPort(page);
  }

  /** Ends the engine: orderly if that takes no longer than 3 s. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (!child) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        report('the engine did not stop in time');
        child.kill();
        resolve();
      }, SHUTDOWN_MS);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      this.#post({ type: 'shutdown' });
    });
  }

  #exited(code: number, lifetime: number): void {
    this.#child = null;
    if (this.#stopping) return;
    this.#crashes = lifetime > STABLE_MS ? 0 : this.#crashes + 1;
    const wait = Math.min(RESTART_MAX_MS, RESTART_MS * 2 ** Math.max(0, this.#crashes - 1));
    report(`the engine ended with code ${String(code)}; starting it again in ${String(wait)} ms`);
    this.#onHosting({ type: 'hosting', status: { state: 'off' } });
    this.#restart = setTimeout(() => this.start(), wait);
  }

  #sendPort(page: WebContents): void {
    if (!this.#child) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#child.postMessage({ type: 'port' } satisfies ToEngine, [port1]);
    tellPage(page, 'engine/port', null, [port2]);
  }

  #post(message: ToEngine): void {
    this.#child?.postMessage(message);
  }
}
