import { createSocket, type Socket } from 'node:dgram';
import { createInterface } from 'node:readline';
import type { Weather } from './chaos-wire.ts';

/**
 * The bad stretch between two computers, in a process and namespace of its own: passes the datagrams of a tunnel on, late,
 * or not at all. `chaos-relay.ts PORT NEAR-ADDRESS NEAR-PEER FAR-ADDRESS FAR-PEER`; each line on standard input is the weather.
 */
const [port = '', ...addresses] = process.argv.slice(2);
const [nearAddress = '', nearPeer = '', farAddress = '', farPeer = ''] = addresses;
let weather: Weather = { delayMs: 0, loss: 0 };

function bound(address: string): Promise<Socket> {
  const socket = createSocket('udp4');
  return new Promise((done) => {
    socket.bind(Number(port), address, () => {
      done(socket);
    });
  });
}

/** Where the parts of a tunnelled frame begin: VXLAN's header is 8 bytes, Ethernet's 14. */
const [ETHERNET, IP] = [8, 22];

/**
 * Fills in the checksum of a TCP segment over IPv4 (RFC 9293, section 3.1). The kernel leaves that to the network card, and
 * there is none.
 */
function completeChecksum(datagram: Buffer): void {
  if (datagram.length < IP + 40 || datagram.readUInt16BE(ETHERNET + 12) !== 0x0800 || datagram[IP + 9] !== 6) return;
  const tcp = IP + ((datagram[IP] ?? 0) & 0x0f) * 4;
  const end = IP + datagram.readUInt16BE(IP + 2);
  datagram.writeUInt16BE(0, tcp + 16);
  let sum = 6 + end - tcp;
  for (let i = IP + 12; i < IP + 20; i += 2) sum += datagram.readUInt16BE(i);
  for (let i = tcp; i + 1 < end; i += 2) sum += datagram.readUInt16BE(i);
  if ((end - tcp) % 2 === 1) sum += (datagram[end - 1] ?? 0) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  datagram.writeUInt16BE(~sum & 0xffff, tcp + 16);
}

function pass(from: Socket, to: Socket, peer: string): void {
  from.on('message', (datagram) => {
    if (Math.random() < weather.loss) return;
    completeChecksum(datagram);
    setTimeout(() => {
      to.send(datagram, Number(port), peer);
    }, weather.delayMs);
  });
  // Nobody listens at the other end yet, or not any more.
  from.on('error', () => undefined);
}

const [near, far] = [await bound(nearAddress), await bound(farAddress)];
pass(near, far, farPeer);
pass(far, near, nearPeer);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    weather = JSON.parse(line) as Weather;
    process.stdout.write('changed\n');
  })
  .on('close', () => process.exit());
process.stdout.write('ready\n');
