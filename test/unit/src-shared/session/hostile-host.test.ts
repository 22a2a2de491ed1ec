import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shownLine } from '../../../../src-shared/domain/names.ts';
import { NAME_MAX, TEXT_MAX, TOPIC_MAX } from '../../../../src-shared/protocol/limits.ts';
import { hostileNames, hostileTopics } from '../../../support/hostile/corpus.ts';
import { settled } from '../../../support/fake-clock.ts';
import { HOST, message, messages, roomInfo, ROOM, scripted } from '../../../support/scripted.ts';

/** Characters that hide, turn around or break a line. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

async function inRoom() {
  const world = scripted();
  await world.transport.link.letIn([roomInfo({ lastSeq: 2 })], [ROOM]);
  await world.transport.link.letJoin(messages(1, 2));
  const room = world.session.rooms.get(ROOM);
  if (!room) throw new Error('not in the room');
  return { ...world, link: world.transport.link, room };
}

describe('names and topics from a host that checks nothing', () => {
  test('are one short line without anything hidden', () => {
    for (const [texts, max] of [
      [hostileNames, NAME_MAX],
      [hostileTopics, TOPIC_MAX],
    ] as const)
      for (const text of texts) {
        const shown = shownLine(text, max);
        expect(UNSEEN.test(shown), JSON.stringify(text)).toBe(false);
        expect(Array.from(shown).length).toBeLessThanOrEqual(max);
        expect(shown).not.toMatch(/\p{M}{6}/u);
      }
  });

  test('are so wherever a session takes them: its own host, rooms, people, events, quotes', async () => {
    const bad = `Ada\u202e\n${'x'.repeat(100_000)}`;
    const { session, transport } = scripted();
    transport.link.challenge({ host: { ...HOST, name: bad } });
    await settled();
    const rooms = [roomInfo({ name: bad, topic: bad, people: [{ id: 3, name: bad }] })];
    const me = { id: 7, name: bad, role: 'member', key: null };
    transport.link.answer('login', { me, rooms, joined: [ROOM] });
    await settled();
    const state = { quote: { id: message(1).id, by: 2, name: bad, text: 'x', deleted: false } };
    await transport.link.letJoin([message(1, { name: bad }), { ...message(2), state } as never], 2, [me as never]);
    const seen = JSON.stringify([
      session.host,
      session.me,
      [...session.rooms.values()].map(({ info, window }) => [info, window]),
    ]);
    expect(seen).toContain('Ada');
    expect(seen).not.toContain('\u202e');
    expect(seen).not.toContain('x'.repeat(TOPIC_MAX + 1));
  });

  test('stay what they are where nothing is wrong with them', () => {
    for (const name of ['Ada', 'Zoë Müller', 'عادة', '👩‍👩‍👧‍👦 family', 'नमस्ते', 'ผู้ใหญ่', '한국'])
      expect(shownLine(name, NAME_MAX)).toBe(name);
  });
});

describe('a hostile host', () => {
  test('that sends a message longer than messages are has sent one that is not shown, and leaves no gap', async () => {
    const { session, link, room } = await inRoom();
    link.say({ type: 'events', room: ROOM, events: [message(3, { text: 'x'.repeat(2 * TEXT_MAX + 1) }), message(4)] });
    await settled();
    expect(room.window.events.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'message'],
      [2, 'message'],
      [3, 'unknown'],
      [4, 'message'],
    ]);
    expect(JSON.stringify(room.window.events).length).toBeLessThan(TEXT_MAX);
    session.stop();
  });

  test('cannot pose as the host one knows: neither with another name for it nor with its fingerprint', async () => {
    const pin = 'P'.repeat(43);
    for (const host of [
      { ...HOST, fingerprint: pin },
      { ...HOST, fingerprint: 'Q'.repeat(43) },
    ]) {
      const { session, transport } = scripted({ pin, url: 'parley://test/session' });
      // The certificate that the transport saw is another one, whatever the host says of itself.
      transport.link.opened('Q'.repeat(43));
      transport.link.challenge({ host });
      await settled();
      expect(session.status).toMatchObject({ state: 'refused', failure: { code: 'key-changed' } });
      expect(transport.link.requests('login')).toEqual([]);
      session.stop();
    }
  });

  test('whose history never ends costs a request for each page that is asked for, and no more', async () => {
    const { session, link, room } = await inRoom();
    const asked = (): number => link.requests('history').length;
    link.say({ type: 'events', room: ROOM, events: [message(Number.MAX_SAFE_INTEGER)] });
    await settled();
    // It claims that nearly everything is missing: nobody sets out to fetch nine thousand million million messages.
    expect(asked() + link.requests('room.join').length).toBeLessThanOrEqual(1);
    for (let i = 0; i < 30 && asked() > 0; i += 1) {
      link.answer('history', { events: messages(1, 2), lastSeq: Number.MAX_SAFE_INTEGER });
      await settled();
    }
    expect(room.window.events.length).toBeLessThan(1_000);
    session.stop();
  });

  test('that answers what was not asked, twice, or with something else, changes nothing', async () => {
    const anything = fc.oneof(
      fc.record({ id: fc.nat(20), result: fc.anything() }),
      fc.record({ id: fc.nat(20), error: fc.record({ code: fc.string(), message: fc.string() }) }),
      fc.record({
        type: fc.constantFrom('events', 'rooms', 'presence', 'typing', 'challenge', 'constructor'),
        room: fc.constant(ROOM),
        events: fc.anything(),
        rooms: fc.anything(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 8 }), async (frames) => {
        const { session, link, room } = await inRoom();
        for (const frame of frames) if (link.open) link.say(frame);
        await settled();
        expect(room.window.events.map(({ seq }) => seq)).toEqual([1, 2]);
        expect(session.me?.id).toBe(7);
        session.stop();
      }),
      { numRuns: 60 },
    );
  });

  test('that floods one with rooms and people is listened to no further than its limits', async () => {
    const { session, link } = await inRoom();
    const rooms = Array.from({ length: 10_001 }, (_, i) => roomInfo({ id: ROOM.replace(/.{5}$/, String(10_000 + i)) }));
    link.say({ type: 'rooms', rooms });
    await settled();
    expect(session.rooms.size).toBeLessThan(10_001);
    expect(session.status.state).not.toBe('connected');
    session.stop();
  });
});
