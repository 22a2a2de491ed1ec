// The least that a room can be whose messages are on disk before anyone has them: the bare loop, with one SQLite
// transaction for each message and, as in Parley, a full-text index that follows every half second.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { WebSocketServer } from 'ws';

const [, , port, dir] = process.argv;
const db = new Database(join(dir, 'messages.db'));
db.pragma('locking_mode = EXCLUSIVE');
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`
  CREATE TABLE messages (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
  CREATE VIRTUAL TABLE search USING fts5 (text, content = '', columnsize = 0)`);
const insert = db.prepare('INSERT INTO messages (at, text) VALUES (?, ?)');
const index = db.prepare('INSERT INTO search (rowid, text) SELECT seq, text FROM messages WHERE seq > ?');
let indexed = 0;
let newest = 0;

setInterval(() => {
  if (newest > indexed) index.run(indexed);
  indexed = newest;
}, 500);

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, binary) => {
    newest = Number(insert.run(Date.now(), data.toString()).lastInsertRowid);
    for (const client of server.clients) client.send(data, { binary });
  });
});
server.on('listening', () => console.log('ready'));
process.on('SIGTERM', () => process.exit(0));
