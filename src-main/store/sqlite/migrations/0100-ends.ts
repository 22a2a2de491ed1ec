/** Where a room's log ends is read off the log: noted beside it as well, it made each message write a page more. */
export const ends = `
  ALTER TABLE rooms DROP COLUMN last_seq;
  ALTER TABLE rooms DROP COLUMN last_at;
`;
