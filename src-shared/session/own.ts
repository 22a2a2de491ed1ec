import type { LoggedIn } from '../protocol/login.ts';
import type { Result } from '../protocol/answers.ts';
import type { Asked } from '../protocol/requests.ts';
import type { Choice } from './ports.ts';

/** What one tells of oneself asks this of its session. */
export interface OwnLink {
  /** Is there a logged-in connection? */
  ready(): boolean;
  set(what: Asked<'me.set'>): Promise<Result<'me.set'>>;
  /** What the host was told of a choice on this device; '' for nothing. */
  told(what: Choice): string;
  tell(what: Choice, value: string): void;
}

/** As it is remembered; '' for nothing. */
function valueOf(wanted: number | boolean | null): string {
  return wanted === null ? '' : String(wanted);
}

/** What one tells a host of oneself. What holds for a connection is told again on the next. */
export class Own {
  /** May others see how far one has read, as the host knows it? */
  receipts = true;
  readonly #link: OwnLink;
  #idle = false;
  #wanted: boolean | null = null;
  #hue: number | null = null;

  constructor(link: OwnLink) {
    this.#link = link;
  }

  /** This device is not in use, or is again. */
  idle(on: boolean): void {
    if (on === this.#idle) return;
    this.#idle = on;
    if (this.#link.ready()) this.#quietly({ idle: on });
  }

  /** Whether others may see how far one has read; told as soon as the host can be reached. Null leaves it as it is. */
  shareReceipts(on: boolean | null): void {
    this.#wanted = on;
    if (this.#link.ready() && on !== null) this.#agree(on);
  }

  /** The colour one wants to be shown in, in degrees; told as soon as the host can be reached. Null for none. */
  colour(hue: number | null): void {
    this.#hue = hue;
    if (this.#link.ready()) this.#tell('hue', hue);
  }

  /** One does not want to be disturbed, or may be again. @throws Refusal */
  async busy(on: boolean): Promise<void> {
    await this.#link.set({ busy: on });
  }

  /** What one is at, for some time or until one changes it; '' for nothing. @throws Refusal */
  async status(text: string, minutes?: number): Promise<void> {
    await this.#link.set({ status: { text, ...(minutes === undefined ? {} : { minutes }) } });
  }

  /** @internal Logged in anew. */
  connected({ me, receipts = true }: LoggedIn): void {
    this.receipts = receipts;
    if (this.#idle) this.#quietly({ idle: true });
    if (this.#isNew('hue', this.#hue)) this.#tell('hue', this.#hue, me.hue ?? null);
    if (this.#wanted !== null && this.#isNew('receipts', this.#wanted)) this.#agree(this.#wanted);
  }

  #agree(wanted: boolean): void {
    this.#tell('receipts', wanted, this.receipts);
    this.receipts = wanted;
  }

  /** Whether it was chosen on this device since the host was told last: another device may have chosen otherwise meanwhile. */
  #isNew(what: 'hue' | 'receipts', wanted: number | boolean | null): boolean {
    return this.#link.told(what) !== valueOf(wanted);
  }

  /** @param known what the host has, where that is known */
  #tell(what: 'hue' | 'receipts', wanted: number | boolean | null, known?: number | boolean | null): void {
    const told = (): void => {
      this.#link.tell(what, valueOf(wanted));
    };
    if (wanted === known) told();
    else this.#quietly({ [what]: wanted }, told);
  }

  /** An older host does not know of it; then nobody sees it either. */
  #quietly(what: Asked<'me.set'>, done = (): void => undefined): void {
    this.#link.set(what).then(done, () => undefined);
  }
}
