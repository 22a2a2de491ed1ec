import { readFileSync, readdirSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { expect, test } from 'vitest';
import { join, testHost } from '../../../support/host.ts';
import { messagesOf, newId, say, shown } from '../../../support/talk.ts';
import { until } from '../../../support/wait.ts';
import { chatWire, personWire, type Frame } from '../../../support/wire.ts';

const NOWHERE = newId();

async function two() {
  const host = await testHost();
  const ada = await personWire(host.base, 'Ada');
  const bo = await personWire(host.base, 'Bo');
  return { host, room: ada.room, ada: ada.wire, bo: bo.wire };
}

test('an edited message says something else to everyone, live and in every page', async () => {
  const { room, ada, bo, host } = await two();
  const cy = await join(host.url, 'Cy');
  const target = await say(ada, room, 'Helo');
  const edited = await ada.ask('message.edit', { room, event: newId(), target, text: 'Hello' });
  expect(edited).toMatchObject({ seq: 6 });
  expect((await messagesOf(bo, room))[0]).toMatchObject({ text: 'Helo', state: { text: 'Hello', edited: edited.at } });
  await until(() => shown(cy.room)[0]?.text === 'Hello');
  expect(shown(cy.room)).toMatchObject([{ id: target, text: 'Hello', edited: edited.at }]);
  expect(cy.room.unread).toBe(1);
});

test('what a message said before can be looked up', async () => {
  const { room, ada, bo } = await two();
  const target = await say(ada, room, 'one');
  for (const text of ['two', 'three']) await ada.ask('message.edit', { room, event: newId(), target, text });
  const { versions } = (await bo.ask('message.versions', { room, target })) as { versions: Frame[] };
  expect(versions.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
});

test('an edit repeated is answered with the first, and happens once', async () => {
  const { room, ada } = await two();
  const target = await say(ada, room, 'one');
  const event = newId();
  const first = await ada.ask('message.edit', { room, event, target, text: 'two' });
  await ada.ask('message.edit', { room, event: newId(), target, text: 'three' });
  expect(await ada.ask('message.edit', { room, event, target, text: 'two' })).toEqual(first);
  await ada.ask('message.delete', { room, event: newId(), target });
  expect(await ada.ask('message.edit', { room, event, target, text: 'two' })).toEqual(first);
});

test('a deleted message leaves a mark, and nothing of its text anywhere', async () => {
  const { room, ada, bo, host } = await two();
  const target = await say(ada, room, 'the passphrase is xylophone');
  await ada.ask('message.edit', { room, event: newId(), target, text: 'the passphrase is marmalade' });
  await say(bo, room, 'what was that?', { replyTo: target });
  await new Promise((done) => setTimeout(done, 700));
  const deleted = await ada.ask('message.delete', { room, event: newId(), target });
  const [message, reply] = await messagesOf(bo, room);
  expect(message).toMatchObject({
    text: '',
    erased: true,
    state: { deleted: { at: deleted.at, by: { name: 'Ada' } } },
  });
  expect(reply).toMatchObject({ state: { quote: { id: target, text: '', deleted: true } } });
  expect(await bo.ask('message.versions', { room, target })).toMatchObject({ code: 'message-deleted' });
  const found = () =>
    readdirSync(host.dataDir).filter((name) =>
      /xylophone|marmalade/i.test(readFileSync(joinPath(host.dataDir, name), 'latin1')),
    );
  // When the deletion is answered, not some time after.
  expect(found()).toEqual([]);
});

test('a script reads what a message says now, and that one was deleted', async () => {
  const { room, ada, host } = await two();
  const script = await chatWire(host.base);
  script.send({ type: 'join', room: 'general', username: 'bot' });
  await script.next({ type: 'user_list' });
  const edited = await say(ada, room, 'Helo');
  const gone = await say(ada, room, 'oops');
  await ada.ask('message.edit', { room, event: newId(), target: edited, text: 'Hello' });
  await ada.ask('message.delete', { room, event: newId(), target: gone });
  await say(ada, room, 'last');
  for (const content of ['Helo', 'oops', 'last'])
    expect(await script.next({ type: 'message' })).toMatchObject({ data: { content } });
  const answer = await fetch(`http://${host.base}/api/rooms/general/messages`);
  expect(await answer.json()).toMatchObject([
    { content: 'Hello' },
    { content: '', deleted: true },
    { content: 'last' },
  ]);
});

test.each<[string, (all: { mine: string; gone: string; theirs: string }) => [string, Frame], string]>([
  ['an edit of another’s message', ({ theirs }) => ['message.edit', { target: theirs, text: 'x' }], 'not-yours'],
  ['an edit of nothing', () => ['message.edit', { target: NOWHERE, text: 'x' }], 'no-such-event'],
  ['an edit of a deleted message', ({ gone }) => ['message.edit', { target: gone, text: 'x' }], 'message-deleted'],
  ['an edit to nothing', ({ mine }) => ['message.edit', { target: mine, text: ' ' }], 'text-empty'],
  ['an edit too long', ({ mine }) => ['message.edit', { target: mine, text: 'x'.repeat(8_001) }], 'text-too-long'],
  ['an edit without text', ({ mine }) => ['message.edit', { target: mine }], 'bad-frame'],
  ['deleting another’s message', ({ theirs }) => ['message.delete', { target: theirs }], 'not-yours'],
  ['deleting nothing', () => ['message.delete', { target: NOWHERE }], 'no-such-event'],
  ['deleting again', ({ gone }) => ['message.delete', { target: gone }], 'message-deleted'],
  ['the versions of nothing', () => ['message.versions', { target: NOWHERE }], 'no-such-event'],
])('%s is refused', async (_what, make, code) => {
  // The first to log in on this computer owns the host, and may delete what others say.
  const { room, ada: owner, bo, host } = await two();
  const cy = (await personWire(host.base, 'Cy')).wire;
  const mine = await say(bo, room, 'mine');
  const gone = await say(bo, room, 'gone');
  await bo.ask('message.delete', { room, event: newId(), target: gone });
  const theirs = await say(cy, room, 'theirs');
  await say(owner, room, 'x');
  const [type, fields] = make({ mine, gone, theirs });
  expect(await bo.ask(type, { room, event: newId(), ...fields })).toMatchObject({ code });
});

test('a join or an edit is no message: it can be neither edited nor deleted', async () => {
  const { room, ada } = await two();
  const { events } = (await ada.ask('history', { room })) as { events: Frame[] };
  const join = events.find(({ kind }) => kind === 'join')?.id;
  expect(await ada.ask('message.delete', { room, event: newId(), target: join })).toMatchObject({
    code: 'no-such-event',
  });
});

test('a moderator deletes what others say; who did is shown', async () => {
  const { room, ada, bo } = await two();
  const target = await say(bo, room, 'spam');
  expect(await ada.ask('message.delete', { room, event: newId(), target })).toMatchObject({ seq: 5 });
  expect((await messagesOf(bo, room))[0]).toMatchObject({ state: { deleted: { by: { name: 'Ada' } } } });
});

test('who is not in the room changes nothing in it', async () => {
  const { room, ada, bo } = await two();
  const target = await say(bo, room, 'x');
  await bo.ask('room.leave', { room });
  const params = { room, event: newId(), target };
  for (const [type, fields] of [
    ['message.edit', { text: 'y' }],
    ['message.delete', {}],
    ['message.react', { emoji: '👍', on: true }],
    ['message.pin', { on: true }],
  ] as const)
    expect(await bo.ask(type, { ...params, ...fields })).toMatchObject({ code: 'not-in-room' });
  expect((await messagesOf(ada, room))[0]).toMatchObject({ text: 'x' });
});
