import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { LinkBoxes, LINK_BOXES_MAX } from '../../../src-main/host/link-boxes.ts';
import { linkBox, openKey, sealKey } from '../../../src-shared/domain/link-box.ts';
import { LINK_MS } from '../../../src-shared/protocol/linking.ts';
import { identityOf } from '../../../src-renderer/lib/plain-ed25519.ts';
import { join, testHost, texts } from '../../support/host.ts';
import { until } from '../../support/wait.ts';
import { sessionWire } from '../../support/wire.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sealedText = (): string => text(sealKey(randomBytes(16), randomBytes(32), randomBytes(12)));

test('a second device takes the key of the first, and both are one person', async () => {
  const { url } = await testHost();
  const secretKey = randomBytes(32);
  const ada = await join(url, 'Ada', { identity: identityOf(secretKey.toString('hex')) });
  await ada.session.send(ada.room.id, 'from the first');
  const secret = randomBytes(16);
  const sealed = text(sealKey(secret, secretKey, randomBytes(12)));
  await ada.session.request('link.put', { box: text(linkBox(secret)), sealed });

  const second = await join(url, 'Bo');
  const taken = await second.session.request('link.take', { box: text(linkBox(secret)) });
  const key = openKey(secret, Buffer.from(taken.sealed, 'base64url'));
  await until(() => ada.session.links === 1);
  await expect(second.session.request('link.take', { box: text(linkBox(secret)) })).rejects.toMatchObject({
    code: 'linking-gone',
  });

  expect(second.session.me?.id).not.toBe(ada.session.me?.id);
  second.session.become(identityOf(Buffer.from(key).toString('hex')));
  second.session.change({ name: 'Ada' });
  await until(() => second.session.me?.id === ada.session.me?.id && second.session.status.state === 'connected');
  await second.session.send(second.room.id, 'from the second');
  await until(() => texts(ada.room).includes('from the second'));
  const [one, other] = ada.room.window.events.filter((event) => event.kind === 'message');
  expect(other?.by).toBe(one?.by);
});

test('a sealed key is opened by its secret alone, whole, and the host’s name for it tells nothing of the secret', () => {
  const secret = randomBytes(16);
  const key = randomBytes(32);
  const sealed = sealKey(secret, key, randomBytes(12));
  expect(Buffer.from(openKey(secret, sealed))).toEqual(key);
  expect(Buffer.from(sealed).includes(key)).toBe(false);
  expect(text(linkBox(secret))).not.toContain(text(secret));
  for (let i = 0; i < sealed.length; i += 7) {
    const changed = Uint8Array.from(sealed);
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(() => openKey(secret, changed)).toThrow(expect.objectContaining({ code: 'linking-damaged' }));
  }
  expect(() => openKey(randomBytes(16), sealed)).toThrow(expect.objectContaining({ code: 'linking-damaged' }));
  const short = sealKey(secret, randomBytes(31), randomBytes(12));
  expect(() => openKey(secret, short)).toThrow(expect.objectContaining({ code: 'linking-damaged' }));
});

test('only somebody known may leave one, and what is no box or no sealed key is refused', async () => {
  const { base, url } = await testHost();
  const box = text(randomBytes(16));
  const wire = await sessionWire(base);
  expect(await wire.ask('link.put', { box, sealed: sealedText() })).toMatchObject({ code: 'not-logged-in' });
  expect(await wire.ask('link.take', { box })).toMatchObject({ code: 'not-logged-in' });
  const ada = await join(url, 'Ada');
  await expect(ada.session.request('link.put', { box, sealed: 'A'.repeat(81) })).rejects.toMatchObject({
    code: 'bad-frame',
  });
});

test('a box holds five minutes, one for each person, and not more of them than there may be', () => {
  let now = 0;
  const boxes = new LinkBoxes(() => now);
  const put = (owner: number, name: string): void => {
    boxes.put(owner, name, 'sealed', () => undefined);
  };
  put(1, 'first');
  put(1, 'second');
  expect(() => boxes.take('first')).toThrow(expect.objectContaining({ code: 'linking-gone' }));
  now = LINK_MS - 1;
  expect(boxes.take('second')).toBe('sealed');
  put(1, 'third');
  expect(() => {
    put(2, 'third');
  }).toThrow(expect.objectContaining({ code: 'id-taken' }));
  now += LINK_MS;
  expect(() => boxes.take('third')).toThrow(expect.objectContaining({ code: 'linking-gone' }));
  for (let i = 0; i < LINK_BOXES_MAX; i += 1) put(i, String(i));
  expect(() => {
    put(LINK_BOXES_MAX, 'one more');
  }).toThrow(expect.objectContaining({ code: 'too-many-linkings' }));
  now += LINK_MS;
  put(LINK_BOXES_MAX, 'one more');
});
