import { expect, test } from 'vitest';
import type { Session } from '../../src-shared/session/session.ts';
import { settled } from '../support/fake-clock.ts';
import { HOST, idOf, ME, message, messages, roomInfo, ROOM, scripted, type Scripted } from '../support/scripted.ts';
import { chanceOfThisTest, patience, rounds, tell, type Chance } from '../support/soak.ts';
import { anyInput, type Frame } from './inputs.ts';

const FRAMES_PER_SESSION = 50;
const SHARE = 0.1;
const BO = { id: 1, name: 'Bo', role: 'member', key: null };

/** What a host says to a session that has `seq` events, of every kind there is. */
function frames(seq: number, ids: readonly number[]): Frame[] {
  const said = [
    { type: 'challenge', version: 1, host: HOST, nonce: 'n'.repeat(24) },
    { type: 'events', room: ROOM, events: messages(seq + 1, seq + 3) },
    { type: 'events', room: ROOM, events: [message(seq + 5)] },
    { type: 'events', room: ROOM, events: [{ ...message(seq + 1), kind: 'rename', title: 'other' }] },
    { type: 'rooms', rooms: [roomInfo({ lastSeq: seq }), roomInfo({ id: idOf(99), name: 'other' })] },
    { type: 'presence', room: ROOM, came: [BO], went: [3], whole: true },
    { type: 'typing', room: ROOM, by: 1, name: 'Bo' },
    { type: 'error', code: 'rate-limited', message: 'slow down' },
    ...ids.flatMap((id) => [
      { id, result: { events: messages(Math.max(1, seq - 10), seq), lastSeq: seq } },
      {
        id,
        result: { room: roomInfo({ lastSeq: seq }), page: { events: messages(1, seq), lastSeq: seq }, online: [BO] },
      },
      { id, result: { seq: seq + 1, at: 1 } },
      { id, error: { code: 'room-archived', message: 'no' } },
      { id, result: {} },
    ]),
  ];
  return JSON.parse(JSON.stringify(said)) as Frame[];
}

function expectContiguous(session: Session): void {
  for (const { window } of session.rooms.values()) {
    const first = window.events[0]?.seq ?? 0;
    window.events.forEach(({ seq }, i) => {
      if (seq !== first + i)
        throw new Error(`a gap is shown as whole: ${String(seq)} where ${String(first + i)} belongs`);
    });
  }
}

/** What a person does meanwhile. That it fails is the host's doing. */
function act(session: Session, chance: Chance): void {
  const room = session.rooms.get(ROOM);
  if (!room || session.status.state !== 'connected') return;
  const done: Promise<unknown>[] = [];
  if (chance.happens(0.2)) done.push(session.send(ROOM, 'hello'));
  if (chance.happens(0.2)) done.push(room.loadOlder(), room.loadNewer());
  if (chance.happens(0.1)) done.push(room.join());
  if (chance.happens(0.05)) done.push(room.leave());
  for (const each of done) each.catch(() => undefined);
}

/** Lies to one session, until it hangs up or has had enough; gives how often. */
async function lie({ session, transport, clock }: Scripted, chance: Chance): Promise<number> {
  await transport.link.letIn([roomInfo({ lastSeq: 5 })], [ROOM]);
  await transport.link.letJoin(messages(1, 5));
  let lies = 0;
  while (session.status.state === 'connected' && lies < FRAMES_PER_SESSION) {
    act(session, chance);
    await settled();
    const asked = transport.link.sent.map(({ id }) => Number(id)).slice(-4);
    const seq = session.rooms.get(ROOM)?.window.head ?? 0;
    transport.link.say(anyInput(frames(Math.min(seq, 400), asked), chance));
    lies += 1;
    await settled();
    expectContiguous(session);
    expect(session.me?.id).toBe(ME.id);
  }
  // A frame that makes no sense, and the session has hung up; it may call again.
  if (session.status.state === 'offline') await clock.advance(20_000);
  session.retryNow();
  session.stop();
  return lies;
}

test(
  'whatever a host says, a session neither throws nor shows a log with a gap in it',
  async () => {
    const chance = chanceOfThisTest();
    let lies = 0;
    const sessions = await rounds(1_500, SHARE, async () => {
      lies += await lie(scripted(), chance);
    });
    expect(lies).toBeGreaterThan(sessions);
    tell(`${String(lies)} lies to ${String(sessions)} sessions, none of which broke`);
  },
  patience(30_000, SHARE),
);
