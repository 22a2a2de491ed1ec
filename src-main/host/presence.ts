import type { Member } from '../../src-shared/protocol/rooms.ts';
import { inParts } from './parts.ts';

/**
 * Whose being here has changed since the last time one asked, by how it is now. Who came and went again in the meantime
 * counts as gone: somebody may have been given the list in between.
 */
export interface PresenceChange {
  came: Member[];
  went: Member[];
}

/** Who is online in one room; several connections of one person count once. */
export class Presence {
  readonly #here = new Map<number, { member: Member; connections: number }>();
  readonly #came = new Map<number, Member>();
  readonly #went = new Map<number, Member>();
  readonly #changed = new Set<Member>();
  #encoded: readonly string[] | null = null;

  get size(): number {
    return this.#here.size;
  }

  get members(): Member[] {
    return Array.from(this.#here.values(), ({ member }) => member);
  }

  /** `members` as JSON in parts that fit into frames, encoded once between changes: a thousand people joining at once each get it. */
  get parts(): readonly string[] {
    this.#encoded ??= inParts(this.members.map((member) => JSON.stringify(member)));
    return this.#encoded;
  }

  add(member: Member): void {
    const entry = this.#here.get(member.id);
    if (entry) {
      entry.connections += 1;
      return;
    }
    this.#here.set(member.id, { member, connections: 1 });
    this.#went.delete(member.id);
    this.#came.set(member.id, member);
  }

  remove(member: Member): void {
    const entry = this.#here.get(member.id);
    if (!entry) return;
    entry.connections -= 1;
    if (entry.connections > 0) return;
    this.#here.delete(member.id);
    this.#came.delete(member.id);
    this.#went.set(member.id, member);
  }

  /** Somebody who is here tells something else of themselves. */
  change(member: Member): void {
    if (this.#here.has(member.id)) this.#changed.add(member);
  }

  /** Takes those who were here already and tell something else of themselves now. */
  takeChanged(): Member[] {
    const changed = [...this.#changed].filter(({ id }) => this.#here.has(id) && !this.#came.has(id));
    this.#changed.clear();
    if (changed.length > 0) this.#encoded = null;
    return changed;
  }

  /** Takes what changed; `parts` are from now on as new. */
  take(): PresenceChange {
    const change = { came: [...this.#came.values()], went: [...this.#went.values()] };
    this.#came.clear();
    this.#went.clear();
    if (change.came.length > 0 || change.went.length > 0) this.#encoded = null;
    return change;
  }
}
