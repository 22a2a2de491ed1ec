/** A message that is deleted takes everyone's bookmarks of it along. */
export const bookmarks = `CREATE INDEX bookmarks_by_message ON bookmarks (message);`;
