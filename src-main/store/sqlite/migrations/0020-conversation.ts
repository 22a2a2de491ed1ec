/**
 * What events make of earlier messages, and how far each member has read.
 *
 * Keys are those of `events`. `message_states.state` is the JSON of a `MessageState`, without its quote; a message that
 * nothing happened to has none, so that saying something costs no more than before. `mentions.member` is 0 for everyone.
 * Deleted text must not live on in the index, so its entries are overwritten, not only marked.
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

  INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
`;
