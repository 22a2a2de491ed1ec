import { io } from 'socket.io-client';
import { newSession } from '../../support/people.ts';
import { fill } from '../lib/room.ts';
import { until } from '../../support/wait.ts';
import { parleySession, serveAgain } from '../servers/parley.ts';
import { socketIo } from '../servers/socket-io.ts';

export interface Restart {
  name: string;
  seconds: number;
  what: string;
}

/** From the order to stop the server until the last client is back, the server being started again at once. */
export async function restartParley(port: number, count: number): Promise<Restart> {
  const first = await parleySession.start(port);
  const url = `ws://127.0.0.1:${String(port)}/session`;
  const sessions = await fill(count, async (number) => {
    const session = newSession({ url, name: `u${String(number)}` });
    session.start();
    await until(() => session.status.state === 'connected', 60_000);
    const room = [...session.rooms.values()][0];
    await room?.join();
    return session;
  });
  const rooms = sessions.flatMap((session) => [...session.rooms.values()].slice(0, 1));
  const started = performance.now();
  await first.stop();
  const second = await serveAgain(port);
  const speaker = sessions[0];
  await until(() => speaker?.status.state === 'connected', 60_000);
  const room = rooms[0]?.id ?? '';
  await speaker?.send(room, 'said after the restart');
  const caughtUp = (): boolean =>
    sessions.every(({ status }) => status.state === 'connected') &&
    rooms.every(({ window, atHead }) => atHead && window.events.at(-1)?.kind === 'message');
  await until(caughtUp, 120_000);
  const seconds = (performance.now() - started) / 1_000;
  for (const session of sessions) session.stop();
  await second.stop();
  return { name: parleySession.name, seconds, what: 'logged in, in the room, has a message said after the restart' };
}

export async function restartSocketIo(port: number, count: number): Promise<Restart> {
  const first = await socketIo.start(port);
  const clients = Array.from({ length: count }, () =>
    io(`http://127.0.0.1:${String(port)}`, { transports: ['websocket'], forceNew: true }),
  );
  await until(() => clients.every(({ connected }) => connected), 60_000);
  const started = performance.now();
  await first.stop();
  await until(() => clients.every(({ connected }) => !connected), 60_000);
  const second = await socketIo.start(port);
  await until(() => clients.every(({ connected }) => connected), 120_000);
  const seconds = (performance.now() - started) / 1_000;
  for (const client of clients) client.close();
  await second.stop();
  return { name: socketIo.name, seconds, what: 'connected' };
}
