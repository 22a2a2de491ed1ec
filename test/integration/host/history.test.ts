import { expect, test } from 'vitest';
import type { Frame } from '../../support/wire.ts';
import { chatWire, personWire } from '../../support/wire.ts';
import { testHost } from '../../support/host.ts';
import { newId, say } from '../../support/talk.ts';

const SECRET = 'before anyone came';

/** A room with something said in it before its history is kept from newcomers; then Bo, a member, joins. */
async function newcomer() {
  const host = await testHost();
  const ada = await personWire(host.base, 'Ada');
  const { room } = ada;
  const old = await say(ada.wire, room, SECRET);
  await ada.wire.ask('message.pin', { room, event: newId(), target: old, on: true });
  await say(ada.wire, room, 'in its thread', { thread: old });
  await ada.wire.ask('room.history', { room, event: newId(), scope: 'joined' });
  const bo = await personWire(host.base, 'Bo');
  return { host, ada: ada.wire, bo: bo.wire, room, old };
}

const kinds = (answer: Frame): unknown[] => (answer.events as Frame[]).map(({ kind }) => kind);

test('who joins reads from their joining on, whichever way they ask', async () => {
  const { ada, bo, room, old } = await newcomer();
  const fresh = await say(ada, room, 'after');
  const answers = [
    await bo.ask('history', { room }),
    await bo.ask('history', { room, after: 0 }),
    await bo.ask('history', { room, around: 1 }),
    await bo.ask('room.join', { room, after: 0 }).then(({ page }) => page as Frame),
  ];
  for (const answer of answers) {
    expect(kinds(answer)).toEqual(['join', 'message']);
    expect(answer.first).toBe((answer.events as Frame[])[0]?.seq);
  }
  expect(kinds(await bo.ask('history', { room, before: Number(answers[0]?.first) }))).toEqual([]);
  expect(await bo.ask('pins', { room })).toEqual({ events: [] });
  expect(await bo.ask('messages', { room, targets: [old] })).toEqual({ events: [] });
  for (const [type, fields] of [
    ['thread', { root: old }],
    ['message.versions', { target: old }],
    ['report', { target: old }],
    ['message.send', { event: newId(), text: 'what was that?', replyTo: old }],
    ['message.send', { event: newId(), text: 'what was that?', thread: old }],
    ['message.react', { event: newId(), target: old, emoji: '👀', on: true }],
    ['message.pin', { event: newId(), target: old, on: true }],
  ] as const)
    expect(await bo.ask(type, { room, ...fields }), type).toMatchObject({ code: 'no-such-event' });
  expect(await bo.ask('read', { room, seq: 1 })).toMatchObject({ unread: 1 });
  expect(await bo.ask('message.react', { room, event: newId(), target: fresh, emoji: '👀', on: true })).toHaveProperty(
    'seq',
  );
  expect(JSON.stringify([...answers, ...bo.frames])).not.toContain(SECRET);
});

test('nor does search find it, nor do later events tell it, live or in a page', async () => {
  const { ada, bo, room, old } = await newcomer();
  await say(ada, room, 'an answer', { replyTo: old });
  await ada.ask('message.edit', { room, event: newId(), target: old, text: `${SECRET}, again` });
  const own = await say(ada, room, 'to be edited');
  await ada.ask('message.edit', { room, event: newId(), target: own, text: 'edited' });
  await say(ada, room, 'the end');
  const live: Frame[] = [];
  while (!JSON.stringify(live).includes('the end')) live.push(await bo.next({ type: 'events' }));
  const seen = live.flatMap(({ events }) => events as Frame[]).filter(({ kind }) => kind !== 'join');
  expect(seen.map(({ kind, text }) => [kind, text])).toEqual([
    ['message', 'an answer'],
    ['edit', ''],
    ['message', 'to be edited'],
    ['edit', 'edited'],
    ['message', 'the end'],
  ]);
  expect(JSON.stringify([live, await bo.ask('history', { room })])).not.toContain(SECRET);
  const found = async (wire: typeof ada, query: string): Promise<number> => {
    const { results } = await wire.ask('search', { query, utcOffset: 0 });
    return (results as Frame[]).length;
  };
  await expect.poll(() => found(ada, 'anyone')).toBe(1);
  await expect.poll(() => found(bo, 'edited')).toBe(1);
  expect(await found(bo, 'anyone')).toBe(0);
});

test('whoever has not joined, a script or the web reads nothing of it', async () => {
  const { host, ada, room } = await newcomer();
  const { wire: eve } = await personWire(host.base, 'Eve');
  await eve.ask('room.leave', { room });
  expect(await eve.ask('history', { room })).toMatchObject({ code: 'history-hidden' });
  const response = await fetch(`http://${host.base}/api/rooms/${room}/messages`);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: 'history-hidden' });
  const script = await chatWire(host.base);
  script.send({ type: 'join', room: 'general', username: 'Bot' });
  await script.next({ type: 'user_list' });
  await say(ada, room, 'hello');
  expect(await script.next({ type: 'message' })).toMatchObject({ data: { content: 'hello' } });
  expect(JSON.stringify(script.frames)).not.toContain(SECRET);
  // Who comes back begins anew.
  await eve.ask('room.join', { room });
  expect(kinds(await eve.ask('history', { room }))).toEqual(['join']);
});

test('it is set by moderators, and by the maker of a private room; opened again, all is there; a restart keeps it', async () => {
  const { host, ada, bo, room } = await newcomer();
  const set = (wire: typeof ada, id: string, scope: string): Promise<Frame> =>
    wire.ask('room.history', { room: id, event: newId(), scope });
  expect(await set(bo, room, 'all')).toMatchObject({ code: 'not-allowed' });
  expect(await set(ada, room, 'all')).toEqual({});
  expect(JSON.stringify(await bo.ask('history', { room }))).toContain(SECRET);
  expect(await set(ada, room, 'joined')).toEqual({});
  const secret = newId();
  await bo.ask('room.create', { room: secret, name: 'Secret', topic: '', kind: 'private' });
  const { me } = await personWire(host.base, 'Cy').then(async (cy) => {
    expect(await set(cy.wire, secret, 'joined')).toMatchObject({ code: 'no-such-room' });
    await bo.ask('room.invite', { room: secret, event: newId(), member: Number(cy.me.id) });
    expect(await set(cy.wire, secret, 'joined')).toMatchObject({ code: 'not-allowed' });
    return cy;
  });
  expect(await set(bo, secret, 'joined')).toEqual({});
  const direct = await bo.ask('direct.open', { member: Number(me.id) });
  expect(await set(ada, String((direct.room as Frame).id), 'joined')).toMatchObject({ code: 'no-such-room' });
  expect(await set(bo, String((direct.room as Frame).id), 'joined')).toMatchObject({ code: 'room-direct' });
  await host.close();
  const again = await testHost({ dataDir: host.dataDir });
  const { wire: di } = await personWire(again.base, 'Di');
  expect(kinds(await di.ask('history', { room }))).toEqual(['join']);
  const rooms = await fetch(`http://${again.base}/api/rooms/${room}/messages`);
  expect(rooms.status).toBe(403);
});
