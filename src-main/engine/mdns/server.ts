import { Server } from 'bonjour-service/dist/lib/mdns-server.js';
import { report } from '../report.ts';
import type { MdnsSocket } from './socket.ts';

/** As much of the library's untyped multicast DNS object as is used here. */
export interface Mdns {
  on(event: 'response', listener: (packet: unknown, from: { address: string }) => void): void;
  on(event: 'error' | 'warning', listener: (error: Error) => void): void;
  query(name: string, type: 'PTR', done: (error?: Error | null) => void): void;
  respond(records: unknown[], done: (error?: Error | null) => void): void;
  destroy(done: () => void): void;
}

export interface MdnsServer {
  server: Server;
  mdns: Mdns;
}

/** The library's server on a socket that is open already; its errors are logged and cost a packet, no more. */
export function serverOn(socket: MdnsSocket): MdnsServer {
  let last = '';
  // A network that is down fails every packet in the same way, which is worth one line.
  const reportOnce = (error: unknown): void => {
    if (String(error) !== last) report(`multicast DNS on ${socket.address}`, error);
    last = String(error);
  };
  // `bind: false` and a socket that never says "listening" leave the socket's set-up to MdnsSocket.
  const options: object = { socket, bind: false };
  const server = new Server(options, reportOnce);
  const mdns = server.mdns as Mdns;
  mdns.on('error', reportOnce);
  return { server, mdns };
}
