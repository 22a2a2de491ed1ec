import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../../src-main/host/limits.ts';
import { verify } from '../../../src-main/host/session/verify.ts';
import { claimsIn, exportLine, jsonlFormat, type ExportLine } from '../../../src-shared/domain/export/jsonl.ts';
import { may } from '../../../src-shared/domain/permissions.ts';
import { signedText } from '../../../src-shared/domain/signed-text.ts';
import { LogReader, type ExportLink } from '../../../src-shared/session/export.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { realClock } from '../../support/clock.ts';
import { about } from '../../support/exported.ts';
import { join, testHost, texts } from '../../support/host.ts';
import { newId, say } from '../../support/talk.ts';
import { until } from '../../support/wait.ts';
import { chatWire, personWire } from '../../support/wire.ts';

const MESSAGES = 3_000;

/** Exports a room as JSON Lines, as fast as it can. */
async function exported(session: Session, room: string): Promise<ExportLine[]> {
  const span = await session.request('room.export', { room });
  const link: ExportLink = {
    clock: { ...realClock, later: (_ms: number, run: () => void) => realClock.later(0, run) },
    request: (type, params) => session.request(type, params),
  };
  const format = jsonlFormat({ ...about, room: { ...about.room, id: room }, first: span.first, last: span.lastSeq });
  let text = format.begin();
  for await (const page of new LogReader(link, room, { versions: true, keys: true }).pages(span))
    text += [...format.page(page)].join('');
  text += format.end();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => exportLine.parse(JSON.parse(line)));
}

const messagesIn = (lines: readonly ExportLine[]) => lines.flatMap((line) => (line.type === 'message' ? [line] : []));

test('a room of some thousand messages is exported whole, each once, and whose words they are can be checked', async () => {
  const host = await testHost({ limits: NO_RATE_LIMITS });
  const { session, room } = await join(host.url, 'Ada');
  const bot = await chatWire(host.base);
  bot.send({ type: 'join', room: 'general', username: 'bot' });
  await bot.next({ type: 'user_list' });
  for (let i = 0; i < MESSAGES; i += 1) bot.send({ type: 'message', room: 'general', content: `#${String(i)}` });
  const last = `#${String(MESSAGES - 1)}`;
  await until(() => texts(room).at(-1) === last, 20_000, 'everything is said');
  await session.send(room.id, 'fisrt');
  await session.send(room.id, 'taken back');
  const own = await until(() => {
    const said = room.window.events.filter((event) => event.kind === 'message' && event.by === session.me?.id);
    return said.length === 2 ? said : null;
  });
  await session.talk.edit(room.id, own[0]?.id ?? '', 'first');
  await session.talk.react(room.id, own[0]?.id ?? '', '👍', true);
  await session.talk.remove(room.id, own[1]?.id ?? '');

  const lines = await exported(session, room.id);
  const said = messagesIn(lines);
  expect(said.slice(0, MESSAGES).map(({ text }) => text)).toEqual(Array.from({ length: MESSAGES }, (_, i) => `#${String(i)}`)); // prettier-ignore
  expect(new Set(said.map(({ id }) => id)).size).toBe(MESSAGES + 2);
  expect(lines.at(-1)).toEqual({ type: 'end', messages: MESSAGES + 2 });
  expect(said.at(-1)).toMatchObject({ text: '', deleted: { by: { name: 'Ada' } } });
  expect(JSON.stringify(lines)).not.toContain('taken back');

  const edited = said.at(-2);
  if (!edited) throw new Error('not there');
  expect(edited).toMatchObject({ text: 'first', reactions: [{ emoji: '👍', count: 1 }] });
  const ada = lines.find((line) => line.type === 'person' && line.name === 'Ada');
  const key = ada?.type === 'person' ? (ada.key ?? '') : '';
  const genuine = (text: string): boolean[] =>
    claimsIn({ ...edited, text }).map(({ sig, of }) =>
      verify(key, signedText(key, { ...of, room: room.id }), sig ?? ''),
    );
  expect(genuine('first')).toEqual([true, true]);
  expect(genuine('forged')).toEqual([true, false]);
});

test('who may read a room may export what they may read, and nobody else', async () => {
  const host = await testHost();
  const ada = await personWire(host.base, 'Ada');
  const { room } = ada;
  const secret = newId();
  const open = newId();
  await ada.wire.ask('room.create', { room: secret, name: 'secret', topic: '', kind: 'private' });
  await ada.wire.ask('room.create', { room: open, name: 'open', topic: '' });
  await say(ada.wire, room, 'before Bo came');
  await ada.wire.ask('room.history', { room, event: newId(), scope: 'joined' });
  const bo = await personWire(host.base, 'Bo');
  expect(await bo.wire.ask('room.export', { room: secret })).toMatchObject({ code: 'no-such-room' });
  expect(await bo.wire.ask('room.export', { room: open })).toMatchObject({ code: 'not-in-room' });
  const { first, lastSeq } = await bo.wire.ask('room.export', { room });
  expect(first).toBe(lastSeq);
  expect(await ada.wire.ask('room.export', { room })).toMatchObject({ lastSeq });
  await ada.wire.ask('room.join', { room: open });
  await ada.wire.ask('room.archive', { room: open, event: newId() });
  expect(await bo.wire.ask('room.export', { room: open })).toMatchObject({ first: 1 });
  expect([may('guest', 'room.export'), may('member', 'room.export')]).toEqual([false, true]);
});
