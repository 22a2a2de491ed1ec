import { nameKey } from '../domain/names.ts';
import { matchIn, ranked } from '../domain/search-copied.ts';
import { parseQuery } from '../domain/search-query.ts';
import { Refusal } from '../protocol/errors.ts';
import { PAGE_DEFAULT } from '../protocol/limits.ts';
import type { Result } from '../protocol/answers.ts';
import type { Asked, RequestType } from '../protocol/requests.ts';
import type { Found } from '../protocol/search.ts';
import type { CopySource } from './copy-source.ts';
import type { CopyStorage } from './ports.ts';

/** Events of a room that are searched: all that are kept. */
const ALL = 10_000;
const RESULTS_DEFAULT = 20;

/** Answers, out of what is kept of a host, what the host is asked while it is away. */
export class CopyReader {
  readonly #storage: CopyStorage;
  readonly #source: Pick<CopySource, 'rooms' | 'me'>;
  readonly #host: string;

  constructor(storage: CopyStorage, source: Pick<CopySource, 'rooms' | 'me'>, host: string) {
    this.#storage = storage;
    this.#source = source;
    this.#host = host;
  }

  /** The answer to a request, or null for one that what is kept cannot answer. */
  answer<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>> | null {
    if (type === 'history') return this.#history(params as unknown as Asked<'history'>) as Promise<Result<T>>;
    if (type === 'messages') return this.#messages(params as unknown as Asked<'messages'>) as Promise<Result<T>>;
    if (type === 'room.export')
      return this.#span((params as unknown as Asked<'room.export'>).room) as Promise<Result<T>>;
    if (type === 'search') return this.#search(params as unknown as Asked<'search'>) as Promise<Result<T>>;
    return null;
  }

  /** A page of a room's log out of the copy. @throws Refusal `not-copied` */
  async #history({ room, before, after, around, limit = PAGE_DEFAULT }: Asked<'history'>): Promise<Result<'history'>> {
    const span = await this.#storage.span(this.#host, room);
    const start = around === undefined ? after : Math.max(0, around - Math.ceil(limit / 2));
    const outside = around !== undefined && (!span || around < span.first || around > span.last);
    if (!span || outside) throw new Refusal('not-copied');
    // A page that would begin above what is kept begins there; what is between is not passed over.
    const from = start === undefined || around === undefined ? start : Math.max(start, span.first - 1);
    if (from !== undefined && from < span.first - 1) throw new Refusal('not-copied');
    const events = await this.#storage.events(this.#host, room, { before, after: from, limit });
    if (events.length === 0) throw new Refusal('not-copied');
    return { events, lastSeq: span.last };
  }

  /** Messages by their ids, as far as they are kept. */
  async #messages({ room, targets }: Asked<'messages'>): Promise<Result<'messages'>> {
    const wanted = new Set(targets);
    const events = await this.#storage.events(this.#host, room, { limit: ALL });
    return { events: events.filter((event) => event.kind === 'message').filter(({ id }) => wanted.has(id)) };
  }

  /** @throws Refusal `not-copied` */
  async #span(room: string): Promise<Result<'room.export'>> {
    const span = await this.#storage.span(this.#host, room);
    if (!span) throw new Refusal('not-copied');
    return { first: span.first, lastSeq: span.last };
  }

  /** Searches what is kept, by the same rules as the host. @throws Refusal as the host would */
  async #search({
    query: text,
    room,
    before,
    limit = RESULTS_DEFAULT,
    utcOffset,
  }: Asked<'search'>): Promise<Result<'search'>> {
    const query = parseQuery(text, utcOffset);
    const rooms = this.#roomsOf(query.in, room);
    const found: Found[] = [];
    for (const id of rooms) {
      for (const event of await this.#storage.events(this.#host, id, { limit: ALL })) {
        const match = event.kind === 'message' ? matchIn(id, event, query, this.#source.me?.id ?? null) : null;
        if (match) found.push(match);
      }
    }
    found.sort((a, b) => b.event.at - a.event.at);
    const from = before === undefined ? 0 : before - 1;
    const page = found.slice(from, from + limit);
    const next = from + limit < found.length ? from + limit + 1 : null;
    return { results: ranked(page, query), next, covers: [] };
  }

  /** @throws Refusal `no-such-room` */
  #roomsOf(names: readonly string[], asked: string | undefined): string[] {
    const infos = Array.from(this.#source.rooms.values())
      .filter(({ joined }) => joined)
      .map(({ info }) => info);
    const named = names.map((name) => {
      const info = infos.find((one) => one.id === name || nameKey(one.name) === nameKey(name));
      if (!info) throw new Refusal('no-such-room');
      return info.id;
    });
    const narrowed = named.length > 0 ? named : infos.map(({ id }) => id);
    return asked === undefined ? narrowed : narrowed.filter((id) => id === asked);
  }
}
