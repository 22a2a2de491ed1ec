import type { ReadMark } from '../protocol/reads.ts';
import type { Clock } from './ports.ts';

/** How often the host is told how far one has read one room, in milliseconds. */
const TELL_EVERY_MS = 1_000;

/** Where marks survive a restart, for when the host cannot be asked. */
export interface MarkStorage {
  get(host: string, room: string): number | null;
  set(host: string, room: string, seq: number): void;
}

export interface MarkLink {
  readonly clock: Clock;
  /** Is there a logged-in connection? */
  ready(): boolean;
  /** The host's id, once it is known. */
  host(): string | null;
  tell(room: string, seq: number): Promise<ReadMark>;
  /** The host has counted what is new after a mark that still stands. */
  counted(room: string, mark: ReadMark): void;
}

/** How far one has read each room: kept on this device, and told to the host for one's other devices. */
export class ReadMarks {
  readonly #storage: MarkStorage;
  readonly #link: MarkLink;
  /** Marks that the host has not confirmed. */
  readonly #untold = new Map<string, number>();
  /** Rooms of which the host was told a moment ago. */
  readonly #resting = new Set<string>();

  constructor(storage: MarkStorage, link: MarkLink) {
    this.#storage = storage;
    this.#link = link;
  }

  get(room: string): number | null {
    const host = this.#link.host();
    return host === null ? null : this.#storage.get(host, room);
  }

  /** One has read this far here. */
  set(room: string, seq: number): void {
    this.keep(room, seq);
    this.#untold.set(room, seq);
    if (!this.#resting.has(room)) this.#tell(room);
  }

  /** The host says that one has read this far. Gives whether that counts: not where one has read on since. */
  keep(room: string, seq: number): boolean {
    const host = this.#link.host();
    if (host !== null) this.#storage.set(host, room, seq);
    return !this.#untold.has(room);
  }

  /** Logged in anew: of rooms that the host knows no mark of it is told the one kept here, and whatever it missed. */
  connected(unknown: Iterable<string>): void {
    for (const room of unknown) {
      const seq = this.get(room);
      if (seq !== null && !this.#untold.has(room)) this.#untold.set(room, seq);
    }
    this.flush();
  }

  /** Tells the host at once whatever it does not know yet: the page is about to go. */
  flush(): void {
    for (const room of [...this.#untold.keys()]) this.#tell(room);
  }

  #tell(room: string): void {
    const seq = this.#untold.get(room);
    if (seq === undefined || !this.#link.ready()) return;
    this.#resting.add(room);
    this.#link.clock.later(TELL_EVERY_MS, () => {
      this.#resting.delete(room);
      this.#tell(room);
    });
    this.#link.tell(room, seq).then(
      (mark) => {
        if (this.#untold.get(room) !== seq) return;
        this.#untold.delete(room);
        this.#link.counted(room, mark);
      },
      () => {
        // It is told with the next mark or on the next connection; a host that does not take marks will never have it.
      },
    );
  }
}
