import { asRefusal, Refusal, type RefusalCode } from '../../../src-shared/protocol/errors.ts';
import type { RoomEvent } from '../../../src-shared/protocol/events.ts';
import { PAGE_DEFAULT, PAGE_MAX } from '../../../src-shared/protocol/limits.ts';
import { loginText } from '../../../src-shared/protocol/login.ts';
import type { Request, RequestType, Result } from '../../../src-shared/protocol/requests.ts';
import type { Member } from '../../../src-shared/protocol/rooms.ts';
import type { Credentials } from '../access.ts';
import { isLoopback } from '../authority.ts';
import type { HostRoom } from '../room-list.ts';
import { Encoded, type Caller, type Handler } from './caller.ts';
import { moderationHandlers } from './moderation.ts';
import { verify } from './verify.ts';

/** Why a message is refused that might have been taken some time ago. */
const LATE: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['room-archived', 'not-in-room']);

const handlers: { [T in RequestType]: Handler<T> } = {
  ...moderationHandlers,

  login: async (caller, { key, name, signature, password, invite }) => {
    const { core } = caller;
    refuseSecondTime(caller);
    if (!verify(key, loginText(core.info, caller.nonce, key), signature)) throw new Refusal('bad-signature');
    core.moderation.checkBanned(key, caller.address);
    const me = await admit(caller, key, name, { password, invite });
    refuseSecondTime(caller);
    caller.logIn(me);
    const rooms = core.rooms.visibleTo(me).map((room) => core.rooms.info(room));
    return { me, rooms, joined: await core.store.roomsOf(me.id) };
  },

  ping: () => ({ time: Date.now() }),

  'room.join': async (caller, { room: id, after }) => {
    const room = caller.core.rooms.seenBy(caller.member, id);
    if (!room.archived) {
      await caller.core.rooms.enter(caller.member, id, () => {
        spend(caller);
      });
    }
    const range = after === undefined ? { limit: PAGE_DEFAULT } : { after, limit: PAGE_MAX };
    const events = await caller.core.store.page(id, range);
    caller.subscribe(room, room.lastSeq);
    return joined(caller, room, events);
  },

  'room.leave': async (caller, { room }) => {
    caller.core.rooms.seenBy(caller.member, room);
    await caller.core.rooms.leave(caller.member, room);
    // Only now: who could not leave goes on hearing what is said.
    caller.unsubscribe(room);
    return {};
  },

  'room.create': async (caller, { room, name, topic, kind }) => {
    spend(caller);
    const { rooms } = caller.core;
    return { room: rooms.info(await rooms.create(caller.member, room, { name, topic, kind })) };
  },

  'room.rename': async (caller, { room, event, name }) => {
    await mayChange(caller, room);
    return sent(await caller.core.rooms.rename(caller.member, room, event, name));
  },

  'room.topic': async (caller, { room, event, topic }) => {
    await mayChange(caller, room);
    return sent(await caller.core.rooms.setTopic(caller.member, room, event, topic));
  },

  'room.archive': async (caller, { room, event }) => {
    await mayChange(caller, room);
    return sent(await caller.core.rooms.archive(caller.member, room, event));
  },

  'room.invite': async (caller, { room, event, member }) => {
    await mayChange(caller, room);
    const { rooms, members } = caller.core;
    return sent(await rooms.invite(caller.member, room, event, members.get(member)));
  },

  'direct.open': async (caller, { member }) => {
    const { rooms, members } = caller.core;
    const other = members.get(member);
    if (!rooms.between(caller.member, other)) spend(caller);
    return { room: rooms.info(await rooms.openDirect(caller.member, other)) };
  },

  'message.send': async (caller, { room, event, text }) => {
    try {
      caller.core.rooms.seenBy(caller.member, room);
      if (!caller.subscribed(room) && !(await isMember(caller, room))) throw new Refusal('not-in-room');
      spend(caller);
      return sent(await caller.core.rooms.send(caller.member, room, event, text));
    } catch (thrown) {
      // A retry whose first try was in time is answered with the first result, whatever holds by now.
      const late = LATE.has(asRefusal(thrown).code);
      const earlier = late ? await caller.core.rooms.earlier(caller.member, room, event) : null;
      if (earlier) return sent(earlier);
      throw thrown;
    }
  },

  history: async (caller, { room: id, before, after, limit }) => {
    const room = caller.core.rooms.seenBy(caller.member, id);
    if (before !== undefined && after !== undefined)
      throw new Refusal('bad-frame', 'Give "before" or "after", not both.');
    const events = await caller.core.store.page(id, { before, after, limit });
    return { events, lastSeq: room.lastSeq };
  },
};

/** Does what a request asks and gives the result. @throws Refusal */
export async function handle(caller: Caller, request: Request): Promise<unknown> {
  if (request.type !== 'login' && !caller.loggedIn) throw new Refusal('not-logged-in');
  // The map is typed by request; the pair of one request and its handler is not expressible without this.
  const handler = handlers[request.type] as Handler<RequestType>;
  return handler(caller, request);
}

function refuseSecondTime({ loggedIn }: Caller): void {
  if (loggedIn) throw new Refusal('already-logged-in');
}

/** Whoever is first to log in from the host's own computer needs nothing, and owns the host. */
async function admit({ core, address }: Caller, key: string, name: string, credentials: Credentials): Promise<Member> {
  const owner = !core.members.hasOwner && isLoopback(address);
  const me = owner ? await core.members.logIn(key, name) : await core.access.admit(key, name, address, credentials);
  if (owner) await core.moderation.claim(me);
  return me;
}

function sent({ seq, at }: RoomEvent): Result<'message.send'> {
  return { seq, at };
}

/** The list of who is online may be long and the same for many; it is put in as it was encoded. */
function joined({ core }: Caller, room: HostRoom, events: RoomEvent[]): Encoded {
  const page = JSON.stringify({ events, lastSeq: room.lastSeq });
  return new Encoded(`{"room":${JSON.stringify(core.rooms.info(room))},"page":${page},"online":${room.presence.json}}`);
}

function spend(caller: Caller): void {
  if (!caller.core.budgets.events.take(caller.member.id)) throw new Refusal('rate-limited');
}

async function isMember(caller: Caller, room: string): Promise<boolean> {
  return (await caller.core.store.roomsOf(caller.member.id)).includes(room);
}

async function mayChange(caller: Caller, room: string): Promise<void> {
  caller.core.rooms.seenBy(caller.member, room);
  if (!(await isMember(caller, room))) throw new Refusal('not-in-room');
  spend(caller);
}
