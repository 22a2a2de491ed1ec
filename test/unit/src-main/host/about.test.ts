import { afterEach, expect, test, vi } from 'vitest';
import { About } from '../../../../src-main/host/about.ts';
import { SILENT } from '../../../../src-main/host/log.ts';
import { Members, type Closable } from '../../../../src-main/host/members.ts';
import type { AboutRecord } from '../../../../src-main/store/about-store.ts';
import type { Store } from '../../../../src-main/store/store.ts';

const ADA = { id: 1, key: 'a', name: 'Ada', role: 'member' } as const;
const device = (): Closable => ({ close: () => undefined, tell: () => undefined, address: '' });

afterEach(() => {
  vi.useRealTimers();
});

async function about(saved: AboutRecord[] = []) {
  vi.useFakeTimers();
  const members = await Members.load({ members: () => Promise.resolve([{ ...ADA }]) } as unknown as Store, 10);
  const kept = new Map(saved.map((record) => [record.member, record]));
  const store = {
    all: () => Promise.resolve([...kept.values()]),
    save: (record: AboutRecord) => Promise.resolve(void kept.set(record.member, record)),
  };
  const told: unknown[] = [];
  const told_of = await About.load(store, members, SILENT, ({ state, status }) => told.push({ state, status }));
  return { members, ada: members.get(1), about: told_of, told, kept };
}

test('who is idle on all their devices is away; on one of them in use, they are not', async () => {
  const { members, ada, about: own } = await about();
  const [desk, phone] = [device(), device()];
  members.connected(ada, desk);
  own.idle(ada, desk, true);
  expect(ada.state).toBe('away');
  members.connected(ada, phone);
  own.follow(ada);
  expect(ada.state).toBeUndefined();
  members.disconnected(ada, phone);
  own.follow(ada);
  expect(ada.state).toBe('away');
  await own.set(ada, { busy: true });
  expect(ada.state).toBe('busy');
  members.disconnected(ada, desk);
  await own.set(ada, { busy: false });
  expect(ada.state).toBeUndefined();
});

test('a status goes when its time is over, also one that was kept over a restart', async () => {
  const { members, ada, about: own, told, kept } = await about();
  members.connected(ada, device());
  await own.set(ada, { status: { text: '  at   lunch ', minutes: 30 } });
  const until = Date.now() + 30 * 60_000;
  expect(ada.status).toEqual({ text: 'at lunch', until });
  await vi.advanceTimersByTimeAsync(29 * 60_000);
  expect(ada.status).toBeDefined();
  await vi.advanceTimersByTimeAsync(60_001);
  expect(ada.status).toBeUndefined();
  expect(told).toHaveLength(2);
  expect(kept.get(1)).toMatchObject({ text: '', until: null });
  const later = await about([{ member: 1, busy: false, text: 'old', until: Date.now() - 1, receipts: true }]);
  later.about.follow(later.ada);
  expect(later.ada.status).toBeUndefined();
});

test('a status that nobody could read is refused, and the one before it stands', async () => {
  const { ada, about: own } = await about();
  await own.set(ada, { status: { text: 'here' } });
  for (const text of ['x'.repeat(81), 'a\u202eb', 'two\u0000'])
    await expect(own.set(ada, { status: { text } })).rejects.toMatchObject({ code: 'status-invalid' });
  expect(ada.status).toEqual({ text: 'here' });
});
