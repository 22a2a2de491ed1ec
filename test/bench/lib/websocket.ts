import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/**
 * The least of a WebSocket client: enough to measure a server without charging it for the client's parsing. Frames to the
 * server are masked with zeros, which the protocol allows (RFC 6455, section 5.3).
 */
export function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const header = Buffer.alloc((long ? 4 : 2) + 4);
  header[0] = 0x81;
  header[1] = 0x80 | (long ? 126 : payload.length);
  if (long) header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}

/** Connects and upgrades. The socket is paused, so that nothing is lost before it is listened to. */
export function openWebSocket(port: number, path: string, protocol?: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let head = '';
    const onData = (data: Buffer): void => {
      head += data.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) return;
      socket.off('data', onData);
      if (!head.startsWith('HTTP/1.1 101')) {
        reject(new Error(head.slice(0, 200)));
        return;
      }
      socket.pause();
      if (head.length > end + 4) socket.unshift(Buffer.from(head.slice(end + 4), 'latin1'));
      resolve(socket);
    };
    socket.on('data', onData);
    socket.once('error', reject);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${String(port)}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
        `${protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}\r\n`,
    );
  });
}

/** Waits until the socket has received `text`, and leaves it paused. What came in the same chunk is given, too. */
export function receive(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const onData = (data: Buffer): void => {
      seen += data.toString('latin1');
      if (!seen.includes(text)) return;
      socket.off('data', onData);
      socket.pause();
      clearTimeout(timer);
      resolve(seen);
    };
    const timer = setTimeout(() => {
      reject(new Error(`waited for ${text}, got ${seen.slice(-300)}`));
    }, 20_000);
    socket.on('data', onData);
    socket.resume();
  });
}
