import type { HostInfo } from '../protocol/login.ts';
import type { Member, RoomInfo } from '../protocol/rooms.ts';
import type { Status } from './connection.ts';
import type { Outbox } from './outbox.ts';
import type { Room } from './room.ts';

/** The session as its copy sees it. */
export interface CopySource {
  readonly status: Status;
  readonly host: HostInfo | null;
  readonly outbox: Outbox;
  readonly rooms: Map<string, Room>;
  me: Member | null;
  learn(info: RoomInfo): Room;
  changed(room: string | null): void;
}
