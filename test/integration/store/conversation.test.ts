import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFolder } from '../../../src-main/store/sqlite/check.ts';
import { MIGRATIONS } from '../../../src-main/store/sqlite/migrations/index.ts';
import { DATABASE_FILE, openDatabase } from '../../../src-main/store/sqlite/open.ts';
import { SqliteStore } from '../../../src-main/store/sqlite/sqlite-store.ts';
import type { EventDraft } from '../../../src-main/store/store.ts';
import { BOOKMARKS_MAX } from '../../../src-shared/protocol/limits.ts';
import { afterThisTest, tempDir } from '../../support/host.ts';
import { idOf } from '../../support/scripted.ts';

const ROOM = idOf(1_000);
const OTHER = idOf(2_000);
let ids = 50_000;

function newId(): string {
  ids += 1;
  return idOf(ids);
}

function draft(body: EventDraft['body'], fields: Partial<EventDraft> = {}): EventDraft {
  return { room: ROOM, id: newId(), by: 1, at: 5, body, ...fields };
}

const say = (text: string, fields: Partial<EventDraft> = {}): EventDraft => draft({ kind: 'message', text }, fields);

async function store(dir = tempDir()): Promise<SqliteStore> {
  const made = new SqliteStore(dir);
  afterThisTest(() => made.close());
  await made.addMember({ key: null, name: 'Ada', role: 'guest' });
  await made.addMember({ key: null, name: 'Bo', role: 'guest' });
  await made.commit(
    [ROOM, OTHER].map((room) => draft({ kind: 'create', title: room, topic: '' }, { room, id: room, at: 1 })),
  );
  return made;
}

async function found(made: SqliteStore, word: string): Promise<string[]> {
  while ((await made.index(1_000)) > 0);
  const terms = [{ text: word, words: [word], prefix: false }];
  const wish = { terms, has: [], before: null, after: null, rooms: null, hidden: [], from: null, mentions: null };
  return (await made.search.find({ ...wish, cursor: undefined, limit: 50 })).matches.map(
    ({ event }) => event.state?.text ?? event.text,
  );
}

/** A data folder as the first release left it: its log, and its own index. */
function firstRelease(): string {
  const dir = tempDir();
  openDatabase(dir, MIGRATIONS.slice(0, 1)).close();
  const db = new Database(join(dir, DATABASE_FILE));
  db.exec(`
    INSERT INTO members (key, name, role) VALUES (NULL, 'Ada', 'guest');
    INSERT INTO rooms (id, kind, name, topic, last_seq, last_at, archived, indexed_seq)
      VALUES ('${ROOM}', 'room', 'general', '', 3, 9, 0, 3), ('${OTHER}', 'room', 'other', '', 2, 8, 0, 2);
    INSERT INTO memberships VALUES (1, 1);
  `);
  const add = db.prepare('INSERT INTO events (key, id, kind, by, at, text, data) VALUES (?, ?, ?, 1, ?, ?, ?)');
  const step = 2 ** 32;
  const blob = (seq: number): Buffer => Buffer.from(idOf(seq).replaceAll('-', ''), 'hex');
  add.run(step + 1, blob(1), 'create', 1, null, '{"title":"general","topic":""}');
  add.run(step + 2, blob(2), 'message', 5, 'first harvest', null);
  add.run(step + 3, blob(3), 'message', 9, 'third harvest', null);
  add.run(2 * step + 1, blob(4), 'create', 2, null, '{"title":"other","topic":""}');
  add.run(2 * step + 2, blob(5), 'message', 8, 'second harvest', null);
  db.exec('INSERT INTO search (rowid, text) SELECT key, text FROM events WHERE text IS NOT NULL ORDER BY key');
  db.close();
  return dir;
}

test('a database of the first release is taken over whole, and found again in the order of time', async () => {
  const dir = firstRelease();
  const made = new SqliteStore(dir);
  afterThisTest(() => made.close());
  expect((await made.page(ROOM, { limit: 9 })).map(({ seq, kind }) => [seq, kind])).toEqual([
    [1, 'create'],
    [2, 'message'],
    [3, 'message'],
  ]);
  expect(await made.search.covers([ROOM, OTHER])).toEqual([
    { room: ROOM, seq: 0 },
    { room: OTHER, seq: 0 },
  ]);
  expect(await found(made, 'harvest')).toEqual(['third harvest', 'second harvest', 'first harvest']);
  expect(await made.search.covers([ROOM, OTHER])).toEqual([]);
  await made.commit([draft({ kind: 'edit', target: idOf(2), text: 'changed' })]);
  expect((await made.messages.history(ROOM, { limit: 9 }, null)).events[1]).toMatchObject({
    state: { text: 'changed' },
  });
  expect(await made.reads.of(1)).toEqual([]);
  await made.close();
  expect(checkFolder(dir).problems).toEqual([]);
});

test('steps of indexing go from the oldest to the newest of all rooms, however unequal these are', async () => {
  const made = await store();
  const drafts = Array.from({ length: 60 }, (_, i) =>
    say(`harvest ${String(i)}`, { at: 10 + i, room: i % 10 === 0 ? OTHER : ROOM }),
  );
  await made.commit(drafts);
  while ((await made.index(7)) > 0);
  expect(await found(made, 'harvest')).toEqual(
    drafts
      .map(({ body }) => (body.kind === 'message' ? body.text : ''))
      .reverse()
      .slice(0, 50),
  );
});

test('a transaction that fails takes what it did to messages and to the index back with it', async () => {
  const made = await store();
  const target = say('kept');
  await made.commit([target]);
  expect(await found(made, 'kept')).toEqual(['kept']);
  const bad = [draft({ kind: 'delete', target: target.id }), say('by nobody', { by: 99 })];
  await expect(made.commit(bad)).rejects.toMatchObject({ code: 'storage-failed' });
  expect(await found(made, 'kept')).toEqual(['kept']);
  expect((await made.messages.history(ROOM, { limit: 1 }, null)).events).toMatchObject([{ text: 'kept' }]);
});

test('in one transaction, what comes later knows of what came before', async () => {
  const made = await store();
  const target = say('x');
  const root = say('root', { by: 2 });
  const committed = await made.commit([
    target,
    draft({ kind: 'edit', target: target.id, text: 'y' }),
    draft({ kind: 'delete', target: target.id }),
    draft({ kind: 'edit', target: target.id, text: 'z' }),
    root,
    draft({ kind: 'message', text: 'reply', thread: root.id }),
    draft({ kind: 'react', target: root.id, emoji: '👍', on: true }),
    draft({ kind: 'react', target: root.id, emoji: '👍', on: true }),
  ]);
  expect(committed).toMatchObject([
    { event: { seq: 2 } },
    { event: { seq: 3 } },
    { event: { seq: 4 } },
    { refused: { code: 'message-deleted' } },
    { event: { seq: 5 } },
    { event: { seq: 6 } },
    { event: { seq: 7 } },
    { repeated: true, event: { id: root.id } },
  ]);
});

test('a page around an event has it in its middle, and ends where the log does', async () => {
  const made = await store();
  await made.commit(Array.from({ length: 19 }, () => say('x')));
  const seqs = async (around: number, limit: number): Promise<number[]> =>
    (await made.messages.history(ROOM, { around, limit }, null)).events.map(({ seq }) => seq);
  expect(await seqs(10, 5)).toEqual([8, 9, 10, 11, 12]);
  expect(await seqs(10, 1)).toEqual([10]);
  expect(await seqs(1, 6)).toEqual([1, 2, 3, 4]);
  expect(await seqs(20, 6)).toEqual([18, 19, 20]);
  expect(await seqs(1_000_000, 6)).toEqual([18, 19, 20]);
  const long = 'x'.repeat(200_000);
  await made.commit(Array.from({ length: 9 }, () => say(long)));
  expect(await seqs(25, 100)).toContain(25);
});

test('the folder’s check finds nothing wrong after all kinds of changes', async () => {
  const dir = tempDir();
  const made = await store(dir);
  const target = say('needle', { notify: [0, 2] });
  const gone = say('gone');
  await made.commit([
    target,
    gone,
    draft({ kind: 'edit', target: target.id, text: 'pin' }, { notify: [1] }),
    draft({ kind: 'message', text: 'r', thread: target.id, replyTo: gone.id }),
    draft({ kind: 'pin', target: gone.id, on: true }),
  ]);
  await made.index(100);
  await made.commit([
    draft({ kind: 'delete', target: gone.id }),
    draft({ kind: 'edit', target: target.id, text: 'hay' }),
  ]);
  await made.index(100);
  expect(await found(made, 'hay')).toEqual(['hay']);
  await made.close();
  expect(checkFolder(dir).problems).toEqual([]);
});

test('so many bookmarks are kept and not more; one that is there already, or that goes, is always taken', async () => {
  const dir = tempDir();
  const before = await store(dir);
  const drafts = Array.from({ length: BOOKMARKS_MAX + 1 }, (_, i) => say(String(i)));
  await before.commit(drafts);
  await before.close();
  const db = new Database(join(dir, DATABASE_FILE));
  db.exec("INSERT INTO bookmarks SELECT 1, key, 5 FROM events WHERE kind = 'message' AND text <> '0'");
  db.close();
  const made = new SqliteStore(dir);
  afterThisTest(() => made.close());
  const [first, second] = drafts.map(({ id }) => id);
  const add = (id = ''): Promise<void> => made.bookmarks.add(ROOM, 1, id, 1);
  await expect(add(first)).rejects.toMatchObject({ code: 'too-many-bookmarks' });
  await add(second);
  await made.bookmarks.remove(ROOM, 1, newId());
  await made.bookmarks.remove(ROOM, 1, second ?? '');
  await add(first);
  expect(await made.bookmarks.of(1)).toHaveLength(BOOKMARKS_MAX);
  expect(await made.bookmarks.of(2)).toEqual([]);
});
