import type { ReadMark } from '../protocol/reads.ts';
import type { Mute } from '../protocol/moderation.ts';
import type { Push } from '../protocol/answers.ts';
import type { Member, RoomInfo } from '../protocol/rooms.ts';
import type { Bookmarks } from './bookmarks.ts';
import type { Outbox } from './outbox.ts';
import type { Failure } from './ports.ts';
import type { ReadMarks } from './read-marks.ts';
import type { Resumption } from './resume.ts';
import type { Room } from './room.ts';

/** The session as what the host says concerns it. */
export interface PushTarget {
  readonly rooms: ReadonlyMap<string, Room>;
  readonly outbox: Outbox;
  readonly marks: ReadMarks;
  readonly bookmarks: Bookmarks;
  readonly resumption: Resumption;
  me: Member | null;
  muted: Mute | null;
  learn(info: RoomInfo): Room;
  notify(notice: Failure): void;
  /** How often one's key was taken by another device. */
  links: number;
  /** @param own one is in the room, or was */
  changed(room: string | null, own?: boolean): void;
}

type RoomPush = Extract<Push, { room: string }>;

/** Does to a session what the host says without being asked. */
export function takePush(session: PushTarget, push: Push): void {
  switch (push.type) {
    case 'challenge':
    case 'farewell':
      break;
    case 'muted':
      session.muted = { until: push.until, reason: push.reason };
      session.changed(null);
      break;
    case 'rooms':
      for (const info of push.rooms) {
        const { joined } = listed(session, info);
        session.changed(info.id, joined);
      }
      break;
    case 'error':
      session.notify({ code: push.code, message: push.message, detail: push.detail });
      break;
    case 'attention':
      session.notify({ code: push.what, message: '', detail: { name: push.name, of: push.of } });
      break;
    case 'linked':
      session.links += 1;
      session.changed(null);
      break;
    case 'bookmarks':
      session.bookmarks.load();
      break;
    case 'member':
      takeMember(session, push.member);
      break;
    default:
      takeRoomPush(session, push);
  }
}

/** A person's name or role has changed; perhaps one's own. */
function takeMember(session: PushTarget, member: Member): void {
  if (member.id === session.me?.id) session.me = member;
  for (const room of session.rooms.values()) if (room.online.has(member.id)) room.presence([member], [], false);
  session.changed(null);
}

/** A room that is new or changed. One that others made for one, one is in at once. */
function listed(session: PushTarget, info: RoomInfo): Room {
  const fresh = !session.rooms.has(info.id);
  const room = session.learn(info);
  if (!room.joined && info.people.some(({ id }) => id === session.me?.id)) session.resumption.join(room, fresh);
  else session.resumption.catchUp(room);
  return room;
}

function takeRoomPush(session: PushTarget, push: RoomPush): void {
  const room = session.rooms.get(push.room);
  if (!room) return;
  if (push.type === 'events') takeEvents(session, room, push);
  else if (push.type === 'presence') room.presence(push.came, push.went, push.whole);
  else if (push.type === 'receipts') room.seen(push.receipts);
  else if (push.type === 'thread.read') void room.readThread(push.root, push.seq, true);
  else if (push.type === 'read') takeMark(session, room, push.mark);
  else if (push.by !== session.me?.id) room.typed(push.by, push.name);
  session.changed(room.id);
}

function takeEvents(session: PushTarget, room: Room, { events }: Extract<RoomPush, { type: 'events' }>): void {
  room.receive(events);
  session.bookmarks.heard(events);
  for (const event of events) if (event.by === session.me?.id) void session.outbox.acknowledged(event.id);
  session.resumption.catchUp(room);
}

/** One has read on another device. */
function takeMark(session: PushTarget, room: Room, mark: ReadMark): void {
  if (session.marks.keep(room.id, mark.seq)) room.setRead(mark);
}
