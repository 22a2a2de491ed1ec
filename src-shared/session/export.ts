import type { ExportedPage, Person } from '../domain/export/format.ts';
import { asRefusal, Refusal } from '../protocol/errors.ts';
import type { Versions } from '../protocol/edits.ts';
import type { ReceivedEvent } from '../protocol/events.ts';
import type { ExportSpan } from '../protocol/export.ts';
import { PAGE_MAX } from '../protocol/limits.ts';
import type { RoomLink } from './room-link.ts';

/** Milliseconds between two requests: less than half of what a host takes from one connection is left to do the reading. */
const PACE_MS = 50;

export type ExportLink = Pick<RoomLink, 'request' | 'clock'>;

/** What is wanted besides the messages as they are now. */
export interface ExportWish {
  versions: boolean;
  /** Asks the host for people's keys. */
  keys: boolean;
}

/** Lets requests through one at a time, so that a host does not take them for a flood. */
class Pace {
  readonly #clock: ExportLink['clock'];
  #next = 0;

  constructor(clock: ExportLink['clock']) {
    this.#clock = clock;
  }

  async turn(): Promise<void> {
    const wait = this.#next - this.#clock.now();
    if (wait > 0) await new Promise<void>((done) => void this.#clock.later(wait, done));
    this.#next = this.#clock.now() + PACE_MS;
  }
}

/** The events that follow, every one of them. @throws Refusal `export-gap` */
function following(events: readonly ReceivedEvent[], after: number, last: number): ReceivedEvent[] {
  const wanted = events.filter(({ seq }) => seq <= last);
  if (wanted.length === 0 || wanted.some(({ seq }, i) => seq !== after + 1 + i)) throw new Refusal('export-gap');
  return wanted;
}

/** Reads one room's log from its first event that one may read to the last there was, each once. */
export class LogReader {
  readonly #link: ExportLink;
  readonly #room: string;
  readonly #wish: ExportWish;
  readonly #pace: Pace;
  readonly #known = new Set<number>();

  constructor(link: ExportLink, room: string, wish: ExportWish) {
    this.#link = link;
    this.#room = room;
    this.#wish = wish;
    this.#pace = new Pace(link.clock);
  }

  /** The log page by page, oldest first. @throws Refusal */
  async *pages({ first, lastSeq }: ExportSpan): AsyncGenerator<ExportedPage> {
    for (let after = first - 1; after < lastSeq;) {
      await this.#pace.turn();
      const page = await this.#link.request('history', { room: this.#room, after, limit: PAGE_MAX });
      const events = following(page.events, after, lastSeq);
      yield { events, versions: await this.#versions(events), people: await this.#people(events) };
      after += events.length;
    }
  }

  /**
   * Has anything been deleted, since the export began, that is in it? What is said later is not in it, whatever becomes
   * of that.
   */
  async outdated({ lastSeq }: ExportSpan): Promise<boolean> {
    const later = new Set<string>();
    for (let after = lastSeq; ;) {
      await this.#pace.turn();
      const page = await this.#link.request('history', { room: this.#room, after, limit: PAGE_MAX });
      if (page.lastSeq <= after) return false;
      const events = following(page.events, after, page.lastSeq);
      for (const { id } of events) later.add(id);
      if (events.some((event) => event.kind === 'delete' && !later.has(event.target))) return true;
      after += events.length;
    }
  }

  async #versions(events: readonly ReceivedEvent[]): Promise<Map<string, Versions['versions']>> {
    const found = new Map<string, Versions['versions']>();
    if (!this.#wish.versions) return found;
    for (const event of events) {
      if (event.kind !== 'message' || event.state?.edited === undefined) continue;
      await this.#pace.turn();
      const versions = await this.#versionsOf(event.id);
      if (versions) found.set(event.id, versions);
    }
    return found;
  }

  /** Null if the message was deleted since its page was read. */
  async #versionsOf(target: string): Promise<Versions['versions'] | null> {
    try {
      return (await this.#link.request('message.versions', { room: this.#room, target })).versions;
    } catch (thrown) {
      if (asRefusal(thrown).code === 'message-deleted') return null;
      throw thrown;
    }
  }

  /** Who speaks for the first time, with the keys that their words can be checked with later. */
  async #people(events: readonly ReceivedEvent[]): Promise<Person[]> {
    const names = new Map<number, string>();
    for (const { kind, by, name } of events) if (kind === 'message' && !this.#known.has(by)) names.set(by, name);
    for (const id of names.keys()) this.#known.add(id);
    if (names.size === 0 || !this.#wish.keys) return Array.from(names, ([id, name]) => ({ id, name }));
    await this.#pace.turn();
    const { keys } = await this.#link.request('keys', { members: [...names.keys()] });
    const byId = new Map(keys.map((holder) => [holder.id, holder]));
    return Array.from(names, ([id, name]) => byId.get(id) ?? { id, name });
  }
}
