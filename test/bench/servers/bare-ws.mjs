// The least a room can be: every message goes to everyone, one send each. Stores nothing.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, binary) => {
    for (const client of server.clients) client.send(data, { binary });
  });
});
server.on('listening', () => console.log('ready'));
