import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { encodeFrames } from '../../../../src-main/host/frames.ts';
import { Outlet } from '../../../../src-main/host/outlet.ts';

const open: { destroy(): unknown }[] = [];

afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

/** Both ends of a TCP connection on loopback, with every write of the near one counted. */
async function pair(): Promise<{ near: Socket; far: Socket; writes: Buffer[] }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const far = connect(port, '127.0.0.1');
  const [near] = await accepted;
  server.close();
  open.push(near, far);
  const writes: Buffer[] = [];
  const write = near.write.bind(near);
  near.write = (data: Buffer) => {
    writes.push(data);
    return write(data);
  };
  return { near, far, writes };
}

async function read(far: Socket, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of far as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= length) break;
  }
  return Buffer.concat(chunks);
}

test('all that is sent in one turn leaves in one write, in its order', async () => {
  const { near, far, writes } = await pair();
  const outlet = new Outlet(near);
  for (const text of ['a', 'b', 'c']) outlet.send(text);
  const expected = encodeFrames(['a', 'b', 'c']);
  expect(await read(far, expected.length)).toEqual(expected);
  expect(writes).toHaveLength(1);
});

test('encoded frames leave after what was sent before them', async () => {
  const { near, far } = await pair();
  const outlet = new Outlet(near);
  outlet.send('first');
  outlet.write(encodeFrames(['second']));
  outlet.send('third');
  const expected = encodeFrames(['first', 'second', 'third']);
  expect(await read(far, expected.length)).toEqual(expected);
});

test('closing lets what was sent out, and nothing after it', async () => {
  const { near, far } = await pair();
  const outlet = new Outlet(near);
  outlet.send('last');
  outlet.close();
  outlet.send('too late');
  outlet.write(encodeFrames(['too late']));
  expect(outlet.open).toBe(false);
  near.end();
  expect(await read(far, Infinity)).toEqual(encodeFrames(['last']));
});

test('writing to a socket that is gone does nothing', async () => {
  const { near, writes } = await pair();
  const outlet = new Outlet(near);
  near.destroy();
  outlet.write(encodeFrames(['x']));
  outlet.send('x');
  outlet.flush();
  expect(writes).toEqual([]);
});

test('a reader that does not read shows as backlog, and what waits for room runs when it reads', async () => {
  const { near, far } = await pair();
  far.pause();
  const outlet = new Outlet(near);
  const megabyte = encodeFrames(['x'.repeat(1_000_000)]);
  while (!outlet.congested || outlet.backlog < megabyte.length) outlet.write(megabyte);
  let ran = false;
  const writable = new Promise<void>((resolve) => {
    outlet.whenWritable(() => {
      ran = true;
      resolve();
    });
  });
  expect(ran).toBe(false);
  far.resume();
  await writable;
  expect(outlet.congested).toBe(false);
});
