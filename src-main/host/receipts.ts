import { RECEIPTS_MAX } from '../../src-shared/protocol/limits.ts';
import type { Receipt } from '../../src-shared/protocol/reads.ts';
import type { Push } from '../../src-shared/protocol/answers.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { Store } from '../store/store.ts';
import type { About } from './about.ts';
import type { Fanout } from './fanout.ts';
import { encodeFrames } from './frames.ts';
import type { Log } from './log.ts';
import type { Members } from './members.ts';
import type { Reads } from './reads.ts';
import type { HostRoom } from './room-list.ts';
import type { Reader } from './signals.ts';

/** What is read within this many milliseconds is told together. */
const TELL_MS = 200;

export interface ReceiptsWith {
  store: Store;
  members: Members;
  about: About;
  reads: Reads;
  fanout: Fanout;
  log: Log;
}

/** Who has read how far, for the others in a room of few. Who does not want it told is left out. */
export class Receipts {
  readonly #with: ReceiptsWith;
  #untold = new Map<HostRoom, Map<number, Receipt>>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: ReceiptsWith) {
    this.#with = parts;
  }

  /** How far everyone in a room has read; null if they are too many. */
  async of(room: HostRoom): Promise<Receipt[] | null> {
    const people = await this.#few(room);
    if (!people) return null;
    const { members, about, reads } = this.#with;
    const telling = people.map((id) => members.get(id)).filter((member) => about.receipts(member));
    return Promise.all(
      telling.map(async (member) => {
        return { by: member.id, name: member.name, seq: (await reads.of(member)).get(room.id) ?? 0 };
      }),
    );
  }

  /** Somebody has read this far: the others are told soon. */
  read(by: Member, room: HostRoom, seq: number): void {
    if (room.presence.size > RECEIPTS_MAX || !this.#with.about.receipts(by)) return;
    const untold = this.#untold.get(room) ?? new Map<number, Receipt>();
    this.#untold.set(room, untold.set(by.id, { by: by.id, name: by.name, seq }));
    this.#timer ??= setTimeout(() => {
      this.#tellAll();
    }, TELL_MS).unref();
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #tellAll(): void {
    this.#timer = null;
    const untold = this.#untold;
    this.#untold = new Map();
    for (const [room, receipts] of untold) {
      this.#tell(room, [...receipts.values()]).catch((thrown: unknown) => {
        this.#with.log.error({ err: thrown }, 'receipts could not be told');
      });
    }
  }

  async #tell(room: HostRoom, receipts: Receipt[]): Promise<void> {
    if (!(await this.#few(room))) return;
    const push: Push = { type: 'receipts', room: room.id, receipts };
    const frames = encodeFrames([JSON.stringify(push)]);
    this.#with.fanout.signal(room.id, (reader) => ((reader as Reader).label === null ? frames : null));
  }

  /** The members of a room, if they are few. */
  async #few(room: HostRoom): Promise<number[] | null> {
    // Who is there is a part of all: where these are too many already, the disk need not be asked.
    if (room.presence.size > RECEIPTS_MAX) return null;
    const people = await this.#with.store.membersOf(room.id, RECEIPTS_MAX + 1);
    return people.length > RECEIPTS_MAX ? null : people;
  }
}
