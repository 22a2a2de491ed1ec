/**
 * What events make of earlier messages, and how far each member has read.
 *
 * Keys are those of `events`. `message_states.state` is the JSON of a `MessageState`, without its quote; a message that
 * nothing happened to has none, so that saying something costs no more than before. `mentions.member` is 0 for everyone.
 *
 * The search index is made anew: its entries are numbered in the order of time, whatever room they are in, so that the
 * newest matches of all rooms are one range of it. `meta` holds, as words of their own, the room, the author, whom a
 * message mentions and what it has in it, so that a search narrowed down by these is as quick as any. Deleted text must
 * not live on in it, so entries are overwritten, not only marked.
 */
export const conversation = `
  CREATE TABLE message_states (key INTEGER PRIMARY KEY REFERENCES events, state TEXT NOT NULL) STRICT;

  CREATE TABLE message_edits (
    message INTEGER NOT NULL REFERENCES events,
    edit INTEGER NOT NULL REFERENCES events,
    PRIMARY KEY (message, edit)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE replies (
    root INTEGER NOT NULL REFERENCES events,
    message INTEGER NOT NULL REFERENCES events,
    PRIMARY KEY (root, message)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE pins (message INTEGER PRIMARY KEY REFERENCES events, pin INTEGER NOT NULL REFERENCES events) STRICT;

  CREATE TABLE mentions (
    member INTEGER NOT NULL,
    message INTEGER NOT NULL REFERENCES events,
    PRIMARY KEY (member, message)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX mentions_by_message ON mentions (message);

  CREATE TABLE reads (
    member INTEGER NOT NULL REFERENCES members,
    room INTEGER NOT NULL REFERENCES rooms,
    seq INTEGER NOT NULL,
    PRIMARY KEY (member, room)
  ) STRICT, WITHOUT ROWID;

  DROP TABLE search;
  CREATE VIRTUAL TABLE search USING fts5 (
    text, meta, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE TABLE search_docs (doc INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE) STRICT;
  INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
  UPDATE rooms SET indexed_seq = 0;
`;
