import { expect, test } from 'vitest';
import { join, testHost } from '../../../support/host.ts';
import { memoryTold, newIdentity } from '../../../support/people.ts';
import { until } from '../../../support/wait.ts';
import { chatWire, personWire, sessionWire, loginFields } from '../../../support/wire.ts';

test('others see that one is away, busy and what one is at; scripts are not told of it', async () => {
  const host = await testHost();
  const ada = await join(host.url, 'Ada');
  const identity = newIdentity();
  const bo = await personWire(host.base, 'Bo', identity);
  const id = Number(bo.me.id);
  const script = await chatWire(host.base);
  script.send({ type: 'join', room: 'general', username: 'bot' });
  await script.next({ type: 'user_list' });
  const seen = () => ada.room.online.get(id);
  await until(() => seen());
  await bo.wire.ask('me.set', { idle: true });
  await until(() => seen()?.state === 'away');
  const phone = await personWire(host.base, 'Bo', identity);
  expect(phone.me.state).toBeUndefined();
  await until(() => seen() && seen()?.state === undefined);
  await phone.wire.ask('me.set', { busy: true, status: { text: 'deep work', minutes: 60 } });
  await until(() => seen()?.state === 'busy');
  expect(seen()?.status).toMatchObject({ text: 'deep work', until: expect.any(Number) as number });
  // One's other devices know it as well.
  await bo.wire.next({ type: 'member' });
  expect(script.frames.filter(({ type }) => type === 'user_joined')).toEqual([]);
  bo.wire.close();
  phone.wire.close();
  await until(() => !seen());
  const again = await personWire(host.base, 'Bo', identity);
  expect(again.me).toMatchObject({ state: 'busy', status: { text: 'deep work' } });
});

test('others see one in the colour one has chosen, also after the connection was lost; no other colour is taken', async () => {
  const host = await testHost();
  const ada = await join(host.url, 'Ada');
  const bo = await join(host.url, 'Bo');
  const hue = () => ada.room.online.get(bo.session.me?.id ?? 0)?.hue;
  bo.session.own.colour(150);
  await until(() => hue() === 150);
  bo.session.stop();
  await until(() => ada.room.online.size === 1);
  bo.session.own.colour(250);
  bo.session.start();
  await until(() => hue() === 250);
  expect(bo.session.me?.hue).toBe(250);
  bo.session.own.colour(null);
  await until(() => ada.room.online.size === 2 && hue() === undefined);
  const { wire } = await personWire(host.base, 'Cy');
  for (const wrong of [-1, 360, 1.5, 'red', {}])
    expect(await wire.ask('me.set', { hue: wrong })).toMatchObject({ code: 'bad-frame' });
  for (let i = 0; i < 11; i += 1) await wire.ask('me.set', { hue: i });
  expect(await wire.ask('me.set', { hue: 1 })).toMatchObject({ code: 'rate-limited' });
});

test('a colour chosen on one device, and what is told of one’s reading, are not undone when the other comes back', async () => {
  const host = await testHost();
  const identity = newIdentity();
  const told = memoryTold();
  const laptop = await join(host.url, 'Ada', { identity, told });
  laptop.session.own.colour(150);
  laptop.session.own.shareReceipts(true);
  await until(() => laptop.session.me?.hue === 150);
  laptop.session.stop();
  const phone = await join(host.url, 'Ada', { identity, told: memoryTold() });
  phone.session.own.colour(250);
  phone.session.own.shareReceipts(false);
  await until(() => phone.session.me?.hue === 250);
  laptop.session.start();
  await until(() => laptop.session.status.state === 'connected');
  // Answered after whatever coming back would have told.
  await laptop.session.own.busy(false);
  expect([phone.session.me?.hue, laptop.session.me?.hue, laptop.session.own.receipts]).toEqual([250, 250, false]);
  // What one chooses anew counts, on whichever; also what one had there before.
  laptop.session.own.colour(150);
  await until(() => phone.session.me?.hue === 150);
});

test('a session that is idle is so on its next connection, too', async () => {
  const host = await testHost();
  const ada = await join(host.url, 'Ada');
  const bo = await join(host.url, 'Bo');
  bo.session.own.idle(true);
  await until(() => bo.session.me?.state === 'away');
  bo.session.stop();
  await until(() => ada.room.online.size === 1);
  bo.session.start();
  await until(() => [...ada.room.online.values()].some(({ state }) => state === 'away'));
  bo.session.own.idle(false);
  await until(() => [...ada.room.online.values()].every(({ state }) => state === undefined));
});

test('what is told of oneself is refused where it is not fit, with a code', async () => {
  const host = await testHost();
  const { wire } = await personWire(host.base, 'Ada');
  const refused = (params: object) => wire.ask('me.set', params as Record<string, unknown>);
  expect(await refused({ status: { text: 'x'.repeat(81) } })).toMatchObject({ code: 'status-invalid' });
  expect(await refused({ status: { text: 'x', minutes: 0 } })).toMatchObject({ code: 'bad-frame' });
  expect(await refused({ busy: 'yes' })).toMatchObject({ code: 'bad-frame' });
  for (let i = 0; i < 10; i += 1) await wire.ask('me.set', { idle: false });
  expect(await refused({ idle: true })).toMatchObject({ code: 'rate-limited' });
  const stranger = await sessionWire(host.base);
  await loginFields(stranger, 'x', newIdentity());
  expect(await stranger.ask('me.set', { idle: true })).toMatchObject({ code: 'not-logged-in' });
});
