import { beforeEach, describe, expect, it } from 'vitest';
import { News, type Situation } from '../../../../../src-renderer/features/notifications/news.ts';
import { minuteOf, timeOf } from '../../../../../src-renderer/features/notifications/times.ts';
import type { HostView } from '../../../../../src-renderer/lib/host-view.svelte.ts';
import type { Verdict } from '../../../../../src-renderer/lib/proofs.svelte.ts';
import type { RoomView } from '../../../../../src-renderer/lib/room-view.svelte.ts';
import type { ReceivedEvent } from '../../../../../src-shared/protocol/events.ts';
import type { Notice } from '../../../../../src-shared/protocol/notices.ts';
import { notificationSettings } from '../../../../../src-shared/protocol/settings.ts';

const ME = 7;
const host = { id: 'h', session: { me: { id: ME } } } as unknown as HostView;
const room = { id: '0193a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b', name: 'tea', info: { kind: 'room' } } as RoomView;
const direct = { id: '0193a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5c', name: 'Bo', info: { kind: 'direct' } } as RoomView;

function said(seq: number, text: string, more: object = {}): ReceivedEvent {
  return { kind: 'message', id: `e${String(seq)}`, seq, at: 0, by: 2, name: 'Bo', text, ...more };
}

const usual: Situation = {
  settings: notificationSettings.parse({ level: 'all' }),
  busy: false,
  inFront: () => false,
  ignored: () => false,
  now: new Date(2026, 10, 21, 12, 0),
  judge: () => Promise.resolve('proven'),
};

describe('news', () => {
  let shown: Notice[];
  let cleared: string[];
  let news: News;
  beforeEach(() => {
    shown = [];
    cleared = [];
    news = new News({ show: (notice) => shown.push(notice), clear: (tag) => cleared.push(tag) });
  });
  const titles = (): string[] => shown.map(({ title, body }) => `${title} | ${body}`);

  it('are one notification for each room, which counts', async () => {
    await news.heard(host, room, [said(3, 'one')], usual);
    await news.heard(host, room, [said(4, 'two\nlines'), said(5, 'three')], usual);
    await news.heard(host, direct, [said(1, 'psst')], usual);
    await news.heard(host, direct, [said(2, 'hello?')], usual);
    expect(titles()).toEqual([
      'Bo in tea | one',
      '3 new messages in tea | Bo: three',
      'Bo | psst',
      '2 new messages from Bo | hello?',
    ]);
    expect(new Set(shown.map(({ tag }) => tag)).size).toBe(2);
  });

  it('are told once, though a host says them twice', async () => {
    await news.heard(host, room, [said(3, 'one')], usual);
    await news.heard(host, room, [said(2, 'zero'), said(3, 'one')], usual);
    expect(titles()).toEqual(['Bo in tea | one']);
  });

  it('count anew once one has looked, wherever that was', async () => {
    await news.heard(host, room, [said(3, 'one')], usual);
    news.tidy((_host, _room, seq) => seq <= 2);
    expect(cleared).toEqual([]);
    news.tidy((_host, _room, seq) => seq <= 3);
    expect(cleared).toEqual([`h ${room.id}`]);
    await news.heard(host, room, [said(4, 'two')], usual);
    expect(titles().at(-1)).toBe('Bo in tea | two');
  });

  it('say what speaks against a message, where it is not proven or could not be checked', async () => {
    const judged = (verdict: Verdict | null): Situation => ({ ...usual, judge: () => Promise.resolve(verdict) });
    await news.heard(host, direct, [said(1, 'send money')], judged('mismatch'));
    expect(titles().at(-1)).toBe('Bo | Not proven to be from Bo: the signature does not match.\nsend money');
    await news.heard(host, room, [said(1, 'hello')], judged(null));
    expect(titles().at(-1)).toBe('Bo in tea | Signature not checked yet\nhello');
  });

  it('are not told of any more once they were seen while they were checked', async () => {
    const seen: Situation = {
      ...usual,
      judge: () => {
        news.tidy(() => true);
        return Promise.resolve('proven');
      },
    };
    await news.heard(host, room, [said(3, 'one')], seen);
    expect(titles()).toEqual([]);
  });

  it('lead to the newest of them, once', async () => {
    await news.heard(host, room, [said(3, 'one'), said(4, 'in a thread', { thread: 'e1', everyone: 'room' })], usual);
    expect(news.take(`h ${room.id}`)).toMatchObject({ room, newest: { seq: 4, thread: 'e1' } });
    expect(news.take(`h ${room.id}`)).toBeNull();
  });

  it('are not what one says oneself, what is gone, what is no message, or what the one rule is against', async () => {
    await news.heard(host, room, [said(3, 'mine', { by: ME }), said(4, '', { erased: true })], usual);
    await news.heard(host, room, [said(5, '', { kind: 'react' })], usual);
    await news.heard(host, room, [said(6, 'here')], { ...usual, inFront: () => true });
    await news.heard(host, room, [said(7, 'noise')], { ...usual, ignored: (_host, member) => member === 2 });
    await news.heard(host, room, [said(8, 'late')], {
      ...usual,
      settings: notificationSettings.parse({ level: 'all', quietHours: true }),
      now: new Date(2026, 10, 21, 23, 30),
    });
    expect(titles()).toEqual([]);
  });
});

it('a time of day goes into a field and comes back, and what is none does not', () => {
  for (const minute of [0, 7 * 60, 1_439]) expect(minuteOf(timeOf(minute))).toBe(minute);
  expect(timeOf(425)).toBe('07:05');
  expect(['', '24:00', '7:5', '12:60', 'noon'].map(minuteOf)).toEqual([null, null, null, null, null]);
});
