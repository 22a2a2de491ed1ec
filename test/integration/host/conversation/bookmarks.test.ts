import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../../../src-main/host/limits.ts';
import { join, testHost } from '../../../support/host.ts';
import { newIdentity } from '../../../support/people.ts';
import { newId, say } from '../../../support/talk.ts';
import { until } from '../../../support/wait.ts';
import { personWire, type Frame, type Wire } from '../../../support/wire.ts';

const UNLIMITED = { limits: NO_RATE_LIMITS };

function mark(wire: Wire, room: string, target: string, on = true): Promise<Frame> {
  return wire.ask('bookmark', { room, target, on });
}

async function marked(wire: Wire): Promise<unknown[]> {
  const { bookmarks } = (await wire.ask('bookmarks')) as { bookmarks: Frame[] };
  return bookmarks.map(({ text }) => text);
}

test('one’s bookmarks are the same on all one’s devices, the last first, and nobody else’s', async () => {
  const host = await testHost(UNLIMITED);
  const identity = newIdentity();
  const desk = await join(host.url, 'Ada', { identity });
  const phone = await join(host.url, 'Ada', { identity });
  const bo = await personWire(host.base, 'Bo');
  const [a, b] = [await say(bo.wire, bo.room, 'milk\nand more'), await say(bo.wire, bo.room, 'bread')];
  for (const target of [a, b, a]) await desk.session.bookmarks.set(bo.room, target, true);
  const texts = (): string[] => phone.session.bookmarks.list.map(({ text }) => text);
  await until(() => texts().length === 2);
  expect(texts()).toEqual(['bread', 'milk']);
  expect(phone.session.bookmarks.list[1]).toMatchObject({ room: bo.room, id: a, name: 'Bo' });
  expect(await marked(bo.wire)).toEqual([]);
  await phone.session.bookmarks.set(bo.room, b, false);
  await until(() => desk.session.bookmarks.list.length === 1);
  const { wire } = await personWire(host.base, 'Ada', identity);
  expect(await marked(wire)).toEqual(['milk']);
});

test('a bookmark tells what the message says now, and goes with the message', async () => {
  const host = await testHost(UNLIMITED);
  const ada = await join(host.url, 'Ada');
  const bo = await personWire(host.base, 'Bo');
  const target = await say(bo.wire, bo.room, 'Helo');
  await ada.session.bookmarks.set(bo.room, target, true);
  await bo.wire.ask('message.edit', { room: bo.room, event: newId(), target, text: 'Hello' });
  await until(() => ada.session.bookmarks.list[0]?.text === 'Hello');
  await bo.wire.ask('message.delete', { room: bo.room, event: newId(), target });
  await until(() => ada.session.bookmarks.list.length === 0);
  await expect(ada.session.bookmarks.set(bo.room, target, true)).rejects.toMatchObject({ code: 'message-deleted' });
});

test('what one may not read can neither be bookmarked nor shows through a bookmark', async () => {
  const host = await testHost(UNLIMITED);
  const ada = await personWire(host.base, 'Ada');
  const eve = await personWire(host.base, 'Eve');
  const { room: made } = await ada.wire.ask('room.create', {
    room: newId(),
    name: 'Plans',
    topic: '',
    kind: 'private',
  });
  const hidden = String((made as Frame).id);
  const target = await say(ada.wire, hidden, 'a secret');
  expect(await mark(eve.wire, hidden, target)).toMatchObject({ code: 'no-such-room' });
  expect(await mark(eve.wire, eve.room, target)).toMatchObject({ code: 'no-such-event' });
  await ada.wire.ask('room.invite', { room: hidden, event: newId(), member: eve.me.id });
  await mark(eve.wire, hidden, target);
  expect(await marked(eve.wire)).toEqual(['a secret']);
  await eve.wire.ask('room.leave', { room: hidden });
  expect(await marked(eve.wire)).toEqual([]);

  const open = await say(ada.wire, ada.room, 'from before');
  await mark(eve.wire, ada.room, open);
  await ada.wire.ask('room.history', { room: ada.room, event: newId(), scope: 'joined' });
  await eve.wire.ask('room.leave', { room: ada.room });
  expect(await marked(eve.wire)).toEqual([]);
  await eve.wire.ask('room.join', { room: ada.room });
  expect(await marked(eve.wire)).toEqual([]);
  expect(await mark(eve.wire, ada.room, open)).toMatchObject({ code: 'no-such-event' });
});
