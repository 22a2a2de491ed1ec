import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostFlags, toolEnv } from '../../../src-main/prepare.mjs';
import { openDatabase } from '../../../src-main/store/sqlite/open.ts';
import { signedText } from '../../../src-shared/domain/signed-text.ts';
import { loginText } from '../../../src-shared/protocol/login.ts';
import { SUBPROTOCOL } from '../../../src-shared/protocol/version.ts';
import { newId } from '../../support/talk.ts';
import { start, type Running } from '../lib/process.ts';
import { frame, openWebSocket, receive } from '../lib/websocket.ts';
import { WORD } from '../lib/payload.ts';
import type { BenchServer } from './server.ts';

const cli = fileURLToPath(new URL('../../../src-main/cli.ts', import.meta.url));
let dataDir = '';

function serve(port: number): Promise<Running> {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  return serveAgain(port);
}

/** Starts on the folder of the last start, as `npm run serve` does. */
export function serveAgain(port: number): Promise<Running> {
  const args = ['serve', '--port', String(port), '--bind', '127.0.0.1', '--data', dataDir, '--name', 'bench'];
  return start(
    process.execPath,
    [...hostFlags, ...extraNodeArgs(), cli, ...args, '--guests', '--no-advertise', '--no-limits'],
    'listening on',
    toolEnv(),
  );
}

/** `PARLEY_BENCH_NODE_ARGS=--cpu-prof` profiles the host. */
function extraNodeArgs(): string[] {
  return (process.env.PARLEY_BENCH_NODE_ARGS ?? '').split(' ').filter((arg) => arg !== '');
}

/** Every message is in the log once, in order, and found by the full-text index. */
function verify(messages: number): void {
  const db = openDatabase(dataDir);
  const count = db.prepare("SELECT count(*) FROM events WHERE kind = 'message'").pluck().get();
  const found = db.prepare('SELECT count(*) FROM search WHERE search MATCH ?').pluck().get(WORD);
  db.close();
  if (count !== messages) throw new Error(`${String(count)} of ${String(messages)} messages are in the log`);
  if (found !== messages) throw new Error(`${String(found)} of ${String(messages)} messages are in the search index`);
}

/** Takes the first capture of `pattern` from what was received. */
function pick(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${String(pattern)} in ${text}`);
  return found;
}

/** Someone who is logged in. */
export interface Speaker {
  socket: Socket;
  room: string;
  key: string;
  sign: (text: string) => string;
}

/** Logs in as number so and so, with a new key or the one given. */
export async function logIn(
  port: number,
  number: number,
  privateKey = generateKeyPairSync('ed25519').privateKey,
): Promise<Speaker> {
  const socket = await openWebSocket(port, '/session', SUBPROTOCOL);
  const challenge = await receive(socket, '"nonce"');
  const key = privateKey.export({ format: 'jwk' }).x ?? '';
  const host = {
    id: pick(challenge, /"host":{"id":"([^"]+)"/),
    fingerprint: pick(challenge, /"fingerprint":"([^"]+)"/),
  };
  const text = loginText(host, pick(challenge, /"nonce":"([^"]+)"/), key);
  const signed = (what: string): string => sign(null, Buffer.from(what), privateKey).toString('base64url');
  const signature = signed(text);
  const welcome = receive(socket, '"id":1,"result"');
  socket.write(frame(JSON.stringify({ id: 1, type: 'login', key, name: `u${String(number)}`, signature })));
  return { socket, room: pick(await welcome, /"rooms":\[{"id":"([^"]+)"/), key, sign: signed };
}

/**
 * What to send to say something in the room, signed. The host checks no signatures, so one of each speaker's stands for
 * all: making a new one for each message would be measured as the speakers' slowness.
 */
export function sayAs({ room, key, sign: signed }: Speaker): (text: string) => Buffer {
  let id = 3;
  const sig = signed(signedText(key, { room, id: newId(), kind: 'message', text: WORD }));
  return (text) => {
    const event = newId();
    return frame(JSON.stringify({ id: (id += 1), type: 'message.send', room, event, text, sig }));
  };
}

export const parleySession: BenchServer = {
  name: 'Parley /session',
  stores: 'history on disk, full-text index',
  available: () => true,
  start: serve,
  join: async (port, number) => {
    const speaker = await logIn(port, number);
    const { socket, room } = speaker;
    const joined = receive(socket, '"id":2,"result"');
    socket.write(frame(JSON.stringify({ id: 2, type: 'room.join', room })));
    await joined;
    return { socket, say: sayAs(speaker) };
  },
  idle: async (port, number) => (await logIn(port, number)).socket,
  verify,
};

export const parleyChat: BenchServer = {
  name: 'Parley /chat',
  stores: 'history on disk, full-text index',
  available: () => true,
  start: serve,
  join: async (port, number) => {
    const socket = await openWebSocket(port, '/chat');
    const joined = receive(socket, '"user_list"');
    socket.write(frame(JSON.stringify({ type: 'join', room: 'general', username: `u${String(number)}` })));
    await joined;
    return { socket, say: (text) => frame(JSON.stringify({ type: 'message', room: 'general', content: text })) };
  },
  idle: (port) => openWebSocket(port, '/chat'),
  verify,
};
