import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { RoomEvent } from '../../../src-shared/protocol/events.ts';
import { PAGE_DEFAULT, PAGE_MAX } from '../../../src-shared/protocol/limits.ts';
import { loginText } from '../../../src-shared/protocol/login.ts';
import type { Request, RequestOf, RequestType, Result } from '../../../src-shared/protocol/requests.ts';
import { roomInfo, type HostRoom } from '../rooms.ts';
import { Encoded, type SessionConnection } from './connection.ts';
import { verify } from './verify.ts';

type Handler<T extends RequestType> = (
  connection: SessionConnection,
  request: RequestOf<T>,
) => Promise<Result<T> | Encoded> | Result<T> | Encoded;

const handlers: { [T in RequestType]: Handler<T> } = {
  'login': async (connection, { key, name, signature }) => {
    const { core } = connection;
    if (connection.loggedIn) throw new Refusal('already-logged-in');
    if (!verify(key, loginText(core.info.id, connection.nonce, key), signature)) throw new Refusal('bad-signature');
    const me = await core.members.logIn(key, name);
    if (connection.loggedIn) throw new Refusal('already-logged-in');
    connection.logIn(me);
    return { me, rooms: core.rooms.list(), joined: await core.store.roomsOf(me.id) };
  },

  'ping': () => ({ time: Date.now() }),

  'room.join': async (connection, { room: id, after }) => {
    const room = connection.core.rooms.get(id);
    const { member } = connection;
    if (!(await isMember(connection, id)) && !room.archived) {
      spend(connection);
      await connection.core.rooms.note(member, id, 'join');
    }
    const range = after === undefined ? { limit: PAGE_DEFAULT } : { after, limit: PAGE_MAX };
    const events = await connection.core.store.page(id, range);
    connection.subscribe(room, room.lastSeq);
    return joined(room, events);
  },

  'room.leave': async (connection, { room }) => {
    if (!(await isMember(connection, room))) throw new Refusal('not-in-room');
    connection.unsubscribe(room);
    await connection.core.rooms.note(connection.member, room, 'leave');
    return {};
  },

  'room.create': async (connection, { room, name, topic }) => {
    spend(connection);
    return { room: roomInfo(await connection.core.rooms.create(connection.member, room, name, topic)) };
  },

  'room.rename': async (connection, { room, event, name }) => {
    await mayChange(connection, room);
    return sent(await connection.core.rooms.rename(connection.member, room, event, name));
  },

  'room.topic': async (connection, { room, event, topic }) => {
    await mayChange(connection, room);
    return sent(await connection.core.rooms.setTopic(connection.member, room, event, topic));
  },

  'room.archive': async (connection, { room, event }) => {
    await mayChange(connection, room);
    return sent(await connection.core.rooms.archive(connection.member, room, event));
  },

  'message.send': async (connection, { room, event, text }) => {
    connection.core.rooms.get(room);
    if (!connection.subscribed(room) && !(await isMember(connection, room))) throw new Refusal('not-in-room');
    spend(connection);
    return sent(await connection.core.rooms.send(connection.member, room, event, text));
  },

  'history': async (connection, { room: id, before, after, limit }) => {
    const room = connection.core.rooms.get(id);
    if (before !== undefined && after !== undefined) throw new Refusal('bad-frame', 'Give "before" or "after", not both.');
    const events = await connection.core.store.page(id, { before, after, limit });
    return { events, lastSeq: room.lastSeq };
  },
};

/** Does what a request asks and gives the result. @throws Refusal */
export async function handle(connection: SessionConnection, request: Request): Promise<unknown> {
  if (request.type !== 'login' && !connection.loggedIn) throw new Refusal('not-logged-in');
  // The map is typed by request; the pair of one request and its handler is not expressible without this.
  const handler = handlers[request.type] as Handler<RequestType>;
  return handler(connection, request);
}

function sent({ seq, at }: RoomEvent): Result<'message.send'> {
  return { seq, at };
}

/** The list of who is online may be long and the same for many; it is put in as it was encoded. */
function joined(room: HostRoom, events: RoomEvent[]): Encoded {
  const page = JSON.stringify({ events, lastSeq: room.lastSeq });
  return new Encoded(`{"room":${JSON.stringify(roomInfo(room))},"page":${page},"online":${room.presence.json}}`);
}

function spend(connection: SessionConnection): void {
  if (!connection.core.budgets.events.take(connection.member.id)) throw new Refusal('rate-limited');
}

async function isMember(connection: SessionConnection, room: string): Promise<boolean> {
  return (await connection.core.store.roomsOf(connection.member.id)).includes(room);
}

async function mayChange(connection: SessionConnection, room: string): Promise<void> {
  connection.core.rooms.get(room);
  if (!(await isMember(connection, room))) throw new Refusal('not-in-room');
  spend(connection);
}
