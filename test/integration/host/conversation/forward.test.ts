import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../../../src-main/host/limits.ts';
import { forwardOf, passedOn } from '../../../../src-shared/domain/forward.ts';
import { signedText } from '../../../../src-shared/domain/signed-text.ts';
import { verify } from '../../../../src-main/host/session/verify.ts';
import { join, testHost } from '../../../support/host.ts';
import { newId, say, shown } from '../../../support/talk.ts';
import { until } from '../../../support/wait.ts';
import { personWire, type Frame, type Wire } from '../../../support/wire.ts';

const UNLIMITED = { limits: NO_RATE_LIMITS };

async function made(wire: Wire, name: string, kind: 'room' | 'private'): Promise<string> {
  const { room } = await wire.ask('room.create', { room: newId(), name, topic: '', kind });
  const { id } = room as { id: string };
  await wire.ask('room.join', { room: id });
  return id;
}

function pass(wire: Wire, room: string, forward: Frame, fields: Frame = {}): Promise<Frame> {
  return wire.ask('message.send', { room, event: newId(), text: '', forward, ...fields });
}

async function newest(wire: Wire, room: string): Promise<Frame> {
  const { events } = (await wire.ask('history', { room, limit: 1 })) as { events: Frame[] };
  return events[0] ?? {};
}

test('a message goes on into another room as what its author said, signed by who passes it on', async () => {
  const host = await testHost(UNLIMITED);
  const ada = await join(host.url, 'Ada');
  const bo = await personWire(host.base, 'Bo');
  await say(bo.wire, bo.room, 'soup at noon');
  const row = await until(() => shown(ada.room).find(({ text }) => text === 'soup at noon'));
  const kitchen = await ada.session.createRoom('Kitchen', '');
  await until(() => ada.session.rooms.get(kitchen.id)?.joined);
  const forward = { of: forwardOf(ada.room.id, row), shown: passedOn(row, ada.room.info) };
  await ada.session.send(kitchen.id, '', { forward });
  await until(() => ada.session.unsent(kitchen.id).length === 0);
  await ada.session.send(kitchen.id, 'for everyone', { forward });
  await until(() => shown(kitchen).length === 2);
  const [item, second] = shown(kitchen);
  const said = { name: 'Bo', text: 'soup at noon', origin: { room: bo.room, seq: row.seq } };
  expect(item).toMatchObject({ name: 'Ada', text: '', forwarded: said });
  expect(second).toMatchObject({ text: 'for everyone', forwarded: said });
  const { key } = ada.session.identity;
  for (const one of [item, second]) {
    const [claim] = one?.claims ?? [];
    expect(claim && verify(key, signedText(key, { room: kitchen.id, ...claim.of }), claim.sig ?? '')).toBe(true);
  }
});

test('where it comes from is told of open rooms alone, and whoever said it first stays its author', async () => {
  const host = await testHost(UNLIMITED);
  const ada = await personWire(host.base, 'Ada');
  const eve = await personWire(host.base, 'Eve');
  const hidden = await made(ada.wire, 'Plans', 'private');
  const target = await say(ada.wire, hidden, 'a secret told');
  await pass(ada.wire, ada.room, { room: hidden, target });
  const seen = await newest(eve.wire, eve.room);
  expect(seen.forwarded).toMatchObject({ by: ada.me.id, name: 'Ada', text: 'a secret told' });
  expect(JSON.stringify(seen)).not.toMatch(new RegExp(`${hidden}|Plans|origin|${target}`));

  await pass(eve.wire, eve.room, { room: eve.room, target: seen.id }, { text: 'look at this' });
  expect(await newest(ada.wire, ada.room)).toMatchObject({
    name: 'Eve',
    text: 'look at this',
    forwarded: seen.forwarded,
  });
});

test('a copy stays when the first message goes, is found by its words, and goes with the message that carries it', async () => {
  const host = await testHost(UNLIMITED);
  const { wire, room } = await personWire(host.base, 'Ada');
  const other = await made(wire, 'Other', 'room');
  const target = await say(wire, room, 'pumpernickel');
  await pass(wire, other, { room, target });
  const copy = await newest(wire, other);
  await wire.ask('message.delete', { room, event: newId(), target });
  expect(await newest(wire, other)).toMatchObject({ text: '', forwarded: { text: 'pumpernickel' } });
  const found = async (): Promise<unknown[]> =>
    (await wire.ask('search', { query: 'pumpernickel' })).results as unknown[];
  await until(async () => (await found()).length === 1);
  await wire.ask('message.send', { room: other, event: newId(), text: 'yes', replyTo: copy.id });
  expect(await newest(wire, other)).toMatchObject({ state: { quote: { text: 'pumpernickel' } } });
  await wire.ask('message.delete', { room: other, event: newId(), target: copy.id });
  const { events } = (await wire.ask('history', { room: other })) as { events: Frame[] };
  expect(JSON.stringify(events)).not.toContain('pumpernickel');
  expect(await found()).toEqual([]);
});

test('nothing can be passed on that one may not read, that is gone, or that one has not seen as it is', async () => {
  const host = await testHost(UNLIMITED);
  const ada = await personWire(host.base, 'Ada');
  const eve = await personWire(host.base, 'Eve');
  const hidden = await made(ada.wire, 'Plans', 'private');
  const secret = await say(ada.wire, hidden, 'a secret');
  const { wire, room } = eve;
  const target = await say(wire, room, 'hello');
  expect(await pass(wire, room, { room: hidden, target: secret })).toMatchObject({ code: 'no-such-room' });
  expect(await pass(wire, room, { room, target: secret })).toMatchObject({ code: 'no-such-event' });
  expect(await pass(wire, hidden, { room, target })).toMatchObject({ code: 'no-such-room' });
  expect(await pass(wire, room, { room, target }, { thread: target })).toMatchObject({ code: 'bad-frame' });
  expect(await pass(wire, room, { room, target }, { text: 'x'.repeat(8_001) })).toMatchObject({
    code: 'text-too-long',
  });
  const edit = newId();
  await wire.ask('message.edit', { room, event: edit, target, text: 'hello there' });
  expect(await pass(wire, room, { room, target })).toMatchObject({ code: 'forward-changed' });
  const event = newId();
  const sent = await pass(wire, room, { room, target, edit }, { event });
  expect(await newest(wire, room)).toMatchObject({ forwarded: { text: 'hello there' } });
  await wire.ask('message.delete', { room, event: newId(), target });
  expect(await pass(wire, room, { room, target, edit })).toMatchObject({ code: 'message-deleted' });
  // A retry is answered as at first.
  expect(await pass(wire, room, { room, target, edit }, { event })).toEqual(sent);
});
