import { app } from 'electron';
import { deepLinkIn } from './link-rules.ts';

/** Links that are kept for a page that is not there yet. */
const WAITING_MAX = 8;

/** `parley://` links from outside: kept until a page takes them. */
export class DeepLinks {
  readonly #tell: () => void;
  #waiting: string[] = [];

  /** @param tell lets the pages know that there is one to be taken */
  constructor(tell: () => void) {
    this.#tell = tell;
  }

  /** Listens on every system's way. Before the app is ready, since macOS tells of the first one early. */
  install(argv: readonly string[]): void {
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#heard(deepLinkIn(['', url]));
    });
    app.on('second-instance', (_event, args) => this.#heard(deepLinkIn(args)));
    this.#heard(deepLinkIn(argv));
    if (app.isPackaged) register();
  }

  /** What came since the last time, oldest first. */
  take(): string[] {
    return this.#waiting.splice(0);
  }

  #heard(link: string | null): void {
    if (link === null) return;
    this.#waiting = [...this.#waiting, link].slice(-WAITING_MAX);
    this.#tell();
  }
}

/** Has the system open `parley://` links with this app. What is in a link never counts as an option of the program. */
function register(): void {
  if (process.platform === 'win32') app.setAsDefaultProtocolClient('parley', process.execPath, ['--']);
  else app.setAsDefaultProtocolClient('parley');
}
