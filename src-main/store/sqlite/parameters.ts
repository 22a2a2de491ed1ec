/**
 * Parameters of queries. As a bare `?`, SQLite would plan a query anew for each value bound to it, since the value might
 * suggest a better plan (built with STAT4, https://sqlite.org/compile.html): 4 to 40 us for queries that take 1.
 */
export const NUMBER = 'CAST(? AS INTEGER)';
export const TEXT = 'CAST(? AS TEXT)';
export const BYTES = 'CAST(? AS BLOB)';
