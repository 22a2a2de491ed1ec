import { expect, test } from 'vitest';
import { pictureName, toBase64 } from '../../../../src-shared/domain/picture.ts';
import { testHost } from '../../../support/host.ts';
import { newIdentity } from '../../../support/people.ts';
import { jpegOf, noPictures } from '../../../support/pictures.ts';
import { personWire, type Frame } from '../../../support/wire.ts';

const first = jpegOf({ seed: 1 });
const second = jpegOf({ seed: 2 });

test('a picture and a colour are seen by others, also by who comes later and after a restart, until they are taken away', async () => {
  const host = await testHost();
  const identity = newIdentity();
  const ada = await personWire(host.base, 'Ada', identity);
  const bo = await personWire(host.base, 'Bo');
  expect(await ada.wire.ask('picture.set', { picture: toBase64(first) })).toEqual({});
  expect(await ada.wire.ask('me.set', { hue: 300 })).toEqual({});
  const hash = pictureName(first);
  const member = Number(ada.me.id);
  expect(await bo.wire.ask('looks', { members: [member, 9_999] })).toEqual({
    looks: [{ id: member, hue: 300, picture: hash }],
  });
  expect(await bo.wire.ask('picture', { hash })).toEqual({ picture: toBase64(first) });
  ada.wire.close();
  await host.close();
  const again = await testHost({ dataDir: host.dataDir });
  const cy = await personWire(again.base, 'Cy');
  expect(await cy.wire.ask('looks', { members: [member] })).toEqual({
    looks: [{ id: member, hue: 300, picture: hash }],
  });
  expect(await cy.wire.ask('picture', { hash })).toEqual({ picture: toBase64(first) });
  const back = await personWire(again.base, 'Ada', identity);
  expect(back.me).toMatchObject({ hue: 300, picture: hash });
  await back.wire.ask('picture.set', { picture: toBase64(second) });
  expect(await cy.wire.ask('picture', { hash })).toMatchObject({ code: 'no-such-picture' });
  await back.wire.ask('picture.set', { picture: null });
  expect(await cy.wire.ask('looks', { members: [member] })).toEqual({ looks: [{ id: member, hue: 300 }] });
});

test('what is no picture is refused, and so are too many, and a thousand changes a second', async () => {
  const host = await testHost({ limits: { pictures: 1, pictureChanges: { perSecond: 0, burst: 40 } } });
  const ada = await personWire(host.base, 'Ada');
  const set = (bytes: Uint8Array): Promise<Frame> => ada.wire.ask('picture.set', { picture: toBase64(bytes) });
  for (const [what, bytes] of Object.entries(noPictures))
    expect([what, (await set(bytes)).code]).toEqual([what, what === 'too many bytes' ? expect.stringMatching(/^(bad-frame|picture-invalid)$/) : 'picture-invalid']); // prettier-ignore
  expect(await ada.wire.ask('picture.set', { picture: '***' })).toMatchObject({ code: 'picture-invalid' });
  const bo = await personWire(host.base, 'Bo');
  expect(await set(first)).toEqual({});
  expect(await bo.wire.ask('picture.set', { picture: toBase64(first) })).toMatchObject({ code: 'too-many-pictures' });
  const codes: unknown[] = [];
  for (let seed = 0; seed < 40; seed += 1) codes.push((await set(jpegOf({ seed }))).code);
  expect(codes.at(-1)).toBe('rate-limited');
});

test('a moderator takes a member’s picture away, nobody else does, and it is noted', async () => {
  const host = await testHost();
  const ada = await personWire(host.base, 'Ada');
  const bo = await personWire(host.base, 'Bo');
  await bo.wire.ask('picture.set', { picture: toBase64(first) });
  expect(await bo.wire.ask('picture.remove', { member: Number(ada.me.id) })).toMatchObject({ code: 'not-allowed' });
  expect(await ada.wire.ask('picture.remove', { member: Number(bo.me.id) })).toEqual({});
  expect(await ada.wire.ask('looks', { members: [Number(bo.me.id)] })).toEqual({ looks: [{ id: Number(bo.me.id) }] });
  const { entries } = await ada.wire.ask('audit');
  expect((entries as Frame[])[0]).toMatchObject({ action: 'picture', target: 'Bo', by: 'Ada' });
});
