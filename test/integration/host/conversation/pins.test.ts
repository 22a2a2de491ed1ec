import { expect, test } from 'vitest';
import { PINS_MAX } from '../../../../src-shared/protocol/limits.ts';
import { join, testHost } from '../../../support/host.ts';
import { newId, say, shown } from '../../../support/talk.ts';
import { until } from '../../../support/wait.ts';
import { personWire, type Frame, type Wire } from '../../../support/wire.ts';

async function one() {
  const host = await testHost({ limits: { events: { perSecond: Infinity, burst: Infinity } } });
  return { host, ...(await personWire(host.base, 'Ada')) };
}

function pin(wire: Wire, room: string, target: string, on = true): Promise<Frame> {
  return wire.ask('message.pin', { room, event: newId(), target, on });
}

async function pinned(wire: Wire, room: string): Promise<unknown[]> {
  const { events } = (await wire.ask('pins', { room })) as { events: Frame[] };
  return events.map(({ text }) => text);
}

test('pinned messages are listed, the last pinned first, until they are unpinned or deleted', async () => {
  const { wire, room, host } = await one();
  const cy = await join(host.url, 'Cy');
  const [a, b, c] = [await say(wire, room, 'a'), await say(wire, room, 'b'), await say(wire, room, 'c')];
  for (const target of [b, a, c]) await pin(wire, room, target);
  expect(await pinned(wire, room)).toEqual(['c', 'a', 'b']);
  await until(() => shown(cy.room).every((item) => item.pinned));
  await pin(wire, room, a, false);
  await wire.ask('message.delete', { room, event: newId(), target: b });
  expect(await pinned(wire, room)).toEqual(['c']);
  await until(() => shown(cy.room).filter((item) => item.pinned).length === 1);
});

test('pinning what is pinned already changes nothing', async () => {
  const { wire, room } = await one();
  const target = await say(wire, room, 'a');
  await pin(wire, room, target);
  await pin(wire, room, target);
  await pin(wire, room, await say(wire, room, 'b'), false);
  const { lastSeq } = (await wire.ask('history', { room })) as { lastSeq: number };
  expect(lastSeq).toBe(5);
});

test('a room has so many pins and not more; nothing and what is deleted cannot be pinned', async () => {
  const { wire, room } = await one();
  for (let i = 0; i < PINS_MAX; i += 1) await pin(wire, room, await say(wire, room, String(i)));
  const target = await say(wire, room, 'one more');
  expect(await pin(wire, room, target)).toMatchObject({ code: 'too-many-pins' });
  expect(await pin(wire, room, newId())).toMatchObject({ code: 'no-such-event' });
  await wire.ask('message.delete', { room, event: newId(), target });
  expect(await pin(wire, room, target)).toMatchObject({ code: 'message-deleted' });
});
