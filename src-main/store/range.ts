/** A range of a room's log: before or after an event, or the newest if neither is given. */
export interface Range {
  before?: number | undefined;
  after?: number | undefined;
  limit: number;
}
