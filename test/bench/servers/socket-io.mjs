// Socket.IO 4 with its defaults, one room. Stores nothing.
import { Server } from 'socket.io';

const io = new Server(Number(process.argv[2]), { serveClient: false });
io.on('connection', (socket) => {
  void socket.join('general');
  socket.on('message', (text) => io.to('general').emit('message', text));
});
console.log('ready');
