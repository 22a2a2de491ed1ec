import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { report } from '../report.ts';

const GROUP = '224.0.0.251';
const PORT = 5353;
/** Bytes of a packet worth reading: a host's records need a few hundred. */
const PACKET_MAX = 4_096;
/** Packets read per second, and at once after a quiet time. */
const PER_SECOND = 200;
const BURST = 400;

/** Reads only what may concern Parley, and no more of it than a budget allows. */
class Gate {
  #left = BURST;
  #at = performance.now();

  admits(packet: Buffer): boolean {
    if (packet.length > PACKET_MAX || !/parley/i.test(packet.toString('latin1'))) return false;
    const now = performance.now();
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) / 1_000) * PER_SECOND);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}

/**
 * A multicast DNS socket on one interface, in the shape `multicast-dns` wants. It stands between that library and the
 * network because the library has no bound on what it reads, lets an exception of a listener end the process, and sends
 * only through the interface with the default route, which a network without a router does not have.
 */
export class MdnsSocket extends EventEmitter {
  readonly address: string;
  readonly #socket: Socket;
  readonly #gate = new Gate();

  private constructor(address: string, socket: Socket) {
    super();
    this.address = address;
    this.#socket = socket;
    socket.on('message', (packet, from) => this.#receive(packet, from));
    socket.on('error', (error) => report(`multicast DNS on ${address}`, error));
  }

  /** Opens a socket on the interface that has this IPv4 address. Rejects with the system's error. */
  static open(address: string): Promise<MdnsSocket> {
    return new Promise((resolve, reject) => {
      const socket = createSocket({ type: 'udp4', reuseAddr: true });
      const fail = (error: unknown): void => {
        socket.close();
        reject(error instanceof Error ? error : new Error(String(error)));
      };
      socket.once('error', fail);
      socket.bind({ port: PORT, address: '0.0.0.0', exclusive: true }, () => {
        try {
          join(socket, address);
          socket.removeListener('error', fail);
          resolve(new MdnsSocket(address, socket));
        } catch (error) {
          fail(error);
        }
      });
    });
  }

  /** Called by the library. A packet that cannot be sent is lost, as packets are. */
  send(
    packet: Buffer,
    offset: number,
    length: number,
    port: number,
    address: string,
    done: (error?: Error | null) => void,
  ): void {
    try {
      this.#socket.send(packet, offset, length, port, address, done);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Called by the library; once. */
  close(done: () => void): void {
    this.#socket.close(done);
  }

  #receive(packet: Buffer, from: RemoteInfo): void {
    if (!this.#gate.admits(packet)) return;
    try {
      this.emit('message', packet, from);
    } catch (error) {
      report(`multicast DNS packet from ${from.address}`, error);
    }
  }
}

function join(socket: Socket, address: string): void {
  socket.addMembership(GROUP, address);
  socket.setMulticastInterface(address);
  socket.setMulticastTTL(255);
  socket.setMulticastLoopback(true);
}
