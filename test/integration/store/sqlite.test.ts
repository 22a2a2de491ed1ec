import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../../src-main/store/sqlite/migrations/index.ts';
import { APPLICATION_ID, DATABASE_FILE, openDatabase } from '../../../src-main/store/sqlite/open.ts';
import { SqliteStore } from '../../../src-main/store/sqlite/sqlite-store.ts';
import type { EventDraft, Store } from '../../../src-main/store/store.ts';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import { PAGE_BYTES } from '../../../src-shared/protocol/limits.ts';
import { afterThisTest, tempDir } from '../../support/host.ts';
import { idOf } from '../../support/scripted.ts';

const ROOM = idOf(1_000);
const OTHER = idOf(2_000);
let ids = 10_000;

function newId(): string {
  ids += 1;
  return idOf(ids);
}

function storeIn(dir: string): SqliteStore {
  const store = new SqliteStore(dir);
  afterThisTest(() => store.close());
  return store;
}

/** A store with a member, number 1, and a room. */
async function store(dir = tempDir()): Promise<SqliteStore> {
  const made = storeIn(dir);
  await made.addMember({ key: 'K'.repeat(43), name: 'Ada', role: 'member' });
  await made.commit([create(ROOM)]);
  return made;
}

function create(room: string, title = `room ${room.slice(-4)}`): EventDraft {
  return { room, id: room, by: 1, at: 1, body: { kind: 'create', title, topic: '' } };
}

function say(text: string, fields: Partial<EventDraft> = {}): EventDraft {
  return { room: ROOM, id: newId(), by: 1, at: 5, body: { kind: 'message', text }, ...fields };
}

async function seqs(of: Store, range: Parameters<Store['page']>[1], room = ROOM): Promise<number[]> {
  return (await of.page(room, range)).map(({ seq }) => seq);
}

/** The texts that have a word, room by room. */
const FOUND = `SELECT e.text FROM search JOIN search_docs d ON d.doc = search.rowid JOIN events e ON e.key = d.key
  WHERE search MATCH ? ORDER BY e.key`;

function codeOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code;
    throw thrown;
  }
}

/** The database of a store that is closed, as any SQLite tool would open it. */
function inspect<T>(dir: string, look: (db: Database.Database) => T): T {
  const db = new Database(join(dir, DATABASE_FILE));
  try {
    return look(db);
  } finally {
    db.close();
  }
}

test('an empty folder, and one that is not there yet, becomes a data folder of the newest schema', async () => {
  const dir = join(tempDir(), 'deep', 'folder');
  const made = storeIn(dir);
  expect(made.hostId).toMatch(/^[0-9a-f-]{36}$/);
  expect([await made.rooms(), await made.members()]).toEqual([[], []]);
  await made.close();
  expect(statSync(dir).mode & 0o077).toBe(0);
  inspect(dir, (db) => {
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.at(-1)?.version);
  });
});

test('migrations run in order, each once, all or none', () => {
  const dir = tempDir();
  const first = [...MIGRATIONS, { version: 1_000, sql: 'CREATE TABLE later (a); INSERT INTO later VALUES (1)' }];
  openDatabase(dir, first).close();
  openDatabase(dir, [...first, { version: 1_010, sql: 'INSERT INTO later VALUES (2)' }]).close();
  const broken = [
    ...first,
    { version: 1_010, sql: '' },
    { version: 1_020, sql: 'INSERT INTO later VALUES (3)' },
    { version: 1_030, sql: 'nonsense' },
  ];
  expect(codeOf(() => openDatabase(dir, broken))).not.toBe('');
  inspect(dir, (db) => {
    expect(db.prepare('SELECT a FROM later').pluck().all()).toEqual([1, 2]);
    expect(db.pragma('user_version', { simple: true })).toBe(1_010);
  });
});

test('what moderators did before there were facts of it is kept as it was written', async () => {
  const dir = tempDir();
  const old = openDatabase(dir, [...MIGRATIONS.filter(({ version }) => version < 90)]);
  old.exec("INSERT INTO audit (at, by, action, target, detail) VALUES (1, 'Ada', 'ban', 'Bo', '5 min. spam')");
  old.close();
  const { admin } = storeIn(dir);
  const deed = { at: 2, by: 'Ada', action: 'mute', target: 'Bo', detail: '', facts: { minutes: 5 } };
  await admin.audit(deed);
  expect(await admin.entries(undefined, 9)).toEqual([
    { id: 2, ...deed },
    { id: 1, at: 1, by: 'Ada', action: 'ban', target: 'Bo', detail: '5 min. spam' },
  ]);
});

test('commits are on disk before they count: full synchronous, write-ahead log', () => {
  const db = openDatabase(tempDir());
  expect([db.pragma('journal_mode', { simple: true }), db.pragma('synchronous', { simple: true })]).toEqual(['wal', 2]);
  db.close();
});

test('a message costs two pages of the write-ahead log: its own, and that of its name', async () => {
  const dir = tempDir();
  const made = await store(dir);
  const pages = (): number => Math.floor(statSync(join(dir, `${DATABASE_FILE}-wal`)).size / 4_096);
  const before = pages();
  for (let i = 0; i < 100; i += 1) await made.commit([say('hello')]);
  expect((pages() - before) / 100).toBeLessThan(2.5);
});

test('a database of a newer Parley is refused, and left as it is', () => {
  const dir = tempDir();
  openDatabase(dir, [{ version: 9_999, sql: 'CREATE TABLE later (a)' }]).close();
  const before = readFileSync(join(dir, DATABASE_FILE));
  expect(codeOf(() => new SqliteStore(dir))).toBe('database-newer');
  expect(readFileSync(join(dir, DATABASE_FILE))).toEqual(before);
});

test('the SQLite file of another program is refused, and left as it is', () => {
  const dir = tempDir();
  inspect(dir, (db) => db.exec('CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)'));
  const before = readFileSync(join(dir, DATABASE_FILE));
  expect(codeOf(() => new SqliteStore(dir))).toBe('database-corrupt');
  expect(readFileSync(join(dir, DATABASE_FILE))).toEqual(before);
});

test('a file that is no database is refused, and left as it is', () => {
  const dir = tempDir();
  writeFileSync(join(dir, DATABASE_FILE), 'Dear diary, '.repeat(1_000));
  expect(codeOf(() => new SqliteStore(dir))).toBe('database-corrupt');
  expect(readFileSync(join(dir, DATABASE_FILE), 'utf8')).toContain('Dear diary');
});

test.each([
  ['its first table', 1],
  ['every page but the first', 0],
])('a database damaged in %s is refused', async (_where, pages) => {
  const dir = tempDir();
  const made = await store(dir);
  await made.commit(Array.from({ length: 300 }, (_, i) => say(`line ${String(i)} ${'x'.repeat(200)}`)));
  await made.close();
  const size = statSync(join(dir, DATABASE_FILE)).size;
  const file = openSync(join(dir, DATABASE_FILE), 'r+');
  writeSync(file, Buffer.alloc(pages === 0 ? size - 4_096 : pages * 4_096, 0xa5), 0, undefined, 4_096);
  closeSync(file);
  expect(codeOf(() => new SqliteStore(dir))).toBe('database-corrupt');
});

test('a truncated database is refused', async () => {
  const dir = tempDir();
  const made = await store(dir);
  await made.close();
  writeFileSync(join(dir, DATABASE_FILE), readFileSync(join(dir, DATABASE_FILE)).subarray(0, 5_000));
  expect(codeOf(() => new SqliteStore(dir))).toBe('database-corrupt');
});

test('a folder belongs to one store at a time', async () => {
  const dir = tempDir();
  const first = await store(dir);
  expect(codeOf(() => new SqliteStore(dir))).toBe('folder-in-use');
  await first.commit([say('still works')]);
  await first.close();
  expect((await storeIn(dir).rooms()).length).toBe(1);
});

test('a folder that cannot be made, or in which nothing can be, is unwritable', () => {
  const file = join(tempDir(), 'file');
  writeFileSync(file, '');
  expect(codeOf(() => new SqliteStore(file))).toBe('folder-unwritable');
  expect(codeOf(() => new SqliteStore(join(file, 'below')))).toBe('folder-unwritable');
  const blocked = tempDir();
  mkdirSync(join(blocked, DATABASE_FILE));
  expect(codeOf(() => new SqliteStore(blocked))).toBe('folder-unwritable');
});

test.skipIf(!existsSync('/proc/version'))('a folder of a file system that takes no files is unwritable', () => {
  expect(codeOf(() => new SqliteStore('/proc'))).toBe('folder-unwritable');
});

test('every kind of event comes back as it was put in', async () => {
  const made = await store();
  const bodies: EventDraft['body'][] = [
    { kind: 'message', text: 'a\0b 🦜\n' },
    { kind: 'join' },
    { kind: 'leave' },
    { kind: 'rename', title: 'b' },
    { kind: 'topic', topic: '' },
    { kind: 'archive' },
  ];
  const drafts = bodies.map((body) => say('', { body }));
  const committed = await made.commit(drafts);
  const expected = drafts.map(({ id, body }, i) => ({ seq: i + 2, id, at: 5, by: 1, name: 'Ada', ...body }));
  expect(committed).toEqual(expected.map((event) => ({ event, repeated: false })));
  expect((await made.page(ROOM, { limit: 50 })).slice(1)).toEqual(expected);
});

test('each room counts from one, whatever the order of its events among others', async () => {
  const made = await store();
  await made.commit([create(OTHER), say('a'), say('b', { room: OTHER }), say('c'), say('d', { room: OTHER })]);
  expect(await seqs(made, { limit: 50 })).toEqual([1, 2, 3]);
  expect(await seqs(made, { limit: 50 }, OTHER)).toEqual([1, 2, 3]);
});

test('pages are ranges of the log, oldest first', async () => {
  const made = await store();
  await made.commit(Array.from({ length: 9 }, (_, i) => say(`line ${String(i)}`)));
  expect(await seqs(made, { limit: 3 })).toEqual([8, 9, 10]);
  expect(await seqs(made, { limit: 3, before: 8 })).toEqual([5, 6, 7]);
  expect(await seqs(made, { limit: 3, before: 2 })).toEqual([1]);
  expect(await seqs(made, { limit: 3, before: 1 })).toEqual([]);
  expect(await seqs(made, { limit: 3, before: 1_000 })).toEqual([8, 9, 10]);
  expect(await seqs(made, { limit: 3, after: 0 })).toEqual([1, 2, 3]);
  expect(await seqs(made, { limit: 3, after: 8 })).toEqual([9, 10]);
  expect(await seqs(made, { limit: 3, after: 10 })).toEqual([]);
  expect(await seqs(made, { limit: 3 }, OTHER)).toEqual([]);
});

test('no range, however far, reaches into another room', async () => {
  const made = await store();
  await made.commit([create(OTHER), say('theirs', { room: OTHER })]);
  for (const far of [2 ** 32, 2 ** 33, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
    expect(await seqs(made, { limit: 50, before: far })).toEqual([1]);
    expect(await seqs(made, { limit: 50, after: far })).toEqual([]);
    expect(await seqs(made, { limit: 50, before: far }, OTHER)).toEqual([1, 2]);
  }
});

test('a page ends where it would fill a frame, at the end that is farther from what was asked for', async () => {
  const made = await store();
  const long = 'x'.repeat(PAGE_BYTES / 4);
  await made.commit(Array.from({ length: 9 }, () => say(long)));
  expect(await seqs(made, { limit: 50 })).toEqual([8, 9, 10]);
  expect(await seqs(made, { limit: 50, before: 8 })).toEqual([5, 6, 7]);
  expect(await seqs(made, { limit: 50, after: 1 })).toEqual([2, 3, 4]);
  await made.commit([say('y'.repeat(2 * PAGE_BYTES)), say('z')]);
  expect(await seqs(made, { limit: 50, after: 10 })).toEqual([11]);
});

test('an event repeated by its author is answered with the first; another’s id is refused', async () => {
  const made = await store();
  await made.addMember({ key: null, name: 'Bo', role: 'guest' });
  const draft = say('first');
  const [first] = await made.commit([draft]);
  const again = await made.commit([say('changed', { id: draft.id }), say('x', { id: draft.id, by: 2 }), say('next')]);
  expect(again[0]).toEqual({ ...first, repeated: true });
  expect(again[1]).toMatchObject({ refused: { code: 'id-taken' } });
  expect(again[2]).toMatchObject({ event: { seq: 3 } });
  const twice = say('twice');
  expect(await made.commit([twice, twice])).toMatchObject([
    { event: { seq: 4 }, repeated: false },
    { event: { seq: 4 }, repeated: true },
  ]);
});

test('one id may be used in two rooms', async () => {
  const made = await store();
  const id = newId();
  expect(await made.commit([create(OTHER), say('a', { id }), say('b', { id, room: OTHER })])).toMatchObject([
    { event: { seq: 1 } },
    { event: { seq: 2 } },
    { event: { seq: 2 } },
  ]);
});

test('an event for a room there is not is refused, the others are not', async () => {
  const made = await store();
  expect(await made.commit([say('x', { room: OTHER }), say('y')])).toMatchObject([
    { refused: { code: 'no-such-room' } },
    { event: { seq: 2 } },
  ]);
});

test('a transaction that fails leaves everything as it was', async () => {
  const made = await store();
  await made.commit([say('before')]);
  const bad = [say('a'), create(OTHER), say('b', { room: OTHER }), say('by nobody', { by: 99 })];
  await expect(made.commit(bad)).rejects.toMatchObject({ code: 'storage-failed' });
  expect(await seqs(made, { limit: 50 })).toEqual([1, 2]);
  expect((await made.rooms()).map(({ id, lastSeq }) => [id, lastSeq])).toEqual([[ROOM, 2]]);
  expect(await made.commit([say('after')])).toMatchObject([{ event: { seq: 3 } }]);
  expect(await made.commit([say('y', { room: OTHER })])).toMatchObject([{ refused: { code: 'no-such-room' } }]);
});

test('a room’s times never go back, even if the clock does', async () => {
  const dir = tempDir();
  const made = await store(dir);
  await made.commit([say('a', { at: 1_000 }), say('b', { at: 10 })]);
  await made.close();
  const again = storeIn(dir);
  await again.commit([say('c', { at: 20 }), say('d', { at: 2_000 })]);
  expect((await again.page(ROOM, { limit: 4 })).map(({ at }) => at)).toEqual([1_000, 1_000, 1_000, 2_000]);
});

test('what events change is in the lists of rooms and members', async () => {
  const made = await store();
  await made.commit([
    say('', { body: { kind: 'rename', title: 'new name' } }),
    say('', { body: { kind: 'topic', topic: 'new topic' } }),
    say('', { body: { kind: 'join' } }),
    say('', { at: 77, body: { kind: 'archive' } }),
  ]);
  expect(await made.rooms()).toMatchObject([
    { id: ROOM, kind: 'room', name: 'new name', topic: 'new topic', lastSeq: 5, lastAt: 77, archived: true },
  ]);
  expect(await made.roomsOf(1)).toEqual([ROOM]);
  await made.commit([say('', { body: { kind: 'leave' } })]);
  expect(await made.roomsOf(1)).toEqual([]);
});

test('messages show their author’s present name', async () => {
  const made = await store();
  await made.commit([say('x')]);
  await made.renameMember(1, 'Ada L.');
  expect((await made.page(ROOM, { limit: 1 }))[0]?.name).toBe('Ada L.');
  expect(await made.commit([say('y')])).toMatchObject([{ event: { name: 'Ada L.' } }]);
});

test('everything survives being closed and opened', async () => {
  const dir = tempDir();
  const made = await store(dir);
  await made.commit([say('kept'), say('', { body: { kind: 'join' } })]);
  const before = [
    made.hostId,
    await made.rooms(),
    await made.members(),
    await made.roomsOf(1),
    await made.page(ROOM, { limit: 50 }),
  ];
  await made.close();
  const again = storeIn(dir);
  expect([
    again.hostId,
    await again.rooms(),
    await again.members(),
    await again.roomsOf(1),
    await again.page(ROOM, { limit: 50 }),
  ]).toEqual(before);
});

test('the search index catches up in steps, and finds words whatever their accents and case', async () => {
  const dir = tempDir();
  const made = await store(dir);
  await made.commit([
    create(OTHER),
    say('Café au lait'),
    say('', { body: { kind: 'join' } }),
    say('nothing'),
    say('le CAFE', { room: OTHER }),
  ]);
  const steps = [];
  for (let added = await made.index(2); added > 0; added = await made.index(2)) steps.push(added);
  expect(steps).toEqual([2, 2, 2]);
  await made.commit([say('späte Café-Pause')]);
  expect(await made.index(100)).toBe(1);
  await made.close();
  const found = inspect(dir, (db) => db.prepare(FOUND).pluck().all('cafe'));
  expect(found).toEqual(['Café au lait', 'späte Café-Pause', 'le CAFE']);
});

test('what was not indexed before a stop is indexed after it', async () => {
  const dir = tempDir();
  const made = await store(dir);
  await made.commit([say('one'), say('two')]);
  await made.index(2);
  await made.close();
  const again = storeIn(dir);
  expect([await again.index(100), await again.index(100)]).toEqual([1, 0]);
});

test('an index that could not be written is written later, with nothing left out', async () => {
  const dir = tempDir();
  const made = await store(dir);
  await made.commit([say('needle'), create(OTHER), say('x', { room: OTHER })]);
  await made.close();
  inspect(dir, (db) =>
    db.exec(
      `CREATE TRIGGER fail BEFORE UPDATE OF indexed_seq ON rooms WHEN new.number = 2 AND new.indexed_seq > 1 BEGIN SELECT RAISE(ABORT, 'disk'); END`,
    ),
  );
  const again = storeIn(dir);
  await expect(again.index(100)).rejects.toMatchObject({ code: 'storage-failed' });
  expect([await again.index(2), await again.index(1)]).toEqual([2, 1]);
  await again.close();
  expect(
    inspect(dir, (db) => db.prepare("SELECT count(*) FROM search WHERE search MATCH 'needle'").pluck().get()),
  ).toBe(1);
});

test('a host is handed over in one transaction: there is never another number of owners than one', async () => {
  const dir = tempDir();
  const made = await store(dir);
  await made.addMember({ key: 'L'.repeat(43), name: 'Bo', role: 'moderator' });
  const roles = async () => (await made.members()).map(({ role }) => role);
  expect([await made.admin.handOver(1, 2), await roles()]).toEqual([false, ['member', 'moderator']]);
  await made.admin.setRole(1, 'owner');
  expect([await made.admin.handOver(1, 2), await roles()]).toEqual([true, ['moderator', 'owner']]);
  await made.close();
  inspect(dir, (db) =>
    db.exec(
      `CREATE TRIGGER fail BEFORE UPDATE OF role ON members WHEN new.role = 'owner' BEGIN SELECT RAISE(ABORT, 'disk'); END`,
    ),
  );
  const again = storeIn(dir);
  await expect(again.admin.handOver(2, 1)).rejects.toMatchObject({ code: 'storage-failed' });
  expect((await again.members()).map(({ role }) => role)).toEqual(['moderator', 'owner']);
});

test('a closed store refuses, and does not crash', async () => {
  const made = await store();
  await made.close();
  await made.close();
  await expect(made.commit([say('x')])).rejects.toMatchObject({ code: 'storage-failed' });
  await expect(made.page(ROOM, { limit: 1 })).rejects.toMatchObject({ code: 'storage-failed' });
});
