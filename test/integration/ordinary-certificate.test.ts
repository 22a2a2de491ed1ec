import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { HostConnection } from '../../src-main/engine/connection.ts';
import { afterThisTest } from '../support/host.ts';

/** A host by URL, behind an ordinary certificate: for `localhost` alone, by an authority that this test trusts. */
let key = '';
let cert = '';
const usual = tls.getCACertificates('default');

beforeAll(async () => {
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  key = pems.private;
  cert = pems.cert;
});
afterAll(() => {
  tls.setDefaultCACertificates(usual);
});

/** What comes of connecting by a URL with this name in it. */
async function connectTo(name: string): Promise<string> {
  const server = createServer({ key, cert });
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'parley.1' });
  await new Promise<void>((done) => server.listen(0, done));
  afterThisTest(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
    return undefined;
  });
  const { port } = server.address() as AddressInfo;
  return new Promise((done) => {
    const connection = new HostConnection(`wss://${name}:${String(port)}/session`, null, {
      opened: () => {
        connection.close();
        done('open');
      },
      frame: () => undefined,
      closed: ({ code }) => {
        done(code);
      },
    });
  });
}

test('a host by URL whose certificate nobody known has signed is refused', async () => {
  tls.setDefaultCACertificates(usual);
  expect(await connectTo('localhost')).toBe('certificate-untrusted');
});

test('one with an ordinary certificate is let in, as a browser would', async () => {
  tls.setDefaultCACertificates([...usual, cert]);
  expect(await connectTo('localhost')).toBe('open');
});

test('one whose certificate is for another name is refused', async () => {
  tls.setDefaultCACertificates([...usual, cert]);
  expect(await connectTo('127.0.0.1')).toBe('certificate-untrusted');
});
