import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../../../src-main/host/limits.ts';
import type { Room } from '../../../../src-shared/session/room.ts';
import type { Session } from '../../../../src-shared/session/session.ts';
import { join, testHost } from '../../../support/host.ts';
import { MemoryOutbox, newIdentity } from '../../../support/people.ts';
import { shown } from '../../../support/talk.ts';
import { until } from '../../../support/wait.ts';

const UNLIMITED = { limits: NO_RATE_LIMITS };

async function said({ session, room }: { session: Session; room: Room }, text: string, answer = {}): Promise<string> {
  await session.send(room.id, text, answer);
  await until(() => session.unsent(room.id).length === 0);
  const found = await until(() => room.window.events.find((event) => event.kind === 'message' && event.text === text));
  return found.id;
}

test('a session does to messages what a person wants done', async () => {
  const host = await testHost(UNLIMITED);
  const ada = await join(host.url, 'Ada');
  const bo = await join(host.url, 'Bo');
  const { talk } = ada.session;
  const room = ada.room.id;
  const target = await said(ada, 'Helo');
  await talk.edit(room, target, 'Hello');
  await bo.session.talk.react(room, target, '❤', true);
  await talk.pin(room, target, true);
  await until(() => shown(bo.room)[0]?.pinned);
  expect(shown(bo.room, bo.session.me?.id)).toMatchObject([
    { text: 'Hello', pinned: true, reactions: [{ emoji: '❤️', count: 1, mine: true, names: ['Bo'] }] },
  ]);
  expect((await talk.versions(room, target)).map(({ text }) => text)).toEqual(['Helo', 'Hello']);
  expect((await talk.pins(room)).map(({ id }) => id)).toEqual([target]);
  await until(async () => (await talk.search('hell')).covers.length === 0);
  await talk.remove(room, target);
  await until(() => shown(bo.room)[0]?.deleted?.name === 'Ada');
  await expect(talk.edit(room, target, 'x')).rejects.toMatchObject({ code: 'message-deleted' });
  await expect(talk.react(room, target, 'no emoji', true)).rejects.toMatchObject({ code: 'not-an-emoji' });
});

test('a reply in a thread waits in the outbox, of the thread and not of the room, over a restart of the app', async () => {
  const host = await testHost(UNLIMITED);
  const identity = newIdentity();
  const outbox = new MemoryOutbox();
  const ada = await join(host.url, 'Ada', { identity, outbox });
  const root = await said(ada, 'root');
  const thread = ada.room.openThread(root);
  await thread.load();
  await host.close();
  await until(() => ada.session.status.state === 'offline');
  await ada.session.send(ada.room.id, 'aside', { thread: root });
  await ada.session.send(ada.room.id, 'to both', { thread: root, alsoRoom: true, replyTo: root });
  expect(ada.session.unsent(ada.room.id).map(({ text }) => text)).toEqual(['to both']);
  expect(ada.session.unsent(ada.room.id, root).map(({ text }) => text)).toEqual(['aside', 'to both']);
  ada.session.stop();
  const again = await testHost({ ...UNLIMITED, dataDir: host.dataDir, port: host.port });
  const later = await join(again.url, 'Ada', { identity, outbox });
  await until(() => shown(later.room).length === 2);
  expect(shown(later.room)).toMatchObject([
    { text: 'root', thread: { count: 2 } },
    { text: 'to both', inThread: root, replyTo: { id: root, quote: { text: 'root' } } },
  ]);
});

test('an open thread has what was said in it while one was away', async () => {
  const host = await testHost(UNLIMITED);
  const ada = await join(host.url, 'Ada');
  const bo = await join(host.url, 'Bo');
  const root = await said(ada, 'root');
  const thread = ada.room.openThread(root);
  await thread.load();
  await bo.session.send(bo.room.id, 'one', { thread: root });
  await until(() => thread.replies.length === 1);
  ada.session.stop();
  await bo.session.send(bo.room.id, 'two', { thread: root });
  await until(() => bo.session.unsent(bo.room.id, root).length === 0);
  ada.session.start();
  await until(() => thread.replies.length === 2);
  await until(() => shown(ada.room)[0]?.thread?.count === 2);
});

test('reading far above, one sees what became of those messages while one was away', async () => {
  const host = await testHost(UNLIMITED);
  const ada = await join(host.url, 'Ada');
  const bo = await join(host.url, 'Bo');
  const target = await said(bo, 'old');
  for (let i = 0; i < 400; i += 1) void bo.session.send(bo.room.id, `line ${String(i)}`);
  await until(() => bo.session.unsent(bo.room.id).length === 0, 20_000);
  await ada.room.showNewest();
  await until(() => ada.room.atHead && ada.room.window.head > 400);
  ada.session.stop();
  const reader = await join(host.url, 'Cy');
  await reader.room.showAround(4);
  expect(reader.room.atHead).toBe(false);
  await bo.session.talk.edit(bo.room.id, target, 'new');
  await until(() => shown(reader.room)[0]?.text === 'new');
  reader.session.stop();
  await bo.session.talk.edit(bo.room.id, target, 'newer');
  for (let i = 0; i < 300; i += 1) void bo.session.send(bo.room.id, `more ${String(i)}`);
  await until(() => bo.session.unsent(bo.room.id).length === 0, 20_000);
  reader.session.start();
  await until(() => shown(reader.room)[0]?.text === 'newer');
  expect(reader.room.window.events[0]?.seq).toBe(1);
});
