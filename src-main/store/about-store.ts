/** What a person has told of themselves that outlives their connections. */
export interface AboutRecord {
  member: number;
  busy: boolean;
  /** What they are at, or ''; `until` is null if it does not expire. */
  text: string;
  until: number | null;
  /** Others may see how far they have read. */
  receipts: boolean;
}

/** What people tell of themselves. Not a part of any log. */
export interface AboutStore {
  all(): Promise<AboutRecord[]>;
  save(record: AboutRecord): Promise<void>;
}
