import { fileURLToPath } from 'node:url';
import { start } from '../lib/process.ts';
import { frame, openWebSocket } from '../lib/websocket.ts';
import type { BenchServer } from './server.ts';

const script = fileURLToPath(new URL('bare-ws.mjs', import.meta.url));

export const bareWs: BenchServer = {
  name: 'bare ws loop',
  stores: 'nothing',
  available: () => true,
  start: (port) => start(process.execPath, [script, String(port)], 'ready'),
  join: async (port) => ({ socket: await openWebSocket(port, '/'), say: frame }),
  idle: (port) => openWebSocket(port, '/'),
};
