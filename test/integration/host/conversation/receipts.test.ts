import { expect, test } from 'vitest';
import { join, testHost } from '../../../support/host.ts';
import { say } from '../../../support/talk.ts';
import { newIdentity } from '../../../support/people.ts';
import { until } from '../../../support/wait.ts';
import { personWire, type Frame } from '../../../support/wire.ts';

const UNLIMITED = { limits: { connectionsPerAddress: 200 } };

test('everyone in a room of few sees who has read how far, from the first page on and live', async () => {
  const host = await testHost();
  const ada = await join(host.url, 'Ada');
  const identity = newIdentity();
  const bo = await personWire(host.base, 'Bo', identity);
  const id = Number(bo.me.id);
  await ada.session.send(ada.room.id, 'Hello');
  await bo.wire.next({ type: 'events' });
  const seen = () => ada.room.receipts.find(({ by }) => by === id)?.seq;
  const { seq } = await until(() => ada.room.window.events.find(({ kind }) => kind === 'message'));
  await bo.wire.ask('read', { room: bo.room, seq });
  await until(() => seen() === seq);
  // Wanting it unread takes nothing back, and who comes later is told on joining.
  await bo.wire.ask('read', { room: bo.room, seq: 1 });
  await bo.wire.ask('read', { room: bo.room, seq });
  const cy = await personWire(host.base, 'Cy');
  const { receipts } = (await cy.wire.ask('room.join', { room: bo.room })) as { receipts: Frame[] };
  expect(receipts.find(({ name }) => name === 'Bo')).toEqual({ by: id, name: 'Bo', seq });
});

test('who does not want it told is left out, at once and after the host was restarted', async () => {
  const host = await testHost();
  const ada = await personWire(host.base, 'Ada');
  const identity = newIdentity();
  const bo = await join(host.url, 'Bo', { identity });
  bo.session.own.shareReceipts(false);
  await say(ada.wire, ada.room, 'Hello');
  await until(() => bo.room.unread === 1);
  bo.session.markRead(bo.room.id);
  const cy = await join(host.url, 'Cy');
  await until(() => cy.room.receipts.some(({ name }) => name === 'Cy'));
  // Cy's own mark comes after Bo's could have.
  await say(ada.wire, ada.room, 'Hello again');
  await until(() => cy.room.unread === 1);
  cy.session.markRead(cy.room.id);
  await ada.wire.next({ type: 'receipts' });
  expect(ada.wire.frames.filter(({ type }) => type === 'receipts')).toEqual([]);
  expect(cy.room.receipts.map(({ name }) => name).sort()).toEqual(['Ada', 'Cy']);
  bo.session.stop();
  await host.close();
  const again = await testHost({ dataDir: host.dataDir });
  const dee = await join(again.url, 'Dee');
  expect(dee.room.receipts.map(({ name }) => name)).not.toContain('Bo');
  const later = await join(again.url, 'Bo', { identity });
  expect(later.session.own.receipts).toBe(false);
});

test('a room of more than fifty tells nobody', async () => {
  const host = await testHost(UNLIMITED);
  const wires = await Promise.all(Array.from({ length: 51 }, (_, i) => personWire(host.base, `P${String(i)}`)));
  const [first, second] = wires;
  if (!first || !second) throw new Error('nobody');
  expect(await first.wire.ask('room.join', { room: first.room })).not.toHaveProperty('receipts');
  const seq = (await say(second.wire, second.room, 'x'), 52);
  await first.wire.ask('read', { room: first.room, seq });
  second.wire.close();
  await second.wire.ended();
  await first.wire.next({ type: 'presence' });
  // One has gone, but is a member still.
  expect(await first.wire.ask('room.join', { room: first.room })).not.toHaveProperty('receipts');
  expect(first.wire.frames.filter(({ type }) => type === 'receipts')).toEqual([]);
});
