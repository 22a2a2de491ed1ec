/** How a person wants to be shown, but for the picture itself. */
export interface LookRecord {
  member: number;
  hue: number | null;
  hash: string | null;
}

/** How people want to be shown. Not a part of any log. */
export interface LooksStore {
  all(): Promise<LookRecord[]>;
  setHue(member: number, hue: number | null): Promise<void>;
  setPicture(member: number, picture: { hash: string; bytes: Uint8Array } | null): Promise<void>;
  /** A picture by the hash that some person has it under. */
  picture(hash: string): Promise<Uint8Array | null>;
}
