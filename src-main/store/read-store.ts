/** How far someone has read a room. */
export interface ReadRecord {
  member: number;
  room: string;
  seq: number;
}

/** What members have read. Not a part of the log: it is nobody else's business. */
export interface ReadStore {
  of(member: number): Promise<{ room: string; seq: number }[]>;
  /** This member has read a message's thread up to an event. @throws Refusal `no-such-event` */
  saveThread(room: string, member: number, root: string, seq: number): Promise<void>;
  save(records: readonly ReadRecord[]): Promise<void>;
  /**
   * Messages of others in a room's own timeline after an event, counted up to `UNREAD_MAX`; and those that call upon this
   * member, there or in a thread.
   */
  unread(room: string, member: number, after: number): Promise<{ unread: number; mentions: number }>;
}

/** More than this is not counted: nobody reads the number then. */
export const UNREAD_MAX = 1_000;
