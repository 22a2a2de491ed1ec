import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { WORD } from '../lib/payload.ts';
import { start } from '../lib/process.ts';
import { frame, openWebSocket } from '../lib/websocket.ts';
import type { BenchServer } from './server.ts';

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

export const bareWs: BenchServer = {
  name: 'bare ws loop',
  stores: 'nothing',
  available: () => true,
  start: (port) => start(process.execPath, [script('bare-ws.mjs'), String(port)], 'ready'),
  join: async (port) => ({ socket: await openWebSocket(port, '/'), say: frame }),
  idle: (port) => openWebSocket(port, '/'),
};

let dir = '';

/** What being on disk costs by itself: the bare loop, each message committed first. */
export const durableWs: BenchServer = {
  ...bareWs,
  name: 'bare ws loop + SQLite',
  stores: 'history on disk, full-text index',
  start: (port) => {
    dir = mkdtempSync(join(tmpdir(), 'parley-bench-durable-'));
    return start(process.execPath, [script('durable-ws.mjs'), String(port), dir], 'ready');
  },
  verify: (messages) => {
    const db = new Database(join(dir, 'messages.db'));
    const found = db.prepare('SELECT count(*) FROM search WHERE search MATCH ?').pluck().get(WORD);
    db.close();
    if (found !== messages) throw new Error(`${String(found)} of ${String(messages)} messages are in the search index`);
  },
};
