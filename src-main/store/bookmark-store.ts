import type { Bookmark } from '../../src-shared/protocol/bookmarks.ts';

/** What members have marked for themselves. Not a part of any log: it is nobody else's business. */
export interface BookmarkStore {
  /**
   * Marks a message that its reader may see from `first` on. @throws Refusal `no-such-event`, `message-deleted`,
   * `too-many-bookmarks`
   */
  add(room: string, member: number, target: string, first: number): Promise<void>;
  remove(room: string, member: number, target: string): Promise<void>;
  /** The one marked last first. Whether the member may still read them is not looked at. */
  of(member: number): Promise<Bookmark[]>;
}
