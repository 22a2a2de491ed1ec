import { demand, type Action } from '../../../src-shared/domain/permissions.ts';
import type { RequestType } from '../../../src-shared/protocol/requests.ts';
import type { Role } from '../../../src-shared/protocol/rooms.ts';

/**
 * What a request asks of whoever sends it: a role that may do something; `anyone` who is logged in; or it `depends` on
 * the room or on the other person as well, so that its handler asks once it knows these.
 */
export type Permit = Action | 'anyone' | { depends: Action };

/**
 * Every request, and what it takes. Beyond roles, handlers see to it that a room is there for whoever asks
 * (`RoomList.seenBy`), that they are in it and may write in it at present (`mayChange`, `mayArrange`), that a message is
 * theirs to change, and that they outrank whom they act against (`Moderation.checkAgainst`).
 */
export const PERMITS: Readonly<Record<RequestType, Permit>> = {
  login: 'anyone',
  ping: 'anyone',
  'me.set': 'anyone',
  'picture.set': 'anyone',
  picture: 'anyone',
  'picture.remove': 'member.picture',
  looks: 'anyone',
  bookmark: 'anyone',
  bookmarks: 'anyone',
  'room.join': 'anyone',
  'room.leave': 'anyone',
  'room.create': 'room.create',
  'room.rename': 'room.change',
  'room.topic': 'room.change',
  // Anyone in a private room may archive it.
  'room.archive': { depends: 'room.archive' },
  'room.invite': 'room.invite',
  'room.export': 'room.export',
  'room.lock': 'room.lock',
  'room.slow': 'room.slow',
  // So may the maker of a private room.
  'room.history': { depends: 'room.history' },
  'direct.open': 'anyone',
  // In a locked room it takes `room.speak.locked`, and calling upon everyone `mention.room`.
  'message.send': { depends: 'room.speak.locked' },
  'message.edit': 'anyone',
  // One's own anyone may take back.
  'message.delete': { depends: 'message.remove' },
  'message.react': 'anyone',
  'message.pin': 'message.pin',
  'message.versions': 'anyone',
  messages: 'anyone',
  pins: 'anyone',
  thread: 'anyone',
  'thread.read': 'anyone',
  keys: 'anyone',
  'link.put': 'anyone',
  'link.take': 'anyone',
  read: 'anyone',
  search: 'anyone',
  history: 'anyone',
  report: 'anyone',
  members: 'member.kick',
  'member.look': 'member.kick',
  'member.role': 'member.role',
  'member.kick': 'member.kick',
  'member.mute': 'member.mute',
  'member.ban': 'member.ban',
  'member.purge': 'message.remove',
  'host.handover': 'host.handover',
  bans: 'member.ban',
  'ban.lift': 'member.ban',
  audit: 'audit.read',
  access: 'invite.make',
  'access.set': 'host.access',
  'invite.make': 'invite.make',
  invites: 'invite.make',
  'invite.revoke': 'invite.make',
  knocks: 'member.admit',
  'knock.answer': 'member.admit',
};

/** May somebody of this role ask this, as far as the role alone decides? @throws Refusal `not-allowed` */
export function checkPermit(role: Role, type: RequestType): void {
  const permit = PERMITS[type];
  if (typeof permit === 'string' && permit !== 'anyone') demand(role, permit);
}
