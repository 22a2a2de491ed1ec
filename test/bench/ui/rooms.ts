import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteStore } from '../../../src-main/store/sqlite/sqlite-store.ts';
import type { EventDraft } from '../../../src-main/store/store.ts';
import { newId } from '../../support/talk.ts';
import { root } from './app.ts';

const BATCH = 1_000;
const TEXTS = [
  'yes',
  'That would be fine with me, as long as somebody tells the others before they leave for the day',
  'Three things:\n- the printer\n- the keys\n- lunch',
  'see https://example.org/notes for what we said',
  'ok, thanks **a lot**',
  '`npm test` says no, and I do not see why it would; it did yesterday',
  'Could you have a look at it? I will be back in an hour or so, and then we can go through it together.',
  '```js\nconst answer = 42;\nconsole.log(answer);\n```',
];

/** A host with a large room and some small ones, in a process of its own. */
export interface Served {
  port: number;
  large: string;
  stop(): Promise<void>;
}

async function fill(dir: string, messages: number): Promise<string> {
  const store = new SqliteStore(dir);
  for (let i = 0; i < 20; i += 1) await store.addMember({ key: null, name: `Person ${String(i)}`, role: 'guest' });
  const names = ['general', ...Array.from({ length: 10 }, (_, i) => `small ${String(i)}`)];
  const rooms = names.map((name) => ({ id: newId(), name }));
  const start = Date.now() - messages * 30_000;
  await store.commit(
    rooms.map(({ id, name }): EventDraft => {
      return { room: id, id, by: 1, at: start, body: { kind: 'create', title: name, topic: '' } };
    }),
  );
  for (const [i, { id: room }] of rooms.entries()) {
    const count = i === 0 ? messages : 300;
    for (let from = 0; from < count; from += BATCH) {
      const drafts = Array.from({ length: Math.min(BATCH, count - from) }, (_, j): EventDraft => {
        const n = from + j;
        const text = `${String(n)} ${TEXTS[n % TEXTS.length] ?? ''}`;
        const by = 1 + (Math.floor(n / 3) % 20);
        return { room, id: newId(), by, at: start + n * 30_000, body: { kind: 'message', text } };
      });
      await store.commit(drafts);
    }
  }
  while ((await store.index(8_000)) > 0);
  await store.close();
  return rooms[0]?.id ?? '';
}

/** Makes the rooms and serves them. */
export async function serveRooms(messages: number): Promise<Served> {
  const dir = mkdtempSync(join(tmpdir(), 'parley-bench-ui-host-'));
  const large = await fill(dir, messages);
  const options = ['--guests', '--no-advertise', '--no-limits', '--bind', '127.0.0.1', '--name', 'Bench'];
  const cli = ['src-main/cli.ts', 'serve', ...options, '--port', '0', '--data', dir];
  const child = spawn(process.execPath, cli, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await listening(child);
  return {
    port,
    large,
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function listening(child: ChildProcess): Promise<number> {
  return new Promise((done, failed) => {
    let said = '';
    child.once('exit', () => {
      failed(new Error(`the host ended: ${said}`));
    });
    child.stdout?.on('data', (data: Buffer) => {
      said += data.toString();
      const port = /^listening on \S+:(\d+)/m.exec(said)?.[1];
      if (port !== undefined) done(Number(port));
    });
  });
}
