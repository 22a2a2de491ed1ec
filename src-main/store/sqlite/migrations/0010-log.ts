/**
 * The log and what is derived from it.
 *
 * `events.key` is `room * 2^32 + seq`: one B-tree holds every room's log in order, a page is one range of it, and the
 * full-text index can be limited to a room by its rowid. `search` is an external-content FTS5 table over `events.text`;
 * it may lag behind the log, up to `rooms.indexed_seq`.
 */
export const log = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    key TEXT UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL
  ) STRICT;

  CREATE TABLE rooms (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    topic TEXT NOT NULL,
    last_seq INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    indexed_seq INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE events (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    by INTEGER NOT NULL REFERENCES members,
    at INTEGER NOT NULL,
    text TEXT,
    data TEXT
  ) STRICT;
  CREATE UNIQUE INDEX events_by_id ON events (id, key >> 32);

  CREATE TABLE memberships (
    member INTEGER NOT NULL REFERENCES members,
    room INTEGER NOT NULL REFERENCES rooms,
    PRIMARY KEY (member, room)
  ) STRICT, WITHOUT ROWID;

  CREATE VIRTUAL TABLE search USING fts5 (
    text, content = 'events', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
  );
`;
