import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startHost, type Host } from '../../src-main/host/host.ts';
import { NO_RATE_LIMITS } from '../../src-main/host/limits.ts';
import type { Log } from '../../src-main/host/log.ts';
import { chatFrame } from '../../src-shared/protocol/chat.ts';
import { REFUSAL_CODES } from '../../src-shared/protocol/errors.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import { codeIn, exchange, httpAnswers } from '../support/chaos-door.ts';
import { RawSession } from '../support/chaos-raw.ts';
import { newId } from '../support/talk.ts';
import { afterThisTest, join, tempDir, texts } from '../support/host.ts';
import { newIdentity } from '../support/people.ts';
import { chanceOfThisTest, patience, rounds, SOAK, tell, type Chance } from '../support/soak.ts';
import { memoryInUse } from '../support/soak-memory.ts';
import { until } from '../support/wait.ts';
import { anyInput, mutatedText, objectIn, type Frame } from './inputs.ts';

/** Inputs between two looks at whether everybody else is well. */
const BATCH = 100;
const CODES = new Set<unknown>(REFUSAL_CODES);

/** As many as a host remembers, or it would soon let nobody in. */
const MALLORIES = Array.from({ length: 20 }, newIdentity);

interface Watched {
  host: Host;
  url: string;
  base: string;
  /** Everything the host logged as an error. */
  errors: object[];
  /** Two people talking; fails if one does not hear the other. */
  stillWell(): Promise<void>;
}

/** A host, and two people on it who want to be left in peace. */
async function watchedHost(): Promise<Watched> {
  const errors: object[] = [];
  const nothing = (): void => undefined;
  const log: Log = { error: (fields) => errors.push(fields), warn: nothing, info: nothing, debug: nothing };
  // Small, so that what a host remembers is full before its memory is looked at.
  const limits = { ...NO_RATE_LIMITS, rooms: 60, members: 200 };
  const host = await startHost({
    dataDir: tempDir(),
    name: 'Fuzzed',
    port: 0,
    bind: '127.0.0.1',
    guests: true,
    limits,
    log,
  });
  afterThisTest(() => host.close());
  const base = `127.0.0.1:${String(host.port)}`;
  const url = `ws://${base}/session`;
  const [ada, bo] = [await join(url, 'Ada'), await join(url, 'Bo')];
  const quiet = await ada.session.createRoom('quiet', '');
  const heard = await until(() => bo.session.rooms.get(quiet.id));
  await heard.join();
  // What Mallory says there would fill their windows for hours, and look like a leak.
  for (const { room } of [ada, bo]) await room.leave();
  let said = 0;
  const stillWell = async (): Promise<void> => {
    said += 1;
    await ada.session.send(quiet.id, `still here ${String(said)}`);
    await until(() => texts(heard).at(-1) === `still here ${String(said)}`, 5_000, 'one hears the other');
    expect(ada.session.unsent(quiet.id)).toEqual([]);
    expect(errors).toEqual([]);
  };
  return { host, url, base, errors, stillWell };
}

function requests(room: string, count: () => number): Frame[] {
  const event = newId();
  const frame = (type: string, fields: Frame): Frame => ({ id: count(), type, ...fields });
  return [
    frame('ping', {}),
    frame('login', { key: 'A'.repeat(43), name: 'Mallory', signature: 'A'.repeat(86) }),
    frame('room.join', { room }),
    frame('room.join', { room, after: 3 }),
    frame('room.leave', { room }),
    frame('room.create', { room: newId(), name: `room ${event.slice(-4)}`, topic: 'a topic' }),
    frame('room.rename', { room, event, name: 'another name' }),
    frame('room.topic', { room, event, topic: 'another topic' }),
    frame('room.archive', { room, event }),
    frame('message.send', { room, event, text: 'hello' }),
    frame('history', { room, before: 5, limit: 3 }),
    frame('history', { room, after: 0, limit: 200 }),
    frame('typing', { room }),
  ];
}

/** Who must be answered how often, by the number their frame carries; those without one together. */
class Answers {
  readonly #wanted = new Map<unknown, { least: number; most: number }>();
  readonly #got = new Map<unknown, number>();

  expect(text: string): void {
    const fields = objectIn(text);
    const numbered = fields && Number.isSafeInteger(fields.id) && (fields.id as number) >= 0;
    const id = numbered ? fields.id : null;
    const { least, most } = this.#wanted.get(id) ?? { least: 0, most: 0 };
    // Typing is a signal: it is answered only if it is refused.
    this.#wanted.set(id, { least: least + (fields?.type === 'typing' ? 0 : 1), most: most + 1 });
  }

  hear(text: string): void {
    const frame = JSON.parse(text) as { id?: number; type?: string; code?: unknown; error?: { code: unknown } };
    if (frame.type !== undefined && frame.type !== 'error') return;
    const code = frame.type === 'error' ? frame.code : frame.error?.code;
    if (code !== undefined) expect(CODES.has(code), `a code of the list: ${text}`).toBe(true);
    expect(code, text).not.toBe('internal');
    const id = frame.id ?? null;
    this.#got.set(id, (this.#got.get(id) ?? 0) + 1);
  }

  get complete(): boolean {
    return [...this.#wanted].every(([id, { least }]) => (this.#got.get(id) ?? 0) >= least);
  }

  expectExact(): void {
    for (const [id, got] of this.#got) {
      const { least, most } = this.#wanted.get(id) ?? { least: 0, most: 0 };
      expect(got, `answers to ${String(id)}`).toBeGreaterThanOrEqual(least);
      expect(got, `answers to ${String(id)}`).toBeLessThanOrEqual(most);
    }
  }
}

/** One batch on `/session`, by someone who may have logged in. */
async function fuzzSession({ url }: Watched, chance: Chance): Promise<void> {
  const raw = chance.happens(0.9)
    ? await RawSession.open(url, 'Mallory', chance.pick(MALLORIES))
    : (await RawSession.connect(url)).raw;
  const answers = new Answers();
  raw.ws.removeAllListeners('message');
  raw.ws.on('message', (data: Buffer) => {
    answers.hear(data.toString());
  });
  const room = chance.pick(raw.rooms.length > 0 ? raw.rooms : [newId()]);
  let count = 1_000;
  const frames = requests(room, () => (count += 1));
  for (let i = 0; i < BATCH; i += 1) {
    const text = anyInput(chance.happens(0.1) ? requests(room, () => (count += 1)) : frames, chance);
    if (Buffer.byteLength(text) > 60_000) continue;
    // What leaves is well-formed, whatever it was.
    answers.expect(text.toWellFormed());
    raw.ws.send(text.toWellFormed());
  }
  await until(() => answers.complete || raw.closed !== null, 10_000, 'every request is answered');
  expect(raw.closed).toBeNull();
  answers.expectExact();
  raw.ws.terminate();
}

const CHAT: Frame[] = [
  { type: 'join', room: 'general', username: 'Mallory' },
  { type: 'message', room: 'general', content: 'hello' },
  { type: 'chat', room: 'general', content: 'hello' },
  { type: 'typing', room: 'general' },
  { type: 'leave', room: 'general' },
];

async function fuzzChat({ base }: Watched, chance: Chance): Promise<void> {
  const ws = new WebSocket(`ws://${base}/chat`);
  await new Promise((done) => ws.once('open', done));
  let errors = 0;
  let lists = 0;
  ws.on('message', (data: Buffer) => {
    const { type, code } = JSON.parse(data.toString()) as { type: string; code?: unknown };
    if (type === 'user_list') lists += 1;
    if (type !== 'error') return;
    errors += 1;
    expect(CODES.has(code) && code !== 'internal', String(code)).toBe(true);
  });
  ws.send(JSON.stringify(CHAT[0]));
  await until(() => lists === 1);
  let [refused, valid] = [0, 0];
  for (let i = 0; i < BATCH; i += 1) {
    const text = anyInput(CHAT, chance).toWellFormed();
    if (Buffer.byteLength(text) > 60_000) continue;
    if (chatFrame.safeParse(objectIn(text)).success) valid += 1;
    else refused += 1;
    ws.send(text);
  }
  await until(
    () => errors >= refused || ws.readyState !== WebSocket.OPEN,
    10_000,
    'every frame that makes no sense is refused',
  );
  expect(ws.readyState).toBe(WebSocket.OPEN);
  expect(errors).toBeLessThanOrEqual(refused + valid);
  ws.terminate();
}

const HTTP = [
  'GET / HTTP/1.1\r\nHost: HOST\r\n\r\n',
  'HEAD /health HTTP/1.1\r\nHost: HOST\r\n\r\n',
  'GET /health HTTP/1.0\r\n\r\n',
  'GET /metrics HTTP/1.1\r\nHost: HOST\r\n\r\n',
  'GET /api/rooms HTTP/1.1\r\nHost: HOST\r\n\r\n',
  'GET /api/rooms/general/messages?limit=3&before=9 HTTP/1.1\r\nHost: HOST\r\n\r\n',
  'GET /api/rooms/general/users HTTP/1.1\r\nHost: HOST\r\n\r\n',
  'POST /api/rooms HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: 28\r\n\r\n{"name":"Games","topic":"x"}',
  'POST /api/rooms HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{"name":"Games"}\r\n0\r\n\r\n',
  'POST /api/rooms HTTP/1.1\r\nHost: HOST\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}',
  'PUT /api/rooms HTTP/1.1\r\nHost: HOST\r\nExpect: miracles\r\nContent-Length: 2\r\n\r\n{}',
  'OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n',
  'CONNECT example.org:80 HTTP/1.1\r\nHost: HOST\r\n\r\n',
  `GET /session HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
  'GET /chat HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  'GET /chat HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 7\r\n\r\n',
];

/** Bytes on a bare connection: a request, one that was changed, several in a row, or nothing of the kind. */
function anyBytes(base: string, chance: Chance): Buffer {
  if (chance.happens(0.1)) return Buffer.from(chance.bytes(chance.int(1, 200)));
  let text = '';
  for (let i = chance.int(1, 3); i > 0; i -= 1) {
    const request = chance.pick(HTTP).replace('HOST', base);
    text += chance.happens(0.7) ? mutatedText(request, chance) : request;
  }
  return Buffer.from(text, 'latin1');
}

async function fuzzHttp({ host, base }: Watched, chance: Chance): Promise<void> {
  const inputs = Array.from({ length: BATCH }, () => anyBytes(base, chance));
  for (let i = 0; i < BATCH; i += 20) {
    await Promise.all(
      inputs.slice(i, i + 20).map(async (sent) => {
        const got = await exchange(host.port, sent);
        const headOnly = sent.includes('HEAD');
        for (const { status, body } of httpAnswers(got, headOnly)) {
          if (status < 400 || headOnly) continue;
          expect(
            CODES.has(codeIn(body)),
            `${String(status)} to ${JSON.stringify(sent.toString('latin1'))}: ${codeIn(body)}`,
          ).toBe(true);
          expect(codeIn(body)).not.toBe('internal');
        }
      }),
    );
  }
}

const PATHS = [
  '/api/rooms',
  '/api/rooms/general/messages',
  '/api/rooms/general/users',
  '/api/rooms/quiet/messages?limit=2',
  '/health',
];

async function fuzzRest({ base }: Watched, chance: Chance): Promise<void> {
  for (let i = 0; i < BATCH; i += 20) {
    const calls = Array.from({ length: 20 }, async () => {
      const path = chance.happens(0.5) ? mutatedText(chance.pick(PATHS), chance) : chance.pick(PATHS);
      const post = chance.happens(0.5);
      const body = anyInput([{ name: 'Games', description: 'what we play' }], chance);
      const url = new URL(`http://${base}/${path.toWellFormed().replace(/^\/+/, '')}`);
      const response = await fetch(url, post ? { method: 'POST', body } : {});
      const text = await response.text();
      if (response.status >= 400) {
        expect(CODES.has(codeIn(text)), `${String(response.status)} to ${url.href}: ${codeIn(text)}`).toBe(true);
        expect(codeIn(text)).not.toBe('internal');
      }
    });
    await Promise.all(calls);
  }
}

const DOORS = [
  { door: '/session', fuzz: fuzzSession, batches: 60 },
  { door: '/chat', fuzz: fuzzChat, batches: 60 },
  { door: 'HTTP', fuzz: fuzzHttp, batches: 40 },
  { door: 'REST', fuzz: fuzzRest, batches: 40 },
];
const SHARE = 0.05;
/** Batches after which everything a host remembers is full, and all its code has been compiled for good. */
const WARM = 1_000;

test.each(DOORS)(
  'whatever comes at the door $door is answered once and with a code, and disturbs nobody',
  async ({ door, fuzz, batches }) => {
    const chance = chanceOfThisTest();
    const host = await watchedHost();
    let warm = 0;
    const done = await rounds(batches, SHARE, async (i) => {
      await fuzz(host, chance);
      if (i % 10 === 9) await host.stillWell();
      if (SOAK && i === WARM) warm = (await memoryInUse()).heap;
    });
    await host.stillWell();
    await until(() => host.host.online() <= 3, 5_000, 'whoever has gone is gone');
    const { heap } = await memoryInUse();
    tell(
      `${String(done * BATCH)} inputs at ${door}, heap ${String(warm >> 10)} KiB before, ${String(heap >> 10)} KiB after`,
    );
    if (warm > 0) expect(heap).toBeLessThan(warm * 1.05);
  },
  patience(30_000, SHARE),
);
