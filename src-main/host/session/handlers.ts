import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { ReadMark, Receipt } from '../../../src-shared/protocol/reads.ts';
import type { Page } from '../../../src-shared/protocol/rooms.ts';
import { PAGE_DEFAULT, PAGE_MAX } from '../../../src-shared/protocol/limits.ts';
import { loginText } from '../../../src-shared/protocol/login.ts';
import type { Request, RequestType } from '../../../src-shared/protocol/requests.ts';
import type { Member } from '../../../src-shared/protocol/rooms.ts';
import type { Credentials } from '../access.ts';
import { isLoopback } from '../authority.ts';
import { auditRoomOf } from '../host-room.ts';
import type { HostRoom } from '../room-list.ts';
import { inParts } from '../parts.ts';
import { presenceFrames, roomsFrames } from '../signals.ts';
import { Encoded, type Caller, type Handler } from './caller.ts';
import { bookmarkHandlers } from './bookmarks.ts';
import { linkHandlers } from './linking.ts';
import { looksHandlers } from './looks.ts';
import { messageHandlers } from './messages.ts';
import { moderationHandlers } from './moderation.ts';
import { checkPermit } from './permits.ts';
import { readingHandlers } from './reading.ts';
import { readHandlers } from './reads.ts';
import { searchHandlers } from './search.ts';
import { mayArrange, sent, spend } from './spending.ts';
import { verify } from './verify.ts';

const handlers: { [T in RequestType]: Handler<T> } = {
  ...moderationHandlers,
  ...messageHandlers,
  ...linkHandlers,
  ...looksHandlers,
  ...readingHandlers,
  ...readHandlers,
  ...bookmarkHandlers,
  ...searchHandlers,

  login: async (caller, { key, name, same, signature, password, invite }) => {
    const { core } = caller;
    refuseSecondTime(caller);
    if (!verify(key, loginText(core.info, caller.nonce, key), signature)) throw new Refusal('bad-signature');
    core.moderation.checkBanned(key, caller.address);
    const before = core.members.ofKey(key)?.name;
    const me = await admit(caller, key, name, { password, invite, same });
    // One's other devices, and whoever sees one by them, have no other way to hear of it.
    if (before !== undefined && before !== me.name) core.changed(me);
    const reads = Array.from(await core.reads.of(me), ([room, seq]) => ({ room, seq }));
    const joined = await core.store.roomsOf(me.id);
    // From here on without a pause: a second log-in that overlaps is refused, but not answered before this one.
    refuseSecondTime(caller);
    caller.logIn(me);
    const muted = core.moderation.muteOf(me);
    const { first, rest } = roomsFor(caller, new Set(joined));
    const own = { me, joined, reads, receipts: core.about.receipts(me), ...(muted && { muted }) };
    return new Encoded(`{"rooms":${first},${JSON.stringify(own).slice(1)}`, rest);
  },

  'me.set': async (caller, { idle, busy, status, receipts, hue }) => {
    const { core, member } = caller;
    if (!core.budgets.signals.take(member.id)) throw new Refusal('rate-limited');
    if (idle !== undefined) caller.idle(idle);
    if (hue !== undefined) await core.looks.colour(member, hue);
    // Being idle is told often, and nothing that has to be kept.
    if (busy !== undefined || status || receipts !== undefined) {
      await core.about.set(member, { busy, status, receipts });
    }
    return {};
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
    const read = await caller.core.reads.mark(caller.member, room);
    const receipts = await caller.core.receipts.of(room);
    const first = await caller.core.rooms.firstFor(caller.member, room);
    const since = (await caller.core.store.since(id, caller.member.id)) ?? 0;
    const page = await caller.core.store.messages.history(id, range, caller.member.id, first);
    caller.subscribe(room, room.lastSeq, since);
    return joined(caller, room, page, { read, receipts });
  },

  'room.leave': async (caller, { room }) => {
    caller.core.rooms.seenBy(caller.member, room);
    await caller.core.rooms.leave(caller.member, room);
    // Only now: who could not leave goes on hearing what is said.
    caller.unsubscribe(room);
    return {};
  },

  'room.create': async (caller, { room, name, topic, kind }) => {
    caller.core.moderation.checkMuted(caller.member);
    spend(caller);
    const { rooms } = caller.core;
    return { room: rooms.info(await rooms.create(caller.member, room, { name, topic, kind })) };
  },

  'room.rename': async (caller, { room, event, name }) => {
    await mayArrange(caller, room);
    return sent(await caller.core.rooms.rename(caller.member, room, event, name));
  },

  'room.topic': async (caller, { room, event, topic }) => {
    await mayArrange(caller, room);
    return sent(await caller.core.rooms.setTopic(caller.member, room, event, topic));
  },

  'room.archive': async (caller, { room, event }) => {
    await mayArrange(caller, room);
    const { core, member } = caller;
    const archived = sent(await core.rooms.archive(member, room, event));
    // Of a room that is open to everyone, only moderators take leave for all.
    const about = auditRoomOf(core.rooms.get(room));
    if (about.kind === 'room') await core.moderation.note(member, 'archive', '', { room: about });
    return archived;
  },

  'room.invite': async (caller, { room, event, member }) => {
    await mayArrange(caller, room);
    const { rooms, members } = caller.core;
    return sent(await rooms.invite(caller.member, room, event, members.get(member)));
  },

  'direct.open': async (caller, { member }) => {
    const { rooms, members } = caller.core;
    const other = members.get(member);
    if (!rooms.between(caller.member, other)) spend(caller);
    return { room: rooms.info(await rooms.openDirect(caller.member, other)) };
  },
};

/** Does what a request asks, if whoever asks may, and gives the result. @throws Refusal */
export async function handle(caller: Caller, request: Request): Promise<unknown> {
  if (request.type !== 'login') checkPermit(caller.member.role, request.type);
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
  const me = owner
    ? await core.members.logIn(key, name, credentials.same)
    : await core.access.admit(key, name, address, credentials);
  if (owner) await core.moderation.claim(me);
  return me;
}

/** The rooms to be known of at once, those one is in among them, and then the others of a host that has very many. */
function roomsFor({ core, member }: Caller, joined: ReadonlySet<string>): { first: string; rest: string[] } {
  const visible = core.rooms.visibleTo(member);
  const own = visible.filter(({ id }) => joined.has(id));
  const all = [...own, ...visible.filter(({ id }) => !joined.has(id))];
  const [first = '[]', ...rest] = inParts(
    all.map((room) => JSON.stringify(core.rooms.info(room))),
    own.length,
  );
  return { first, rest: roomsFrames(rest) };
}

/** The list of who is online may be long and the same for many; it is put in as it was encoded. */
function joined(
  { core }: Caller,
  room: HostRoom,
  page: Page,
  { read, receipts }: { read: ReadMark | null; receipts: Receipt[] | null },
): Encoded {
  const [online = '[]', ...others] = room.presence.parts;
  const info = JSON.stringify(core.rooms.info(room));
  const mark = read ? `,"read":${JSON.stringify(read)}` : '';
  const seen = receipts ? `,"receipts":${JSON.stringify(receipts)}` : '';
  return new Encoded(
    `{"room":${info},"page":${JSON.stringify(page)},"online":${online}${mark}${seen}}`,
    presenceFrames(room.id, others, false),
  );
}
