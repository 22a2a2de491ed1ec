import fc from 'fast-check';
import { changed, changedBy, isChange } from '../../src-shared/domain/changes.ts';
import { quoteOf } from '../../src-shared/domain/quotes.ts';
import type { MessageEvent, ReceivedEvent, RoomEvent } from '../../src-shared/protocol/events.ts';
import type { MessageState } from '../../src-shared/protocol/message-state.ts';
import { idOf } from './scripted.ts';

/** One thing done in a room: said, or done to an earlier message, picked by number. */
export interface Deed {
  kind: 'say' | 'reply' | 'thread' | 'both' | 'edit' | 'delete' | 'react' | 'pin' | 'join';
  by: number;
  target: number;
  choice: number;
}

export const deeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('say', 'say', 'reply', 'thread', 'both', 'edit', 'delete', 'react', 'react', 'pin', 'join'),
    by: fc.integer({ min: 1, max: 3 }),
    target: fc.nat(30),
    choice: fc.nat(2),
  }),
  { minLength: 1, maxLength: 60 },
);

const EMOJI = ['👍', '🎉', '❤️'];

/** A host's log as a model: what clients must end with, made without windows, pages or order of arrival. */
export class ModelLog {
  readonly log: RoomEvent[] = [];
  readonly states: Map<string, MessageState>[] = [new Map<string, MessageState>()];
  readonly #live: RoomEvent[] = [];

  /** Does what a deed asks, if a host would take it. */
  add(deed: Deed): void {
    const event = this.#eventOf(deed);
    if (!event) return;
    this.log.push(event);
    const states = new Map(this.states.at(-1));
    const target = changedBy(event);
    if (target !== null && (isChange(event) || event.kind === 'message'))
      states.set(target, changed(states.get(target) ?? {}, event));
    this.states.push(states);
    const quote =
      event.kind === 'message' && event.replyTo !== undefined ? this.#quote(event.replyTo, this.log.length) : null;
    this.#live.push(quote ? ({ ...event, state: { quote } } as MessageEvent) : event);
  }

  /** Events as they are pushed live, from one place to another, both included. */
  live(from: number, to: number): ReceivedEvent[] {
    return structuredClone(this.#live.slice(from - 1, to));
  }

  /** A page of the log with the states as of `asOf`. */
  page(from: number, to: number, asOf = this.log.length): { events: ReceivedEvent[]; lastSeq: number } {
    const events = this.log.slice(from - 1, Math.min(to, asOf)).map((event) => this.#shown(event, asOf));
    return { events: structuredClone(events), lastSeq: asOf };
  }

  #shown(event: RoomEvent, asOf: number): RoomEvent {
    const erased = this.#erasedBy(event, asOf);
    if (event.kind === 'edit') return erased ? { ...event, text: '', erased: true } : event;
    if (event.kind !== 'message') return event;
    const state = { ...this.states[asOf]?.get(event.id) };
    if (event.replyTo !== undefined && !state.deleted) state.quote = this.#quote(event.replyTo, asOf);
    const fact = erased ? { ...event, text: '', erased: true as const } : event;
    return Object.keys(state).length > 0 ? { ...fact, state } : fact;
  }

  #erasedBy(event: RoomEvent, asOf: number): boolean {
    const target = event.kind === 'edit' ? event.target : event.id;
    return this.states[asOf]?.get(target)?.deleted !== undefined;
  }

  #quote(id: string, asOf: number): ReturnType<typeof quoteOf> {
    const target = this.log.find((event) => event.id === id) as MessageEvent;
    const state = this.states[asOf]?.get(id) ?? {};
    return quoteOf(target, state.deleted ? null : (state.text ?? target.text));
  }

  #eventOf({ kind, by, target: number, choice }: Deed): RoomEvent | null {
    const seq = this.log.length + 1;
    const stored = { seq, id: idOf(seq), at: seq * 1_000, by, name: `P${String(by)}` };
    if (kind === 'join') return { ...stored, kind };
    const said = { ...stored, kind: 'message' as const, text: `message ${String(seq)}` };
    if (kind === 'say') return said;
    const messages = this.log.filter((event) => event.kind === 'message');
    const target = messages[number % Math.max(1, messages.length)];
    if (!target) return null;
    const state = this.states.at(-1)?.get(target.id) ?? {};
    if (kind === 'thread' || kind === 'both') {
      if (target.thread !== undefined) return null;
      return { ...said, thread: target.id, ...(kind === 'both' && { alsoRoom: true }) };
    }
    if (state.deleted) return null;
    if (kind === 'reply') return { ...said, replyTo: target.id };
    if (kind === 'edit')
      return target.by === by ? { ...stored, kind, target: target.id, text: `edit ${String(seq)}` } : null;
    if (kind === 'delete') return target.by === by ? { ...stored, kind, target: target.id } : null;
    if (kind === 'pin') return { ...stored, kind, target: target.id, on: state.pinned === undefined };
    const emoji = EMOJI[choice] ?? '';
    const on = !state.reactions?.some((one) => one.emoji === emoji && one.by.some(({ id }) => id === by));
    return { ...stored, kind: 'react', target: target.id, emoji, on };
  }
}
