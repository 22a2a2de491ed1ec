/**
 * What people tell of themselves, how far they have read threads, and what they have marked for themselves. `thread` and
 * `message` are keys of `events`. The index is for counting a room's members.
 */
export const people = `
  CREATE TABLE about (
    member INTEGER PRIMARY KEY REFERENCES members,
    busy INTEGER NOT NULL,
    text TEXT NOT NULL,
    until INTEGER,
    receipts INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE thread_reads (
    member INTEGER NOT NULL REFERENCES members,
    thread INTEGER NOT NULL REFERENCES events,
    seq INTEGER NOT NULL,
    PRIMARY KEY (member, thread)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE bookmarks (
    member INTEGER NOT NULL REFERENCES members,
    message INTEGER NOT NULL REFERENCES events,
    at INTEGER NOT NULL,
    PRIMARY KEY (member, message)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX memberships_by_room ON memberships (room);
`;
