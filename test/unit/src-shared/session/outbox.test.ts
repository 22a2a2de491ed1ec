import { expect, test } from 'vitest';
import { Refusal, type RefusalCode } from '../../../../src-shared/protocol/errors.ts';
import { Outbox } from '../../../../src-shared/session/outbox.ts';
import type { OutboxStorage, Unsent } from '../../../../src-shared/session/ports.ts';
import { FakeClock, settled } from '../../../support/fake-clock.ts';
import { MemoryOutbox } from '../../../support/people.ts';
import { ROOM } from '../../../support/scripted.ts';

const OTHER = ROOM.replace(/1$/, '2');

function entry(id: string, fields: Partial<Unsent> = {}): Unsent {
  return { id, room: ROOM, text: `text ${id}`, at: Number(id), failure: null, ...fields };
}

/** An outbox whose sends the test answers one by one. */
async function outboxFor(storage: OutboxStorage = new MemoryOutbox()) {
  const clock = new FakeClock();
  const sends: { id: string; accept: () => Promise<void>; refuse: (code: RefusalCode) => Promise<void> }[] = [];
  const world = { ready: true };
  const outbox = new Outbox(storage, {
    clock,
    ready: () => world.ready,
    changed: () => undefined,
    send: ({ id }) =>
      new Promise((resolve, reject) => {
        sends.push({
          id,
          accept: () => {
            resolve({ seq: 1, at: 1 });
            return settled();
          },
          refuse: (code) => {
            reject(new Refusal(code));
            return settled();
          },
        });
      }),
  });
  await outbox.load('host');
  const last = () => {
    const send = sends.at(-1);
    if (!send) throw new Error('nothing was sent');
    return send;
  };
  return {
    outbox,
    clock,
    sends,
    world,
    last,
    sent: () => sends.map(({ id }) => id),
    waiting: (room = ROOM) => outbox.of(room).map(({ id }) => id),
  };
}

/** Storage whose writes end when the test says so. */
class SlowOutbox extends MemoryOutbox {
  readonly writes: { id: string; done: () => void; fail: () => void }[] = [];

  override put(host: string, stored: Unsent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.writes.push({
        id: stored.id,
        done: () => {
          void super.put(host, stored).then(resolve);
        },
        fail: () => {
          reject(new Error('disk full'));
        },
      });
    });
  }
}

test('messages of a room go one after another, in the order they were written', async () => {
  const { outbox, sent, last, waiting } = await outboxFor();
  for (const id of ['1', '2', '3']) await outbox.add(entry(id));
  expect(sent()).toEqual(['1']);
  await last().accept();
  expect(sent()).toEqual(['1', '2']);
  expect(waiting()).toEqual(['2', '3']);
  await last().accept();
  await last().accept();
  expect(sent()).toEqual(['1', '2', '3']);
  expect(waiting()).toEqual([]);
});

test('a room does not wait for another', async () => {
  const { outbox, sent } = await outboxFor();
  await outbox.add(entry('1'));
  await outbox.add(entry('2', { room: OTHER }));
  expect(sent()).toEqual(['1', '2']);
});

test.each<RefusalCode>([
  'rate-limited',
  'too-many-requests',
  'storage-failed',
  'host-closing',
  'timed-out',
  'host-gone',
  'not-logged-in',
])('after a refusal that passes (%s) the message is sent again, and none overtakes it', async (code) => {
  const { outbox, clock, sent, last } = await outboxFor();
  await outbox.add(entry('1'));
  await outbox.add(entry('2'));
  await last().refuse(code);
  expect(sent()).toEqual(['1']);
  await clock.advance(1_000);
  expect(sent()).toEqual(['1', '1']);
  await last().accept();
  expect(sent()).toEqual(['1', '1', '2']);
});

test('refusals that do not pass make the waits longer', async () => {
  const { outbox, clock, sent, last } = await outboxFor();
  await outbox.add(entry('1'));
  for (let i = 0; i < 6; i += 1) {
    await last().refuse('storage-failed');
    await clock.advance(15_000);
  }
  expect(sent()).toHaveLength(7);
  await last().refuse('storage-failed');
  await clock.advance(1_000);
  expect(sent()).toHaveLength(7);
});

test.each<RefusalCode>(['room-archived', 'not-in-room', 'id-taken', 'text-too-long', 'no-such-room', 'internal'])(
  'a final refusal (%s) marks the message, and the next one goes',
  async (code) => {
    const storage = new MemoryOutbox();
    const { outbox, sent, last } = await outboxFor(storage);
    await outbox.add(entry('1'));
    await outbox.add(entry('2'));
    await last().refuse(code);
    expect(outbox.of(ROOM)[0]?.failure).toMatchObject({ code });
    expect(storage.entries.get('1')?.failure).toMatchObject({ code });
    expect(sent()).toEqual(['1', '2']);
  },
);

test('a failed message is sent again, under its id, when one says so', async () => {
  const { outbox, sent, last } = await outboxFor();
  await outbox.add(entry('1'));
  await last().refuse('room-archived');
  await outbox.retry('1');
  expect(outbox.of(ROOM)[0]?.failure).toBeNull();
  expect(sent()).toEqual(['1', '1']);
  await outbox.retry('no such message');
});

test('a discarded message is gone, and its late answer does no harm', async () => {
  const storage = new MemoryOutbox();
  const { outbox, clock, sent, last, waiting } = await outboxFor(storage);
  await outbox.add(entry('1'));
  await outbox.add(entry('2'));
  await outbox.remove('1');
  expect([waiting(), storage.entries.size]).toEqual([['2'], 1]);
  await last().refuse('room-archived');
  await clock.advance(1_000);
  expect(sent()).toEqual(['1', '2']);
  expect(waiting()).toEqual(['2']);
});

test('nothing is sent without a connection; with a new one all of it is, at once', async () => {
  const { outbox, world, clock, sends, sent } = await outboxFor();
  await outbox.add(entry('1'));
  await outbox.add(entry('2', { room: OTHER }));
  world.ready = false;
  for (const send of sends) await send.refuse('host-gone');
  await outbox.add(entry('3'));
  await clock.advance(60_000);
  expect(sent()).toEqual(['1', '2']);
  world.ready = true;
  outbox.connected();
  expect(sent()).toEqual(['1', '2', '1', '2']);
});

test('what an earlier run left is taken up, oldest first, and failed ones stay failed', async () => {
  const storage = new MemoryOutbox();
  for (const left of [entry('3'), entry('1'), entry('2', { failure: { code: 'room-archived', message: '' } })])
    await storage.put('host', left);
  const { outbox, sent, last, waiting } = await outboxFor(storage);
  expect(waiting()).toEqual(['1', '2', '3']);
  outbox.connected();
  await last().accept();
  expect(sent()).toEqual(['1', '3']);
});

test('storage that could not be read is read again with the next connection', async () => {
  const storage = new MemoryOutbox();
  await storage.put('host', entry('1'));
  const load = storage.load.bind(storage);
  storage.load = () => Promise.reject(new Error('disk'));
  const outbox = new Outbox(storage, {
    clock: new FakeClock(),
    ready: () => false,
    changed: () => undefined,
    send: () => Promise.reject(new Refusal('host-gone')),
  });
  await expect(outbox.load('host')).rejects.toThrow('disk');
  storage.load = load;
  await outbox.load('host');
  expect(outbox.of(ROOM).map(({ id }) => id)).toEqual(['1']);
});

test('a message is on disk before it is sent, even if the way is free earlier', async () => {
  const storage = new SlowOutbox();
  const { outbox, sent, last } = await outboxFor(storage);
  void outbox.add(entry('1'));
  storage.writes[0]?.done();
  await settled();
  void outbox.add(entry('2'));
  void outbox.add(entry('3'));
  await last().accept();
  expect(sent()).toEqual(['1']);
  storage.writes[2]?.done();
  await settled();
  expect(sent()).toEqual(['1']);
  storage.writes[1]?.done();
  await settled();
  expect(sent()).toEqual(['1', '2']);
});

test('a message that cannot be put on disk is refused to who wrote it, and neither shown nor sent', async () => {
  const storage = new SlowOutbox();
  const { outbox, sent, waiting } = await outboxFor(storage);
  const added = outbox.add(entry('1'));
  expect(waiting()).toEqual(['1']);
  storage.writes[0]?.fail();
  await expect(added).rejects.toThrow('disk full');
  outbox.connected();
  expect([waiting(), sent()]).toEqual([[], []]);
});

test('an acknowledged message that cannot be taken off the disk is gone all the same', async () => {
  const storage = new MemoryOutbox();
  storage.remove = () => Promise.reject(new Error('disk'));
  const { outbox, sent, last, waiting } = await outboxFor(storage);
  await outbox.add(entry('1'));
  await outbox.add(entry('2'));
  await last().accept();
  expect([waiting(), sent()]).toEqual([['2'], ['1', '2']]);
});
