import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type Database from 'better-sqlite3';
import { beforeEach, expect, test, vi } from 'vitest';
import { startHost } from '../../src-main/host/host.ts';
import { NO_RATE_LIMITS } from '../../src-main/host/limits.ts';
import { asRefusal } from '../../src-shared/protocol/errors.ts';
import { ChildHost } from '../support/child-host.ts';
import { RawSession } from '../support/chaos-raw.ts';
import { newId } from '../support/talk.ts';
import { hastyClock, WatchedOutbox } from '../support/chaos-session.ts';
import { noDisks, SmallDisk } from '../support/disk.ts';
import { readDisk, textsBy } from '../support/disk-log.ts';
import { afterThisTest, join, tempDir, testHost, texts } from '../support/host.ts';
import { newIdentity } from '../support/people.ts';
import { until } from '../support/wait.ts';

/** The databases that hosts of this process have opened, newest last. */
const databases: Database.Database[] = [];

vi.mock(import('../../src-main/store/sqlite/open.ts'), async (importOriginal) => {
  const original = await importOriginal();
  return {
    ...original,
    openDatabase: (...args: Parameters<typeof original.openDatabase>) => {
      const database = original.openDatabase(...args);
      databases.push(database);
      return database;
    },
  };
});

beforeEach(() => {
  databases.length = 0;
});

const limits = NO_RATE_LIMITS;
const why = noDisks();
const LONG = 'x'.repeat(2_000);

interface Trouble {
  /** From now on nothing can be written. */
  begin(): void;
  end(): void;
}

/** Makes trouble for a host that runs; gives what goes wrong, and how it stops. */
type MakeTrouble = (dataDir: string) => Promise<Trouble> | Trouble;

/**
 * Two people on a host whose disk gives trouble for a while: one who sends again until it is through, and one who does
 * not. Nothing is acknowledged that is not in the log, reading goes on, and afterwards everything waiting is sent.
 */
async function sitOut(dataDir: string, makeTrouble: MakeTrouble, words: RegExp): Promise<void> {
  const host = await testHost({ dataDir, limits });
  const outbox = new WatchedOutbox();
  const identity = newIdentity();
  const ada = await join(host.url, 'Ada', { outbox, identity, clock: hastyClock(10) });
  const raw = await RawSession.open(host.url, 'Raw');
  const room = ada.room.id;
  await raw.request('room.join', { room });
  await ada.session.send(room, 'before');
  await until(() => outbox.entries.size === 0);

  const trouble = await makeTrouble(dataDir);
  trouble.begin();
  const acknowledged: { id: string; seq: number }[] = [];
  const refused: string[] = [];
  for (let i = 0; refused.length < 5; i += 1) {
    expect(i, 'the trouble is real').toBeLessThan(5_000);
    const id = newId();
    const { result, error } = await raw.request('message.send', { room, event: id, text: LONG });
    if (result) acknowledged.push({ id, seq: Number(result.seq) });
    else refused.push(`${error?.code ?? 'unanswered'}: ${error?.message ?? ''}`);
  }
  for (const refusal of refused) expect(refusal).toMatch(words);
  const during = `during ${LONG}`;
  await ada.session.send(room, during);
  // Whoever is known can come, read and wait.
  const head = (await raw.request('history', { room })).result?.lastSeq;
  const again = await join(host.url, 'Ada', { identity });
  expect(again.room.window.head).toBe(head);
  expect((await fetch(`http://${host.base}/health`)).status).toBe(200);
  expect(outbox.entries.size).toBe(1);
  expect(ada.session.unsent(room)).toMatchObject([{ text: during, failure: null }]);

  trouble.end();
  await until(() => outbox.entries.size === 0, 10_000, 'what waited is sent');
  await until(() => texts(again.room).at(-1) === during);
  const { result } = await raw.request('message.send', { room, event: newId(), text: 'after' });
  expect(result).toBeDefined();
  await host.close();
  const { logs, problems } = await readDisk(dataDir);
  expect(problems).toEqual([]);
  const log = logs.get(room) ?? [];
  for (const { id, seq } of acknowledged) expect(log[seq - 1]?.id).toBe(id);
  expect(textsBy(log, 'Raw')).toEqual([...acknowledged.map(() => LONG), 'after']);
  expect(textsBy(log, 'Ada')).toEqual(['before', during]);
}

function openDatabaseOfHost(): Database.Database {
  const database = databases.find(({ open }) => open);
  if (!database) throw new Error('the host has no database open');
  return database;
}

test('a database that may not grow refuses with words, and what waits is sent when it may', async () => {
  const makeTrouble = (): Trouble => {
    const database = openDatabaseOfHost();
    const pages = database.pragma('page_count', { simple: true }) as number;
    return {
      begin: () => database.pragma(`max_page_count = ${String(pages + 5)}`),
      end: () => database.pragma('max_page_count = 1000000'),
    };
  };
  await sitOut(tempDir(), makeTrouble, /^storage-failed: The disk of the host is full\./);
});

test('a database that becomes read-only refuses with words, and what waits is sent when it is writable', async () => {
  const makeTrouble = (): Trouble => {
    const database = openDatabaseOfHost();
    return {
      begin: () => database.pragma('query_only = ON'),
      end: () => database.pragma('query_only = OFF'),
    };
  };
  await sitOut(tempDir(), makeTrouble, /^storage-failed: The host may not write/);
});

test.skipIf(why)(
  `a disk that fills up refuses with words, and what waits is sent when there is room${note(why)}`,
  async () => {
    const disk = new SmallDisk(8 * 1024);
    const makeTrouble = (): Trouble => ({
      begin: () => {
        disk.fill(100 * 1024);
      },
      end: () => {
        disk.empty();
      },
    });
    await sitOut(joinPath(disk.dir, 'data'), makeTrouble, /^storage-failed: The disk of the host is full\./);
  },
);

/** Overwrites a file's pages from the second on, from another process: closing the file here would drop the host's lock. */
async function overwrite(file: string, content: 'garbage' | Buffer): Promise<void> {
  const script = `
    const { openSync, writeSync } = require('node:fs');
    const chunks = [];
    process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', () => writeSync(openSync(process.argv[1], 'r+'), Buffer.concat(chunks), 0, null, 4096));`;
  const child = spawn(process.execPath, ['-e', script, file], { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.end(content === 'garbage' ? Buffer.alloc(statSync(file).size - 4_096, 0xa5) : content);
  await new Promise((done) => child.once('exit', done));
}

test('a history file that is damaged while the host runs refuses with words, and works again when it is mended', async () => {
  const dataDir = tempDir();
  const host = await testHost({ dataDir, limits });
  const identity = newIdentity();
  const ada = await join(host.url, 'Ada', { identity });
  for (let i = 0; i < 200; i += 1) void ada.session.send(ada.room.id, `${String(i)} ${LONG}`);
  await until(() => ada.session.unsent(ada.room.id).length === 0);
  const database = openDatabaseOfHost();
  database.pragma('wal_checkpoint(TRUNCATE)');
  const file = joinPath(dataDir, 'parley.db');
  const whole = await contentOf(file);
  await overwrite(file, 'garbage');
  database.pragma('shrink_memory');
  const raw = await RawSession.open(host.url, 'Ada', identity).catch((error: unknown) => String(error));
  // Nobody can be let in while it cannot be read who is a member of what.
  expect(raw).toBe('Error: the host did not let one in');
  await expect(ada.session.request('history', { room: ada.room.id, before: 100 })).rejects.toMatchObject({
    code: 'storage-failed',
    message: expect.stringContaining('damaged') as string,
  });
  const event = newId();
  const sending = ada.session.request('message.send', { room: ada.room.id, event, text: 'onto a damaged file' });
  await expect(sending).rejects.toMatchObject({ code: 'storage-failed' });
  expect((await fetch(`http://${host.base}/health`)).status).toBe(200);

  await overwrite(file, whole);
  database.pragma('shrink_memory');
  const bo = await join(host.url, 'Bo');
  await ada.session.send(ada.room.id, 'mended');
  await until(() => texts(bo.room).includes('mended'));
  await host.close();
  const { logs, problems } = await readDisk(dataDir);
  expect(problems).toEqual([]);
  expect(textsBy(logs.get(ada.room.id) ?? [], 'Ada')).toHaveLength(201);
});

/** A file's pages from the second on, read by another process for the same reason. */
function contentOf(file: string): Promise<Buffer> {
  const script = `process.stdout.write(require('node:fs').readFileSync(process.argv[1]).subarray(4096));`;
  const child = spawn(process.execPath, ['-e', script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((done) => {
    child.once('close', () => {
      done(Buffer.concat(chunks));
    });
  });
}

test.skipIf(why)(`a host on a disk it may not write to says so, and starts once it may${note(why)}`, async () => {
  const disk = new SmallDisk(8 * 1024);
  const dataDir = joinPath(disk.dir, 'data');
  const first = await testHost({ dataDir, limits });
  const ada = await join(first.url, 'Ada');
  await ada.session.send(ada.room.id, 'kept');
  await until(() => ada.session.unsent(ada.room.id).length === 0);
  ada.session.stop();
  await first.close();
  disk.writable(false);
  await expect(testHost({ dataDir })).rejects.toMatchObject({ code: 'folder-unwritable' });
  disk.writable(true);
  const second = await testHost({ dataDir });
  expect(texts((await join(second.url, 'Bo')).room)).toEqual(['kept']);
});

test.skipIf(why)(
  `a host cannot start on a full disk, says why, and starts when there is room${note(why)}`,
  async () => {
    const disk = new SmallDisk(1_024);
    disk.fill();
    const dataDir = joinPath(disk.dir, 'data');
    const refusal = await startHost({ dataDir, name: 'Full', port: 0, bind: '127.0.0.1', guests: true }).then(
      () => null,
      (thrown: unknown) => asRefusal(thrown),
    );
    expect(refusal?.code).toMatch(/^(storage-failed|folder-unwritable)$/);
    disk.empty();
    await join((await testHost({ dataDir })).url, 'Ada');
  },
);

test('a history file that another program holds is said to be in use, and is opened once it is free', async () => {
  const dataDir = tempDir();
  await (await testHost({ dataDir })).close();
  const script = `
    const Database = require('better-sqlite3');
    const db = new Database(process.argv[1]);
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    process.stdout.write('locked');
    process.stdin.on('end', () => process.exit()).resume();`;
  const child = spawn(process.execPath, ['-e', script, joinPath(dataDir, 'parley.db')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  afterThisTest(() => {
    child.kill('SIGKILL');
    return undefined;
  });
  await new Promise((done) => child.stdout.once('data', done));
  await expect(testHost({ dataDir })).rejects.toMatchObject({ code: 'folder-in-use' });
  const ended = new Promise((done) => child.once('exit', done));
  child.stdin.end();
  await ended;
  await join((await testHost({ dataDir })).url, 'Ada');
});

test('a second host on a folder is refused, in this process or another, and the first is not disturbed', async () => {
  const dataDir = tempDir();
  const host = await testHost({ dataDir });
  const ada = await join(host.url, 'Ada');
  await expect(testHost({ dataDir })).rejects.toMatchObject({ code: 'folder-in-use' });
  await expect(new ChildHost({ dataDir }).start()).rejects.toThrow(/folder-in-use/);
  // Nor after the one here has failed: its closing of the file must not have dropped the lock.
  await expect(new ChildHost({ dataDir }).start()).rejects.toThrow(/folder-in-use/);
  await ada.session.send(ada.room.id, 'still mine');
  await until(() => ada.session.unsent(ada.room.id).length === 0);
});

test.skipIf(why)(
  `a host with a full disk ends cleanly when told to, and has what it acknowledged${note(why)}`,
  async () => {
    const disk = new SmallDisk(8 * 1024);
    const dataDir = joinPath(disk.dir, 'data');
    const host = new ChildHost({ dataDir });
    await host.start();
    const raw = await RawSession.open(host.url, 'Raw');
    const room = raw.rooms[0] ?? '';
    await raw.request('room.join', { room });
    disk.fill(100 * 1024);
    let acknowledged = 0;
    for (;;) {
      const { result, error } = await raw.request('message.send', { room, event: newId(), text: LONG });
      if (error) {
        expect(error.code).toBe('storage-failed');
        break;
      }
      if (result) acknowledged += 1;
    }
    await until(() => host.said.includes('commit failed'));
    expect(await host.stop()).toBe(0);
    const { logs, problems } = await readDisk(dataDir);
    expect(problems).toEqual([]);
    expect(textsBy(logs.get(room) ?? [], 'Raw')).toHaveLength(acknowledged);
  },
);

/** Why a test is skipped, behind its name. */
function note(reason: string): string {
  return reason === '' ? '' : ` [skipped: ${reason}]`;
}
