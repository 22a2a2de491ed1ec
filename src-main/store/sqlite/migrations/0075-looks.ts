/** How people want to be shown: a colour in degrees, and a picture with the name it is asked for by. */
export const looks = `
  CREATE TABLE looks (
    member INTEGER PRIMARY KEY REFERENCES members,
    hue INTEGER,
    hash TEXT,
    picture BLOB
  ) STRICT;

  CREATE INDEX looks_by_hash ON looks (hash) WHERE hash IS NOT NULL;
`;
