import { fileURLToPath } from 'node:url';
import type { Socket } from 'node:net';
import { start } from '../lib/process.ts';
import { frame, openWebSocket, receive } from '../lib/websocket.ts';
import type { BenchServer } from './server.ts';

const script = fileURLToPath(new URL('socket-io.mjs', import.meta.url));

/** Engine.IO 4 over WebSocket alone: `0` opens, `40` connects, `2` asks for a sign of life. */
async function open(port: number): Promise<Socket> {
  const socket = await openWebSocket(port, '/socket.io/?EIO=4&transport=websocket');
  socket.write(frame('40'));
  await receive(socket, '40{');
  socket
    .on('data', (data: Buffer) => {
      if (data.length === 3 && data[2] === 0x32) socket.write(frame('3'));
    })
    .resume();
  return socket;
}

export const socketIo: BenchServer = {
  name: 'Socket.IO 4',
  stores: 'nothing',
  available: () => true,
  start: (port) => start(process.execPath, [script, String(port)], 'ready'),
  join: async (port) => ({ socket: await open(port), say: (text) => frame(`42${JSON.stringify(['message', text])}`) }),
  idle: open,
};
