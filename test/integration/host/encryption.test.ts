import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { request } from 'node:http';
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { engineTransport } from '../../support/engine-transport.ts';
import { join, testHost, texts } from '../../support/host.ts';
import { newSession } from '../../support/people.ts';
import { until } from '../../support/wait.ts';

function get(base: string, path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`http://${base}${path}`, { headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('people talk over TLS, and learn the host’s fingerprint', async () => {
  const host = await testHost();
  const url = `parley://${host.base}/session`;
  const ada = await join(url, 'Ada', { transport: engineTransport });
  const bo = await join(url, 'Bo', { transport: engineTransport, pin: host.fingerprint });
  await ada.session.send(ada.room.id, 'nobody else reads this');
  await until(() => texts(bo.room).includes('nobody else reads this'));
  expect(ada.session.host?.fingerprint).toBe(host.fingerprint);
  expect(host.fingerprint).toMatch(/^[\w-]{43}$/);
});

test('TLS is 1.3, and nothing older', async () => {
  const { port } = await testHost();
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await until(() => socket.getProtocol());
  expect(socket.getProtocol()).toBe('TLSv1.3');
  socket.destroy();
  const old = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
  let failed = '';
  old.on('error', (error: NodeJS.ErrnoException) => (failed = error.code ?? error.message));
  await until(() => failed !== '');
  expect(failed).toMatch(/PROTOCOL_VERSION|ECONNRESET/);
});

test('the certificate is of a P-256 key, signed by itself, and good for ten years', async () => {
  const { dataDir, fingerprint } = await testHost();
  const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(
    readFileSync(joinPath(dataDir, 'host.pem'), 'utf8'),
  )?.[0];
  const certificate = new X509Certificate(pem ?? '');
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  const years = (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) / (365.25 * 24 * 3_600_000);
  expect(years).toBeCloseTo(10, 1);
  expect(Buffer.from(fingerprint, 'base64url').toString('hex')).toBe(
    certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  );
});

test('its key can be read by nobody but its user', async () => {
  const { dataDir } = await testHost();
  expect(statSync(joinPath(dataDir, 'host.pem')).mode & 0o077).toBe(0);
});

test('a host keeps its key over a restart', async () => {
  const first = await testHost();
  await first.close();
  const second = await testHost({ dataDir: first.dataDir });
  expect(second.fingerprint).toBe(first.fingerprint);
});

test('a host with another key than the pinned one is refused, until one trusts it anew', async () => {
  const host = await testHost();
  const other = 'A'.repeat(43);
  const session = newSession({
    url: `parley://${host.base}/session`,
    name: 'Ada',
    transport: engineTransport,
    pin: other,
  });
  session.start();
  await until(() => session.status.state === 'refused');
  expect(session.status).toMatchObject({ failure: { code: 'key-changed' } });
  expect(host.online()).toBe(0);
  session.trustAnew();
  await until(() => session.status.state === 'connected');
  session.stop();
});

test('what a host says of its key must agree with its certificate', async () => {
  const host = await testHost();
  const plain = await join(host.url, 'Ada', { pin: host.fingerprint });
  expect(plain.session.status.state).toBe('connected');
  const wrong = newSession({ url: host.url, name: 'Bo', pin: 'B'.repeat(43) });
  wrong.start();
  await until(() => wrong.status.state === 'refused');
  expect(wrong.status).toMatchObject({ failure: { code: 'key-changed' } });
});

test.each(['evil.example', 'evil.example:9292', 'localhost.evil.example', '127.0.0.1.evil.example'])(
  'a request for the foreign name %j is misdirected',
  async (name) => {
    const { base } = await testHost();
    const { status, body } = await get(base, '/api/rooms', { host: name });
    expect(status).toBe(421);
    expect(JSON.parse(body)).toMatchObject({ code: 'misdirected' });
  },
);

test.each(['127.0.0.1', 'localhost:9292', '[::1]:9292', 'ada.local', 'chat.example.org'])(
  'a request for the host’s own name %j is answered',
  async (name) => {
    const { base } = await testHost({ publicNames: ['chat.example.org'] });
    expect((await get(base, '/api/rooms', { host: name })).status).toBe(200);
  },
);

test.each(['http://evil.example', 'null', 'https://127.0.0.1:1', 'file://'])(
  'a page from %j may neither read nor open a WebSocket',
  async (origin) => {
    const { base } = await testHost();
    expect(await get(base, '/api/rooms', { origin })).toMatchObject({ status: 403 });
    const headers = {
      origin,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    const { status, body } = await get(base, '/chat', headers);
    expect(status).toBe(403);
    expect(JSON.parse(body)).toMatchObject({ code: 'foreign-origin' });
  },
);

test.each(['/session', '/chat'])('a WebSocket at %s asked for under a foreign name is misdirected', async (path) => {
  const { base } = await testHost();
  const headers = {
    host: 'evil.example',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    'sec-websocket-protocol': 'parley.1',
  };
  const { status, body } = await get(base, path, headers);
  expect(status).toBe(421);
  expect(JSON.parse(body)).toMatchObject({ code: 'misdirected' });
});

test('no answer sets a cookie, and each forbids guessing, framing and telling others', async () => {
  const { base } = await testHost();
  for (const path of ['/health', '/api/rooms', '/nowhere']) {
    const { headers } = await fetch(`http://${base}${path}`);
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
});

test('a page of the host’s own origin may', async () => {
  const { base } = await testHost();
  expect((await get(base, '/api/rooms', { origin: `http://${base}` })).status).toBe(200);
});

test('a host that cannot start says why: a damaged key, an address that is not its own, a port that is none', async () => {
  const host = await testHost();
  const { dataDir } = host;
  await host.close();
  writeFileSync(joinPath(dataDir, 'host.pem'), 'not a key');
  await expect(testHost({ dataDir })).rejects.toMatchObject({ code: 'certificate-damaged' });
  await expect(testHost({ bind: '203.0.113.9' })).rejects.toMatchObject({ code: 'address-unavailable' });
  await expect(testHost({ port: 65_536 })).rejects.toMatchObject({ code: 'port-invalid' });
});
