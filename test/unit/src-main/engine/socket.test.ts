import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readResponse, SERVICE_NAME } from '../../../../src-main/engine/mdns/records.ts';
import { serverOn, type Mdns } from '../../../../src-main/engine/mdns/server.ts';
import { MdnsSocket } from '../../../../src-main/engine/mdns/socket.ts';
import { HostTable } from '../../../../src-main/engine/mdns/table.ts';

const FROM = { address: '192.168.1.66' };
const instance = 'Office 1a2b._parley._tcp.local';

/** The system's socket, with nothing behind it: keeps what is sent, and hears what a test says. */
class Network extends EventEmitter {
  readonly sent: Buffer[] = [];

  send(packet: Buffer, _offset: number, _length: number, _port: number, _address: string, done: () => void): void {
    this.sent.push(packet);
    done();
  }
}

function listening(): { network: Network; mdns: Mdns; table: HostTable; heard: () => number } {
  const network = new Network();
  const { mdns } = serverOn(Reflect.construct(MdnsSocket, ['192.168.1.20', network]) as MdnsSocket);
  const table = new HostTable();
  let count = 0;
  mdns.on('response', (packet, from) => {
    count += 1;
    table.take(readResponse(packet), from.address, 0);
  });
  return { network, mdns, table, heard: () => count };
}

/** A host's announcement, as it travels. */
async function announcement(name = 'Office'): Promise<Buffer> {
  const { network, mdns } = listening();
  const data = ['v=1', 'id=host-a', `name=${name}`, 'fp='].map((text) => Buffer.from(text));
  const records = [
    { type: 'PTR', name: SERVICE_NAME, ttl: 120, data: instance },
    { type: 'SRV', name: instance, ttl: 120, data: { port: 9292, target: 'parley-1a2b.local' } },
    { type: 'TXT', name: instance, ttl: 120, data },
  ];
  await new Promise<void>((sent) => mdns.respond(records, () => sent()));
  return network.sent[0] ?? Buffer.alloc(0);
}

const names = (table: HostTable): string[] => table.list(() => false).map(({ name }) => name);

test('an announcement is heard; the same made too large, cut off, or turned into a question is not', async () => {
  const good = await announcement();
  const { network, table } = listening();
  const question = Buffer.from(good);
  question[2] = 0;
  const bad: Buffer[] = [Buffer.concat([good, Buffer.alloc(5_000)]), Buffer.alloc(0), question];
  for (let length = 0; length < good.indexOf('id=') + 3; length += 1) bad.push(good.subarray(0, length));
  for (const packet of bad) network.emit('message', packet, FROM);
  expect(names(table)).toEqual([]);
  network.emit('message', good, FROM);
  expect(names(table)).toEqual(['Office']);
});

test('bytes of any kind neither throw nor put anything into the list but hosts with proper names', async () => {
  const good = await announcement();
  const changed = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(changed, fc.uint8Array({ maxLength: 64 }), (changes, more) => {
      const { network, table } = listening();
      const packet = Buffer.concat([good, more]);
      for (const [at, byte] of changes) packet[at] = byte;
      network.emit('message', packet, FROM);
      return names(table).every((name) => name.length > 0 && name.length <= 64 && !/\p{Cc}/u.test(name));
    }),
    { numRuns: 500 },
  );
});

test('of a flood only so much is read', async () => {
  const good = await announcement();
  const { network, heard } = listening();
  for (let i = 0; i < 5_000; i += 1) network.emit('message', good, FROM);
  expect(heard()).toBeGreaterThanOrEqual(400);
  // A second's worth more, should the machine be slow.
  expect(heard()).toBeLessThan(800);
});
