/** Who is kept out, silent, or invited; what moderators did; rooms that are locked or slow. */
export const moderation = `
  ALTER TABLE rooms ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE rooms ADD COLUMN slow INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE mutes (member INTEGER PRIMARY KEY REFERENCES members, until INTEGER NOT NULL) STRICT;

  CREATE TABLE bans (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    key TEXT,
    address TEXT,
    until INTEGER,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL
  ) STRICT;

  CREATE TABLE invites (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    uses_left INTEGER NOT NULL
  ) STRICT;
`;
