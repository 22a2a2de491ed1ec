import { asRefusal, type Refusal } from '../protocol/errors.ts';
import type { MessageSent } from '../protocol/messages.ts';
import { backoff } from './backoff.ts';
import { PASSING } from './passing.ts';
import type { Clock, OutboxStorage, Unsent } from './ports.ts';

export interface OutboxLink {
  readonly clock: Clock;
  /** Is there a logged-in connection? */
  ready(): boolean;
  send(entry: Unsent): Promise<MessageSent>;
  changed(room: string): void;
}

/**
 * Messages not acknowledged yet, in the order they were written. Each is on disk before it is first sent, is sent again
 * until it is acknowledged or refused for good, and keeps its id, so that it happens once. One message of a room is on
 * its way at a time: a refused one is never overtaken.
 */
export class Outbox {
  readonly #link: OutboxLink;
  readonly #storage: OutboxStorage;
  readonly #entries = new Map<string, Unsent>();
  /** Messages on their way to the disk: not to be sent yet. */
  readonly #saving = new Set<Unsent>();
  readonly #sending = new Set<string>();
  readonly #attempts = new Map<string, number>();
  #host = '';
  /** The latest time any message was given. */
  #latest = 0;

  constructor(storage: OutboxStorage, link: OutboxLink) {
    this.#storage = storage;
    this.#link = link;
  }

  /** Takes up what an earlier run left behind for this host. Later calls for the same host do nothing. */
  async load(host: string): Promise<void> {
    if (this.#host === host) return;
    const left = await this.#storage.load(host);
    this.#host = host;
    for (const entry of left.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
      this.#latest = Math.max(this.#latest, entry.at);
      if (this.#entries.has(entry.id)) continue;
      this.#entries.set(entry.id, entry);
      this.#link.changed(entry.room);
    }
  }

  /** A time for the next message, later than that of any before it: it is what keeps their order over a restart. */
  nextTime(): number {
    this.#latest = Math.max(this.#latest + 1, this.#link.clock.now());
    return this.#latest;
  }

  /** Unacknowledged messages of a room, oldest first. */
  of(room: string): Unsent[] {
    return [...this.#entries.values()].filter((entry) => entry.room === room);
  }

  /** Puts a message on disk, then on its way. Rejects only if it could not be put on disk; then all is as it was. */
  async add(entry: Unsent): Promise<void> {
    const before = this.#entries.get(entry.id);
    this.#entries.set(entry.id, entry);
    this.#saving.add(entry);
    this.#link.changed(entry.room);
    try {
      await this.#storage.put(this.#host, entry);
    } catch (thrown) {
      if (before) this.#entries.set(entry.id, before);
      else this.#entries.delete(entry.id);
      this.#link.changed(entry.room);
      throw thrown;
    } finally {
      this.#saving.delete(entry);
      this.flush(entry.room);
    }
  }

  /** Sends a message again that was refused for good. */
  async retry(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry) await this.add({ ...entry, failure: null });
  }

  /** The message is in the log. Never rejects. */
  async acknowledged(id: string): Promise<void> {
    try {
      await this.remove(id);
    } catch {
      // It stays on disk: the next run sends it again, and the host answers with the first result.
    }
  }

  /** The message is not wanted any more. */
  async remove(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#link.changed(entry.room);
    await this.#storage.remove(this.#host, id);
  }

  /** Sends what waits, in every room. */
  flushAll(): void {
    for (const room of new Set([...this.#entries.values()].map((entry) => entry.room))) this.flush(room);
  }

  /** Sends the oldest waiting message of a room, unless one is on its way. */
  flush(room: string): void {
    if (this.#sending.has(room) || !this.#link.ready()) return;
    const entry = this.of(room).find((candidate) => candidate.failure === null);
    if (!entry || this.#saving.has(entry)) return;
    this.#sending.add(room);
    void this.#send(entry).finally(() => {
      this.#sending.delete(room);
      if ((this.#attempts.get(room) ?? 0) === 0) this.flush(room);
      else this.#flushLater(room);
    });
  }

  #flushLater(room: string): void {
    if (!this.#link.ready()) return;
    const wait = backoff(this.#attempts.get(room) ?? 0, this.#link.clock.random());
    this.#link.clock.later(wait, () => {
      this.flush(room);
    });
  }

  /** Never rejects: what goes wrong becomes the entry's state. */
  async #send(entry: Unsent): Promise<void> {
    try {
      await this.#link.send(entry);
      this.#attempts.delete(entry.room);
      await this.acknowledged(entry.id);
    } catch (thrown) {
      await this.#refused(entry, asRefusal(thrown));
    }
  }

  async #refused(entry: Unsent, refusal: Refusal): Promise<void> {
    if (PASSING.has(refusal.code) || !this.#entries.has(entry.id)) {
      this.#attempts.set(entry.room, (this.#attempts.get(entry.room) ?? 0) + 1);
      return;
    }
    const failed = { ...entry, failure: refusal.toJSON() };
    this.#entries.set(entry.id, failed);
    this.#link.changed(entry.room);
    try {
      await this.#storage.put(this.#host, failed);
    } catch {
      // It is on disk already, as pending: the next run sends it again and learns the same.
    }
  }

  /** The connection is new: earlier waiting does not count. */
  connected(): void {
    this.#attempts.clear();
    this.flushAll();
  }
}
