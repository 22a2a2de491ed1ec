import { z } from 'zod';
import { check, type Fields } from './codec.ts';
import { Refusal } from './errors.ts';
import { requestNumber } from './ids.ts';
import { bookmarks, bookmarkSet } from './bookmarks.ts';
import { messageDelete, messageEdit, messageVersions } from './edits.ts';
import { roomExport } from './export.ts';
import { login, ping } from './login.ts';
import { history, messages, messageSend } from './messages.ts';
import {
  directOpen,
  roomArchive,
  roomCreate,
  roomInvite,
  roomJoin,
  roomLeave,
  roomRename,
  roomTopic,
} from './rooms.ts';
import { keys } from './keys.ts';
import { moderationRequests } from './moderation.ts';
import { looks, pictureGet, pictureRemove, pictureSet } from './looks.ts';
import { meSet } from './own.ts';
import { linkPut, linkTake } from './linking.ts';
import { messagePin, pins } from './pins.ts';
import { read } from './reads.ts';
import { messageReact } from './reactions.ts';
import { search } from './search.ts';
import { typingSignal } from './signals.ts';
import { thread, threadRead } from './threads.ts';

const numbered = { id: requestNumber };

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

/** Everything a client may send. Signals have no number and get no answer. */
export type ClientFrame = Request | z.infer<typeof typingSignal>;
export { typingSignal };

const knownTypes = new Set<unknown>(request.options.map((option) => option.shape.type.value));

/** Reads a frame from a client. @throws Refusal `bad-json`, `unknown-type`, `bad-frame` */
export function parseClientFrame(frame: Fields): ClientFrame {
  if (frame.type === 'typing') return check(typingSignal, frame);
  if (!knownTypes.has(frame.type)) throw new Refusal('unknown-type');
  return check(request, frame);
}

/** The number a request carries, even if the rest of it is wrong, so that its refusal can be told apart. */
export function requestId(frame: Fields): number | null {
  return requestNumber.safeParse(frame.id).data ?? null;
}
