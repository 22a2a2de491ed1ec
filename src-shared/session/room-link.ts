import type { ReceivedEvent } from '../protocol/events.ts';
import type { Result } from '../protocol/answers.ts';
import type { Asked, RequestType } from '../protocol/requests.ts';
import type { Clock } from './ports.ts';

/** What a room asks of its session. */
export interface RoomLink {
  readonly clock: Clock;
  request<T extends RequestType>(type: T, params: Asked<T>): Promise<Result<T>>;
  changed(room: string): void;
  /** Events came that are new: live, or missed in an absence. */
  heard(room: string, events: readonly ReceivedEvent[]): void;
  /** One's own member number, once it is known. */
  me(): number | null;
  /** Whose messages one does not want to see; null if nobody's. */
  ignores(): ((member: number) => boolean) | null;
}
