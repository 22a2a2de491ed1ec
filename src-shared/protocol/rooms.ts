import { z } from 'zod';
import { eventId, hue, memberId, publicKey, roomId, seq, timestamp } from './ids.ts';
import { MEMBERS_MAX, PAGE_MAX, RECEIPTS_MAX, ROOMS_MAX } from './limits.ts';
import { pictureHash } from './looks.ts';
import { historyScope, receivedEvent } from './events.ts';
import { readMark, receipt } from './reads.ts';
import { shownName, shownTopic } from './shown.ts';

/** `room`: open to everyone on the host; `private`: to its members alone; `direct`: to two people for ever. */
export const roomKind = z.enum(['room', 'private', 'direct']);

/** A room as lists show it. `lastSeq` and `lastAt` are those of the newest event when this was sent. */
export const roomInfo = z.object({
  id: roomId,
  kind: roomKind,
  name: shownName,
  topic: shownTopic,
  online: z.int().nonnegative(),
  lastSeq: z.int().nonnegative(),
  lastAt: timestamp,
  archived: z.boolean(),
  /** Only moderators may write. */
  locked: z.boolean(),
  /** Seconds a person has to wait between two messages; 0 for none. */
  slow: z.int().nonnegative(),
  /** What newcomers may read. */
  history: historyScope.default('all'),
  /** Of a private room: who made it. */
  maker: memberId.optional(),
  /** The members of a room that is not open to all; empty for one that is. */
  people: z.array(z.object({ id: memberId, name: shownName })).max(MEMBERS_MAX),
});
export type RoomInfo = z.infer<typeof roomInfo>;

export const role = z.enum(['owner', 'moderator', 'member', 'guest']);
export type Role = z.infer<typeof role>;

/** What somebody who is there is at; the host takes it away when it has expired. */
export const memberStatus = z.object({ text: shownTopic, until: timestamp.optional() });
export type MemberStatus = z.infer<typeof memberStatus>;

/** A person as others see them. Guests of the plain dialect have no key. */
export const member = z.object({
  id: memberId,
  name: shownName,
  role,
  key: publicKey.nullable(),
  /** Left out of those who are simply there. */
  state: z.enum(['away', 'busy']).optional(),
  status: memberStatus.optional(),
  /** The colour they have chosen. */
  hue: hue.optional(),
  /** The picture they have chosen, to be asked for. */
  picture: pictureHash.optional(),
});
export type Member = z.infer<typeof member>;

/**
 * Part of a room's log. `lastSeq` is the newest event's, so that a client knows how far it is behind; `first` is the first
 * that one may read, where that is not the log's own.
 */
export const page = z.object({
  events: z.array(receivedEvent).max(PAGE_MAX),
  lastSeq: z.int().nonnegative(),
  first: seq.optional(),
});
export type Page = z.infer<typeof page>;

/**
 * `room.join`: become a member of the room (once, durably) and receive its live events. The answer holds the newest
 * page, or with `after` the page that follows that event, and who is online; of very many people the rest come in `presence`
 * pushes right behind.
 */
export const roomJoin = z.object({
  type: z.literal('room.join'),
  room: roomId,
  after: z.int().nonnegative().optional(),
});
export const roomJoined = z.object({
  room: roomInfo,
  page,
  online: z.array(member).max(MEMBERS_MAX),
  read: readMark.optional(),
  /** Left out of a room with many people. */
  receipts: z.array(receipt).max(RECEIPTS_MAX).optional(),
});
export type RoomJoined = z.infer<typeof roomJoined>;

/** `room.leave`: stop being a member and stop receiving. */
export const roomLeave = z.object({ type: z.literal('room.leave'), room: roomId });

/** `room.create`: the client names the room by a UUIDv7, so that a retry makes no second one. */
export const roomCreate = z.object({
  type: z.literal('room.create'),
  room: roomId,
  name: z.string(),
  topic: z.string(),
  kind: z.enum(['room', 'private']).default('room'),
});
export const roomCreated = z.object({ room: roomInfo });

/** `room.rename`, `room.topic`, `room.archive`: changes to a room, each an event in its log. */
export const roomRename = z.object({ type: z.literal('room.rename'), room: roomId, event: eventId, name: z.string() });
export const roomTopic = z.object({ type: z.literal('room.topic'), room: roomId, event: eventId, topic: z.string() });
export const roomArchive = z.object({ type: z.literal('room.archive'), room: roomId, event: eventId });

/** `room.invite`: make someone a member of a private room. */
export const roomInvite = z.object({ type: z.literal('room.invite'), room: roomId, event: eventId, member: memberId });

/** `direct.open`: the room of oneself and another person, made when it is first wanted. */
export const directOpen = z.object({ type: z.literal('direct.open'), member: memberId });

/** Rooms that are new or changed, pushed to everyone on the host at most once a second. */
export const roomsPush = z.object({ type: z.literal('rooms'), rooms: z.array(roomInfo).max(ROOMS_MAX) });
