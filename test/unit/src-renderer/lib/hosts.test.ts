import { describe, expect, it } from 'vitest';
import type { Patience } from '../../../../src-renderer/lib/first-log-in.ts';
import { Hosts } from '../../../../src-renderer/lib/hosts.svelte.ts';
import { Keep } from '../../../../src-renderer/lib/keep.ts';
import { memoryStore, type SmallStore } from '../../../../src-renderer/lib/stored.ts';
import type { HostingStatus } from '../../../../src-shared/protocol/bridge.ts';
import { FakeClock, settled } from '../../../support/fake-clock.ts';
import { MemoryOutbox } from '../../../support/people.ts';
import { HOST, messages, ROOM, roomInfo, ScriptedTransport, textIdentity } from '../../../support/scripted.ts';

function setUp(store: SmallStore = memoryStore()) {
  const keep = new Keep(store);
  keep.name.set('Ada');
  const transport = new ScriptedTransport();
  const hosts = new Hosts({
    keep,
    transport,
    identity: textIdentity,
    outbox: new MemoryOutbox(),
    clock: new FakeClock(),
    schedule: (flush) => flush,
  });
  return { store, keep, transport, hosts };
}

const at = (url: string) => ({ url, address: new URL(url).host });
const found = (url: string, id = HOST.id) => ({
  ...at(url),
  id,
  name: 'Host',
  fingerprint: '',
  version: '1',
  own: false,
});
const hosting: HostingStatus = {
  state: 'on',
  id: HOST.id,
  name: 'Host',
  port: 9292,
  fingerprint: '',
  localUrl: 'ws://127.0.0.1:9292/session',
  addresses: [],
  dataDir: '',
  others: 0,
  guests: false,
  advertised: true,
};

/** Joins the scripted host. */
async function joined(setup = setUp(), url = 'ws://one:1/session') {
  const joining = setup.hosts.join(at(url));
  await setup.transport.link.letIn();
  return { ...setup, host: await joining };
}

describe('hosts', () => {
  it('list their rooms in order as more are told of, and called otherwise; the others are left alone', async () => {
    const { host, transport } = await joined();
    const names = () => host.rooms.map(({ info }) => info.name);
    const id = (i: number) => `01890000-0000-7000-8000-00000000010${String(i)}`;
    const rooms = ['tea', 'chess', 'music'].map((name, i) => roomInfo({ id: id(i), name, lastSeq: 0 }));
    transport.link.say({ type: 'rooms', rooms });
    await settled();
    host.refresh();
    expect(names()).toEqual(['general', 'chess', 'music', 'tea']);
    const before = host.rooms;
    transport.link.say({ type: 'rooms', rooms: [roomInfo({ id: id(1), name: 'chess', topic: 'new', lastSeq: 0 })] });
    await settled();
    host.refresh();
    expect([host.rooms === before, host.room(id(1))?.info.topic]).toEqual([true, 'new']);
    transport.link.say({ type: 'rooms', rooms: [roomInfo({ id: id(1), name: 'xiangqi', lastSeq: 0 })] });
    await settled();
    host.refresh();
    expect(names()).toEqual(['general', 'music', 'tea', 'xiangqi']);
    expect(host.room('no such room')).toBeNull();
  });

  it('are remembered by their id once they let one in, and connected to in the next run', async () => {
    const { store, host } = await joined();
    expect(host.name).toBe('Host');
    expect(host.rooms.map(({ info }) => info.name)).toEqual(['general']);
    const next = setUp(store);
    void next.hosts.start();
    expect(next.hosts.list.map(({ id, name }) => [id, name])).toEqual([[HOST.id, 'Host']]);
    expect(next.transport.link.url).toBe('ws://one:1/session');
  });

  it('that cannot be joined say why, and are not remembered', async () => {
    const { hosts, transport } = setUp();
    const joining = hosts.join(at('ws://one:1/session'));
    transport.link.end({ code: 'refused', message: 'Nobody there.' });
    await expect(joining).rejects.toMatchObject({ code: 'refused', message: 'Nobody there.' });
    expect(hosts.list).toEqual([]);
    expect(transport.links).toHaveLength(1);
  });

  it('that let nobody in before a moderator agrees are waited for, unless that is called off', async () => {
    const { hosts, transport } = setUp();
    const refuse = async (code: string): Promise<void> => {
      transport.link.challenge();
      await settled();
      transport.link.refuse('login', code);
      await settled();
    };
    const waits: string[] = [];
    const patience = (signal: AbortSignal): Patience => ({
      signal,
      waits: ({ failure, retryNow }) => {
        waits.push(failure.code);
        retryNow();
      },
    });
    const joining = hosts.join({ ...at('ws://one:1/session'), password: 'x' }, patience(new AbortController().signal));
    await refuse('approval-pending');
    transport.link.end({ code: 'host-gone', message: 'For a moment.' });
    await transport.link.letIn();
    expect(await joining).toBe(hosts.list[0]);
    expect(waits).toEqual(['approval-pending', 'host-gone']);

    const other = setUp();
    const calledOff = new AbortController();
    const refused = other.hosts.join(at('ws://two:2/session'), patience(calledOff.signal));
    calledOff.abort();
    await expect(refused).rejects.toMatchObject({ code: 'host-gone' });
    expect([other.transport.link.open, other.hosts.list]).toEqual([false, []]);
  });

  it('known already are not joined twice, whatever their address', async () => {
    const { hosts, transport, host } = await joined();
    const again = hosts.join(at('ws://two:2/session'));
    await transport.link.letIn();
    expect(await again).toBe(host);
    expect(hosts.list).toHaveLength(1);
    expect(host.session.url).toBe('ws://one:1/session');
    expect(host.online).toBe(true);
  });

  it('that moved are found at their new address, their rooms kept', async () => {
    const { hosts, transport, host, keep } = await joined();
    hosts.heard([found('ws://two:2/session')]);
    expect(transport.links).toHaveLength(1);
    transport.link.end({ code: 'host-gone', message: '' });
    hosts.heard([found('ws://two:2/session', 'somebody-else'), found('ws://two:2/session')]);
    expect(transport.link.url).toBe('ws://two:2/session');
    expect(host.rooms).toHaveLength(1);
    await transport.link.letIn();
    expect(host.online).toBe(true);
    expect(keep.hosts.get()[0]?.url).toBe('ws://two:2/session');
  });

  it('that are away are not looked for where another key is announced under their name', async () => {
    const store = memoryStore();
    new Keep(store).hosts.set([{ id: HOST.id, name: 'Host', fingerprint: 'real', ...at('ws://one:1/session') }]);
    const { hosts, transport, keep } = setUp(store);
    void hosts.start();
    transport.link.end({ code: 'host-gone', message: '' });
    expect(hosts.list[0]?.status.state).toBe('offline');
    const links = transport.links.length;
    for (const fingerprint of ['', 'false', 'real '])
      hosts.heard([
        { ...found('ws://two:2/session'), fingerprint },
        { ...found('ws://three:3/session'), fingerprint },
      ]);
    expect(transport.links).toHaveLength(links);
    expect(keep.hosts.get()).toMatchObject([{ url: 'ws://one:1/session', fingerprint: 'real' }]);
    hosts.heard([
      { ...found('ws://two:2/session'), fingerprint: 'false' },
      { ...found('ws://three:3/session'), fingerprint: 'real' },
    ]);
    expect(transport.link.url).toBe('ws://three:3/session');
  });

  it('of one’s own are joined while they run, and rest while they do not', async () => {
    const { hosts, transport } = setUp();
    const following = hosts.follow(hosting);
    await transport.link.letIn();
    const own = await following;
    expect(own?.id).toBe(hosts.ownId);
    await hosts.follow({ state: 'off' });
    expect(own?.status.state).toBe('stopped');
    const count = transport.links.length;
    await hosts.follow({ ...hosting, localUrl: 'ws://127.0.0.1:9293/session' });
    expect(transport.links).toHaveLength(count + 1);
    expect(transport.link.url).toBe('ws://127.0.0.1:9293/session');
  });

  it('can be forgotten', async () => {
    const { hosts, host, store } = await joined();
    hosts.forget(host);
    expect(host.status.state).toBe('stopped');
    expect(setUp(store).keep.hosts.get()).toEqual([]);
  });

  it('learn one’s new name', async () => {
    const { hosts, transport, keep } = await joined();
    hosts.rename('Countess');
    expect(keep.name.get()).toBe('Countess');
    transport.link.challenge();
    await settled();
    expect(transport.link.requests('login')[0]?.name).toBe('Countess');
  });
});

describe('a room', () => {
  it('shows what its session knows, and remembers what was read', async () => {
    const { transport, host, store } = await joined();
    const room = host.room(ROOM);
    if (!room) throw new Error('no room');
    const joining = room.join();
    await transport.link.letJoin(messages(1, 3));
    await joining;
    expect(room.rows.map(({ type }) => type)).toEqual(['day', 'message', 'message', 'message']);
    expect(room.unread).toBe(0);
    transport.link.say({ type: 'events', room: ROOM, events: messages(4, 5) });
    expect(room.unread).toBe(2);
    expect(host.unread).toBe(2);
    room.divide();
    expect(room.rows.findIndex(({ type }) => type === 'unread')).toBe(4);
    room.markRead();
    expect(room.unread).toBe(0);
    expect(new Keep(store).readMark(HOST.id, ROOM).get()).toBe(5);
  });

  it('keeps general first, and the others by name', async () => {
    const { hosts, transport } = setUp();
    const joining = hosts.join(at('ws://one:1/session'));
    const id = (n: number): string => ROOM.slice(0, -1) + String(n);
    await transport.link.letIn([
      roomInfo({ id: id(2), name: 'Room 10' }),
      roomInfo({ id: id(3), name: 'room 9' }),
      roomInfo({ id: id(4), name: 'general' }),
    ]);
    const host = await joining;
    expect(host.rooms.map(({ info }) => info.name)).toEqual(['general', 'room 9', 'Room 10']);
  });
});
