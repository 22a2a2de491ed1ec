import { z } from 'zod';
import { bookmarked, bookmarks, bookmarkSet, bookmarksPush } from './bookmarks.ts';
import { messageDelete, messageEdit, messageVersions, versions } from './edits.ts';
import { REFUSAL_CODES } from './errors.ts';
import { toldDetail } from './reasons.ts';
import { eventsPush } from './events.ts';
import { exportSpan, roomExport } from './export.ts';
import { challenge, loggedIn, login, ping } from './login.ts';
import { history, historyPage, messages, messageSend, messageSent, messagesFound } from './messages.ts';
import {
  directOpen,
  roomArchive,
  roomCreate,
  roomCreated,
  roomInvite,
  roomJoin,
  roomJoined,
  roomLeave,
  roomRename,
  roomsPush,
  roomTopic,
} from './rooms.ts';
import { keys, memberKeys } from './keys.ts';
import {
  attentionPush,
  farewellPush,
  memberPush,
  moderationRequests,
  moderationResults,
  mutedPush,
} from './moderation.ts';
import { looks, looksOf, pictureGet, pictureGot, pictureRemove, pictureSet } from './looks.ts';
import { meSet } from './own.ts';
import { linkPush, linkPut, linkTake, linkTaken } from './linking.ts';
import { messagePin, pinned, pins } from './pins.ts';
import { read, readMark, readPush, receiptsPush } from './reads.ts';
import { messageReact } from './reactions.ts';
import { search, searched } from './search.ts';
import { presencePush, typingPush, typingSignal } from './signals.ts';
import { thread, threadPage, threadRead, threadReadPush } from './threads.ts';

/** Requests carry a number of the client's choice; the one answer carries it back. */
const id = z.int().nonnegative();
const numbered = { id };
const done = z.object({});
const event = messageSent;

/** What a client may ask. */
export const request = z.discriminatedUnion('type', [
  login.extend(numbered),
  ping.extend(numbered),
  meSet.extend(numbered),
  pictureSet.extend(numbered),
  pictureGet.extend(numbered),
  pictureRemove.extend(numbered),
  looks.extend(numbered),
  roomJoin.extend(numbered),
  roomLeave.extend(numbered),
  roomCreate.extend(numbered),
  roomRename.extend(numbered),
  roomTopic.extend(numbered),
  roomArchive.extend(numbered),
  roomInvite.extend(numbered),
  roomExport.extend(numbered),
  directOpen.extend(numbered),
  ...moderationRequests,
  messageSend.extend(numbered),
  messageEdit.extend(numbered),
  messageDelete.extend(numbered),
  messageReact.extend(numbered),
  messagePin.extend(numbered),
  messageVersions.extend(numbered),
  pins.extend(numbered),
  bookmarkSet.extend(numbered),
  bookmarks.extend(numbered),
  thread.extend(numbered),
  threadRead.extend(numbered),
  keys.extend(numbered),
  linkPut.extend(numbered),
  linkTake.extend(numbered),
  read.extend(numbered),
  search.extend(numbered),
  history.extend(numbered),
  messages.extend(numbered),
]);
export type Request = z.infer<typeof request>;
export type RequestType = Request['type'];
export type RequestOf<T extends RequestType> = Extract<Request, { type: T }>;
/** A request as a caller writes it: without its number, defaults left out. */
export type Asked<T extends RequestType> = Omit<Extract<z.input<typeof request>, { type: T }>, 'id' | 'type'>;

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
  z.object({ id, error: refusal }),
  z.object({ id, result: z.unknown().refine((value) => value !== undefined) }),
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

/** Everything a client may send. Signals have no number and get no answer. */
export type ClientFrame = Request | z.infer<typeof typingSignal>;
export { typingSignal };
