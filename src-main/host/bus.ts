import type { RoomEvent } from '../../src-shared/protocol/events.ts';

export type BusListener = (room: string, events: readonly RoomEvent[]) => void;

/**
 * Carries committed events from whoever committed them to everyone who fans them out. Per room in the order of the log.
 * A bus between machines can take the place of the one in this process.
 */
export interface Bus {
  publish(room: string, events: readonly RoomEvent[]): void;
  subscribe(listener: BusListener): void;
}

export class LocalBus implements Bus {
  readonly #listeners: BusListener[] = [];

  publish(room: string, events: readonly RoomEvent[]): void {
    for (const listener of this.#listeners) listener(room, events);
  }

  subscribe(listener: BusListener): void {
    this.#listeners.push(listener);
  }
}
