import type { IncomingMessage } from 'node:http';
import { newRoom, type ChatMessage } from '../../../src-shared/protocol/chat.ts';
import { check, parseObject } from '../../../src-shared/protocol/codec.ts';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import { PAGE_DEFAULT, PAGE_MAX } from '../../../src-shared/protocol/limits.ts';
import { chatMessage } from '../chat/format.ts';
import type { HostCore } from '../core.ts';
import type { HostRoom } from '../room-list.ts';
import { newId } from '../rooms.ts';

/** The name under which rooms made over REST are made. */
const REST_NAME = 'guest';

export interface Answer {
  status: number;
  body: unknown;
}

/** Answers `/api/...`. @throws Refusal */
export async function answerRest(core: HostCore, request: IncomingMessage, url: URL): Promise<Answer> {
  if (!core.budgets.calls.take(request.socket.remoteAddress ?? '')) throw new Refusal('rate-limited');
  core.access.checkGuest();
  core.moderation.checkBanned(null, request.socket.remoteAddress ?? '');
  const [collection, idOrName, part, ...rest] = url.pathname.split('/').slice(2).map(decode);
  if (collection !== 'rooms' || rest.length > 0) throw new Refusal('no-such-path');
  if (idOrName === undefined) return rooms(core, request);
  if (part !== 'users' && part !== 'messages') throw new Refusal('no-such-path');
  if (request.method !== 'GET') throw new Refusal('method-not-allowed');
  const room = core.rooms.find(idOrName);
  if (part === 'users') return { status: 200, body: room.presence.members.map(({ name }) => name) };
  if (room.history !== 'all') throw new Refusal('history-hidden');
  const limit = number(url, 'limit', 1, PAGE_MAX) ?? PAGE_DEFAULT;
  return { status: 200, body: await messages(core, room, limit, number(url, 'before', 1, Number.MAX_SAFE_INTEGER)) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    throw new Refusal('no-such-path', undefined, { cause: error });
  }
}

function number(url: URL, name: string, min: number, max: number): number | undefined {
  const text = url.searchParams.get(name);
  if (text === null) return undefined;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new Refusal('bad-frame', `"${name}" is a whole number from ${String(min)} to ${String(max)}.`);
}

function roomBody({ id, name, topic, presence, lastSeq, lastAt, archived }: HostRoom) {
  return { id, name, description: topic, online: presence.size, lastSeq, lastAt, archived };
}

async function rooms(core: HostCore, request: IncomingMessage): Promise<Answer> {
  if (request.method === 'GET') return { status: 200, body: core.rooms.open().map(roomBody) };
  if (request.method !== 'POST') throw new Refusal('method-not-allowed');
  const { name, description } = check(newRoom, parseObject(await readBody(request, core.limits.bodyBytes)));
  const author = await core.members.own(REST_NAME);
  if (!core.budgets.events.take(author.id)) throw new Refusal('rate-limited');
  return { status: 201, body: roomBody(await core.rooms.create(author, newId(), { name, topic: description })) };
}

/** The last `limit` messages before an event, oldest first, whatever else is between them. */
async function messages(core: HostCore, room: HostRoom, limit: number, before?: number): Promise<ChatMessage[]> {
  const found: ChatMessage[] = [];
  let end = before;
  for (;;) {
    const { events } = await core.store.messages.history(room.id, { before: end, limit: PAGE_MAX }, null);
    const page = events.flatMap((event) => (event.kind === 'message' ? [chatMessage(event)] : []));
    found.unshift(...page);
    end = events[0]?.seq;
    if (found.length >= limit || end === undefined || end === 1) return found.slice(-limit);
  }
}

/** @throws Refusal `too-large`, `bad-frame` if whoever sends it hangs up half-way */
async function readBody(request: IncomingMessage, max: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > max) throw new Refusal('too-large');
      chunks.push(chunk);
    }
  } catch (thrown) {
    throw thrown instanceof Refusal ? thrown : new Refusal('bad-frame', 'The body broke off.', { cause: thrown });
  }
  return Buffer.concat(chunks).toString('utf8');
}
