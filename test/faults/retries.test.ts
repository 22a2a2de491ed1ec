import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../src-main/host/limits.ts';
import type { Transport } from '../../src-shared/session/ports.ts';
import { RawSession } from '../support/chaos-raw.ts';
import { newId } from '../support/talk.ts';
import { hastyClock, WatchedOutbox } from '../support/chaos-session.ts';
import { join, testHost, texts } from '../support/host.ts';
import { newIdentity, wsTransport } from '../support/people.ts';
import { until } from '../support/wait.ts';

const limits = NO_RATE_LIMITS;

/** A transport whose connections can be made deaf: what the host says is lost from then on, until the next connection. */
function deafenable(): { transport: Transport; deafen: () => void } {
  let deafen = (): void => undefined;
  const transport: Transport = {
    open(url, handlers, pin) {
      let deaf = false;
      deafen = () => {
        deaf = true;
      };
      const frame = (text: string): void => {
        if (!deaf) handlers.frame(text);
      };
      return wsTransport.open(url, { ...handlers, frame }, pin);
    },
  };
  return {
    transport,
    deafen: () => {
      deafen();
    },
  };
}

test('messages written in one instant keep their order when the app is started again before they are sent', async () => {
  const first = await testHost({ limits });
  const identity = newIdentity();
  const outbox = new WatchedOutbox();
  const ada = await join(first.url, 'Ada', { identity, outbox });
  await first.close();
  await until(() => ada.session.status.state !== 'connected');
  const written = Array.from({ length: 50 }, (_, i) => `message ${String(i)}`);
  await Promise.all(written.map((text) => ada.session.send(ada.room.id, text)));
  ada.session.stop();
  const second = await testHost({ limits, dataDir: first.dataDir, port: first.port });
  const again = await join(second.url, 'Ada', { identity, outbox });
  await until(() => outbox.entries.size === 0 && texts(again.room).length === 50);
  expect(texts(again.room)).toEqual(written);
});

test.each([
  ['the room was archived', (bo: RawSession, room: string) => bo.request('room.archive', { room, event: newId() })],
  [
    'its author left the room on another device',
    (_bo: RawSession, room: string, device: RawSession) => device.request('room.leave', { room }),
  ],
])('a message whose acknowledgement was lost before %s is acknowledged all the same', async (_what, meanwhile) => {
  const { url } = await testHost({ limits });
  const identity = newIdentity();
  const outbox = new WatchedOutbox();
  const { transport, deafen } = deafenable();
  const ada = await join(url, 'Ada', { identity, outbox, transport, clock: hastyClock(50) });
  const room = await ada.session.createRoom('Games', '');
  const bo = await RawSession.open(url, 'Bo');
  const device = await RawSession.open(url, 'Ada', identity);
  await bo.request('room.join', { room: room.id });
  deafen();
  await ada.session.send(room.id, 'in time');
  await until(() => bo.heard.some(({ events }) => JSON.stringify(events ?? []).includes('in time')));
  expect(outbox.entries.size).toBe(1);
  const { error } = await meanwhile(bo, room.id, device);
  // Only who made a room may archive it, where there are such rules; its maker is here, too.
  if (error) expect((await meanwhile(device, room.id, device)).error).toBeUndefined();
  await until(() => outbox.entries.size === 0, 10_000, 'the message is acknowledged');
  const { result } = await bo.request('history', { room: room.id });
  const said = (result?.events as { text?: string }[]).filter(({ text }) => text === 'in time');
  expect(said).toHaveLength(1);
});
