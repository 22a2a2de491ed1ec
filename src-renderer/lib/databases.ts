import { database } from './idb.ts';

/** The window's databases. They are opened before the code that knows what is in them is there. */

export const UNSENT = 'outbox';

/** Messages that were not acknowledged yet. */
export const openOutbox = database('parley', 1, (db) => {
  db.createObjectStore(UNSENT, { keyPath: ['host', 'id'] });
});

/** What hosts have shown. */
export const openCopy = database('parley-copy', 1, (db) => {
  db.createObjectStore('hosts', { keyPath: 'host' });
  db.createObjectStore('runs', { keyPath: ['host', 'room'] });
  const events = db.createObjectStore('events', { keyPath: ['host', 'room', 'seq'] });
  events.createIndex('id', ['host', 'room', 'id']);
  events.createIndex('about', ['host', 'room', 'about']);
});
