import { afterEach, describe, expect, it, vi } from 'vitest';
import { Slice, SLICE_MAX } from '../../../../../src-renderer/features/timeline/slice.svelte.ts';
import { RoomView } from '../../../../../src-renderer/lib/room-view.svelte.ts';
import { messages, ROOM, scripted } from '../../../../support/scripted.ts';

/** A room whose log the test holds, `count` events long, shown from its newest page. */
async function setUp(count: number) {
  const { session, transport } = scripted();
  await transport.link.letIn();
  const room = session.rooms.get(ROOM);
  if (!room) throw new Error('no room');
  const joining = room.join();
  await transport.link.letJoin(messages(Math.max(1, count - 49), count));
  await joining;
  const view = new RoomView(room, session);
  const slice = new Slice(view, null, 780);
  /** Loads a page above, as scrolling does. */
  async function older(): Promise<void> {
    const loading = slice.older() && !slice.shortAbove ? null : view.loadOlder();
    if (transport.link.requests('history').length > 0) {
      const before = Number(transport.link.requests('history')[0]?.before);
      transport.link.answer('history', { events: messages(Math.max(1, before - 50), before - 1), lastSeq: count });
    }
    await loading;
    view.refresh();
    slice.settle();
  }
  function says(from: number, to: number, text?: string): void {
    const events = messages(from, to).map((event) => (text === undefined ? event : { ...event, text }));
    transport.link.say({ type: 'events', room: ROOM, events });
    view.refresh();
  }
  const shown = () => slice.rows.flatMap((row) => (row.type === 'message' ? [row.seq] : []));
  return { slice, view, older, says, shown };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the slice of a room in the page', () => {
  it('begins with the newest rows, as many as a window has room for between the room’s name and the composer', async () => {
    const { slice, shown } = await setUp(500);
    expect(shown().at(-1)).toBe(500);
    expect(slice.rows.length).toBe(26);
    expect([slice.atNewest, slice.atOldest]).toEqual([true, false]);
  });

  it('reaches the room’s beginning, and never holds more than its bound', async () => {
    const { slice, older, shown } = await setUp(500);
    slice.following = false;
    for (let i = 0; i < 150 && !slice.atOldest; i += 1) {
      await older();
      expect(slice.rows.length).toBeLessThanOrEqual(SLICE_MAX);
    }
    expect(slice.atOldest).toBe(true);
    expect(shown()[0]).toBe(1);
    expect(slice.atNewest).toBe(false);
    for (let i = 0; i < 150 && slice.newer(); i += 1);
    expect(shown().at(-1)).toBe(500);
    expect(slice.rows.length).toBeLessThanOrEqual(SLICE_MAX);
  });

  it('gathers few rows while it follows what is said', async () => {
    const { slice, says, shown } = await setUp(200);
    for (let seq = 201; seq <= 500; seq += 1) {
      says(seq, seq);
      slice.settle();
      expect(slice.rows.length).toBeLessThanOrEqual(91);
    }
    expect(shown().at(-1)).toBe(500);
  });

  it('begins above what is unread, where that is near', async () => {
    const { slice, view } = await setUp(200);
    view.divider = 160;
    slice.withUnread();
    expect(slice.rows.findIndex(({ type }) => type === 'unread')).toBeGreaterThan(5);
    expect(slice.atNewest).toBe(true);
  });

  it('stays where one reads while others talk, and follows them otherwise', async () => {
    const { slice, older, says, shown } = await setUp(200);
    slice.following = false;
    await older();
    const first = slice.topId;
    says(201, 600);
    expect(slice.topId).toBe(first);
    expect(slice.atNewest).toBe(false);
    slice.following = true;
    expect(shown().at(-1)).toBe(600);
    expect(slice.rows.length).toBeLessThanOrEqual(SLICE_MAX);
  });

  it('does not slide with every message', async () => {
    const { slice, says } = await setUp(200);
    slice.settle();
    const first = slice.topId;
    says(201, 240);
    expect(slice.topId).toBe(first);
  });

  it('takes in what comes in a burst in order, a long one or a few short ones in a frame', async () => {
    const frames: (() => void)[] = [];
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
    const { slice, says, shown } = await setUp(200);
    slice.settle();
    says(201, 203, 'x'.repeat(8_000));
    says(204, 250);
    const lasts = [];
    for (let i = 0; shown().at(-1) !== 250 && i < 20; i += 1) {
      lasts.push(shown().at(-1));
      slice.settle();
      frames.shift()?.();
    }
    expect(lasts.slice(0, 3)).toEqual([201, 202, 203]);
    expect(lasts.length).toBeLessThan(6);
    slice.settle();
    expect([shown().at(-1), frames.length, slice.atNewest]).toEqual([250, 0, true]);
    // Who sets out for another place sees all of it at once.
    says(251, 253, 'y'.repeat(8_000));
    await slice.newest();
    expect(shown().at(-1)).toBe(253);
  });
});
