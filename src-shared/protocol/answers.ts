import { z } from 'zod';
import { bookmarked, bookmarksPush } from './bookmarks.ts';
import { versions } from './edits.ts';
import { REFUSAL_CODES } from './errors.ts';
import { toldDetail } from './reasons.ts';
import { eventsPush } from './events.ts';
import { exportSpan } from './export.ts';
import { challenge, loggedIn } from './login.ts';
import { historyPage, messageSent, messagesFound } from './messages.ts';
import { roomCreated, roomJoined, roomsPush } from './rooms.ts';
import { memberKeys } from './keys.ts';
import { attentionPush, farewellPush, memberPush, moderationResults, mutedPush } from './moderation.ts';
import { looksOf, pictureGot } from './looks.ts';
import { linkPush, linkTaken } from './linking.ts';
import { pinned } from './pins.ts';
import { readMark, readPush, receiptsPush } from './reads.ts';
import { searched } from './search.ts';
import { presencePush, typingPush } from './signals.ts';
import { threadPage, threadReadPush } from './threads.ts';
import { check, parseObject } from './codec.ts';
import { requestNumber } from './ids.ts';
import type { RequestType } from './requests.ts';

const done = z.object({});
const event = messageSent;

/** What each request is answered with. */
export const results = {
  login: loggedIn,
  ping: z.object({ time: z.int() }),
  'me.set': done,
  'picture.set': done,
  picture: pictureGot,
  'picture.remove': done,
  looks: looksOf,
  'room.join': roomJoined,
  'room.leave': done,
  'room.create': roomCreated,
  'room.rename': event,
  'room.topic': event,
  'room.archive': event,
  'room.invite': event,
  'room.export': exportSpan,
  'direct.open': roomCreated,
  ...moderationResults,
  'message.send': messageSent,
  'message.edit': event,
  'message.delete': event,
  'message.react': event,
  'message.pin': event,
  'message.versions': versions,
  pins: pinned,
  bookmark: done,
  bookmarks: bookmarked,
  thread: threadPage,
  'thread.read': done,
  keys: memberKeys,
  'link.put': done,
  'link.take': linkTaken,
  read: readMark,
  search: searched,
  history: historyPage,
  messages: messagesFound,
} as const satisfies Record<RequestType, z.ZodType>;
export type Result<T extends RequestType> = z.infer<(typeof results)[T]>;

/** A refusal as it travels. A code from a newer host is kept as text. */
export const refusal = z.object({
  code: z.union([z.enum(REFUSAL_CODES), z.string().max(64)]),
  message: z.string().max(1_000),
  detail: toldDetail,
});

/** The one answer to a request. The result's own schema depends on what was asked. */
export const answer = z.union([
  z.object({ id: requestNumber, error: refusal }),
  z.object({ id: requestNumber, result: z.unknown().refine((value) => value !== undefined) }),
]);

/** Said without being asked for. */
export const push = z.discriminatedUnion('type', [
  linkPush,
  challenge,
  eventsPush,
  roomsPush,
  presencePush,
  typingPush,
  readPush,
  receiptsPush,
  threadReadPush,
  bookmarksPush,
  attentionPush,
  memberPush,
  mutedPush,
  farewellPush,
  z.object({ type: z.literal('error'), ...refusal.shape }),
]);
export type Push = z.infer<typeof push>;
export type PushOf<T extends Push['type']> = Extract<Push, { type: T }>;

export type HostFrame =
  | { kind: 'answer'; id: number; result: unknown }
  | { kind: 'refusal'; id: number; refusal: z.infer<typeof refusal> }
  | { kind: 'push'; push: Push }
  | { kind: 'unknown' };

const pushTypes = new Set<unknown>(push.options.map((option) => option.shape.type.value));

/** Reads a frame from a host. Types this client does not know are `unknown`. @throws Refusal `bad-json`, `bad-frame` */
export function parseHostFrame(text: string): HostFrame {
  const frame = parseObject(text);
  if (pushTypes.has(frame.type)) return { kind: 'push', push: check(push, frame) };
  if (frame.type !== undefined) return { kind: 'unknown' };
  const answered = check(answer, frame);
  if ('error' in answered) return { kind: 'refusal', id: answered.id, refusal: answered.error };
  return { kind: 'answer', id: answered.id, result: answered.result };
}
