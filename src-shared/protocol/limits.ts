/**
 * Sizes that both ends of the wire agree on. What only a host decides (rates, caps on connections) is in
 * `src-main/host/limits.ts`.
 */

/** Characters (Unicode code points) in the name of a room, a person or a host. */
export const NAME_MAX = 64;

/** Characters in a room's topic. */
export const TOPIC_MAX = 256;

/** Characters in what a person says they are at, and minutes it stands for at most. */
export const STATUS_MAX = 80;
export const STATUS_MINUTES_MAX = 7 * 24 * 60;

/** People of a room up to which its members see who has read how far. */
export const RECEIPTS_MAX = 50;

/** Characters in one message. */
export const TEXT_MAX = 8_000;

/** Bytes in one frame from a client to a host. A message of `TEXT_MAX` characters fits, however it is escaped. */
export const CLIENT_FRAME_MAX = 64 * 1024;

/** Bytes in one frame from a host to a client: a full page of history and its envelope. */
export const HOST_FRAME_MAX = 4 * 1024 * 1024;

/** Events in a page of history, unless asked otherwise, and at most. */
export const PAGE_DEFAULT = 50;
export const PAGE_MAX = 200;

/** Bytes of encoded events after which a page of history is cut short; it always holds at least one event. */
export const PAGE_BYTES = 512 * 1024;

/** How long a typing signal lasts, in milliseconds, if no further one comes. */
export const TYPING_MS = 5_000;

/** Rooms one frame may list. */
export const ROOMS_MAX = 10_000;

/** Members one frame may list. */
export const MEMBERS_MAX = 20_000;

/** Different emoji on one message. */
export const REACTIONS_MAX = 20;

/** People named for one emoji in a page; the count is whole. */
export const REACTORS_SHOWN = 20;

/** Messages pinned in one room. */
export const PINS_MAX = 50;

/** Messages that one person has marked on one host. */
export const BOOKMARKS_MAX = 1_000;

/** Versions of one message that are given at a time. */
export const VERSIONS_MAX = 50;

/** Messages asked for by their ids at a time. */
export const TARGETS_MAX = 20;

/** Characters of a message that a reply quotes. */
export const QUOTE_MAX = 120;

/** Characters in the reason for an act of moderation. */
export const REASON_MAX = 256;

/** Entries of the audit log in one answer. */
export const AUDIT_MAX = 100;

/** People one message mentions. */
export const MENTIONS_MAX = 50;
