import { expect, test } from 'vitest';
import { join, testHost } from '../../../support/host.ts';
import { messagesOf, newId, say, shown } from '../../../support/talk.ts';
import { until } from '../../../support/wait.ts';
import { personWire, type Frame, type Wire } from '../../../support/wire.ts';

async function two() {
  const host = await testHost({ limits: { events: { perSecond: Infinity, burst: Infinity } } });
  const ada = await personWire(host.base, 'Ada');
  const bo = await personWire(host.base, 'Bo');
  return { host, room: ada.room, ada: ada.wire, bo: bo.wire };
}

function react(wire: Wire, room: string, target: string, emoji: string, on = true): Promise<Frame> {
  return wire.ask('message.react', { room, event: newId(), target, emoji, on });
}

test('reactions are counted by emoji, with who reacted, live and in pages', async () => {
  const { room, ada, bo, host } = await two();
  const cy = await join(host.url, 'Cy');
  const target = await say(ada, room, 'tea?');
  await react(bo, room, target, '👍');
  await react(ada, room, target, '👍');
  await react(bo, room, target, '❤');
  const [message] = await messagesOf(ada, room);
  expect(message).toMatchObject({
    state: {
      reactions: [
        { emoji: '👍', count: 2, by: [{ name: 'Bo' }, { name: 'Ada' }] },
        { emoji: '❤️', count: 1, by: [{ name: 'Bo' }] },
      ],
    },
  });
  await until(() => shown(cy.room)[0]?.reactions.length === 2);
  await react(bo, room, target, '❤️', false);
  await until(() => shown(cy.room)[0]?.reactions.length === 1);
  expect(shown(cy.room)[0]?.reactions).toEqual([{ emoji: '👍', count: 2, mine: false, names: ['Bo', 'Ada'] }]);
  expect((await messagesOf(ada, room))[0]).toMatchObject({ state: { reactions: [{ emoji: '👍', count: 2 }] } });
});

test('what is so already is answered, and is not said again', async () => {
  const { room, ada, bo } = await two();
  const target = await say(ada, room, 'x');
  await react(bo, room, target, '👍');
  expect(await react(bo, room, target, '👍')).toMatchObject({ seq: 4 });
  expect(await react(bo, room, target, '🎉', false)).toMatchObject({ seq: 4 });
  const { lastSeq } = (await ada.ask('history', { room })) as { lastSeq: number };
  expect(lastSeq).toBe(5);
});

test('twenty kinds of emoji on a message, and not one more', async () => {
  const { room, ada, bo } = await two();
  const target = await say(ada, room, 'x');
  const kinds = Array.from('😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓');
  for (const emoji of kinds)
    expect(await react(ada, room, target, emoji)).toMatchObject({ at: expect.any(Number) as number });
  expect(await react(bo, room, target, '👍')).toMatchObject({ code: 'too-many-reactions' });
  expect(await react(bo, room, target, '😀')).toMatchObject({ at: expect.any(Number) as number });
  await react(ada, room, target, '😁', false);
  expect(await react(bo, room, target, '👍')).toMatchObject({ at: expect.any(Number) as number });
});

test.each([
  ['a word', 'ok', 'not-an-emoji'],
  ['nothing', '', 'not-an-emoji'],
  ['two emoji', '👍👍', 'not-an-emoji'],
  ['a digit', '7', 'not-an-emoji'],
  ['very many joined ones', '👨‍'.repeat(12) + '👨', 'not-an-emoji'],
  ['something long', 'x'.repeat(65), 'bad-frame'],
])('a reaction that is %s is refused', async (_what, emoji, code) => {
  const { room, ada } = await two();
  expect(await react(ada, room, await say(ada, room, 'x'), emoji)).toMatchObject({ code });
});

test('a reaction to nothing, or to a deleted message, is refused', async () => {
  const { room, ada } = await two();
  expect(await react(ada, room, newId(), '👍')).toMatchObject({ code: 'no-such-event' });
  const target = await say(ada, room, 'x');
  await react(ada, room, target, '🎉');
  await ada.ask('message.delete', { room, event: newId(), target });
  expect(await react(ada, room, target, '👍')).toMatchObject({ code: 'message-deleted' });
  const [message] = (await messagesOf(ada, room)) as { state: Frame }[];
  expect(message?.state.reactions).toBeUndefined();
});

test('one’s own reaction is known as such, however many there are', async () => {
  const { host, room, ada } = await two();
  const target = await say(ada, room, 'x');
  const people = [];
  for (let i = 0; i < 25; i += 1) people.push(await personWire(host.base, `P${String(i)}`));
  for (const { wire } of people) await react(wire, room, target, '👍');
  const last = people.at(-1);
  const [seen] = (await messagesOf(last?.wire ?? ada, room, { limit: 200 })) as {
    state: { reactions: { count: number; by: Frame[] }[] };
  }[];
  expect(seen?.state.reactions[0]?.count).toBe(25);
  expect(seen?.state.reactions[0]?.by).toHaveLength(21);
  expect(seen?.state.reactions[0]?.by.at(-1)).toMatchObject({ name: 'P24' });
});
