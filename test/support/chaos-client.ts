import { createInterface } from 'node:readline';
import { type Session } from '../../src-shared/session/session.ts';
import { newIdentity, newSession } from './people.ts';

/**
 * Some people with an app each, in a process of their own: `chaos-client.ts URL NAME...`. Told what to do by a line of
 * JSON on standard input; answers each with a line of JSON.
 */
export type ClientOrder =
  | { do: 'send'; count: number }
  /** The host is at another address now. */
  | { do: 'move'; url: string }
  | { do: 'look' };

/** How things stand with one of them. */
export interface ClientView {
  name: string;
  state: string;
  unsent: number;
  /** Everything in the first room, as it is held. */
  said: { seq: number; by: string; text: string }[];
  whole: boolean;
}

const [url = '', ...names] = process.argv.slice(2);
const sessions = new Map<string, Session>();
const counts = new Map<string, number>();

for (const name of names) {
  const session = newSession({ url, name, identity: newIdentity() });
  sessions.set(name, session);
  let entered = false;
  session.onChange(() => {
    const room = [...session.rooms.values()][0];
    if (entered || !room || session.status.state !== 'connected') return;
    entered = true;
    room.join().catch(() => {
      entered = false;
    });
  });
  session.start();
}

function view([name, session]: [string, Session]): ClientView {
  const room = [...session.rooms.values()][0];
  const events = room?.window.events ?? [];
  return {
    name,
    state: session.status.state,
    unsent: room ? session.unsent(room.id).length : 0,
    said: events.flatMap((event) =>
      event.kind === 'message' ? [{ seq: event.seq, by: event.name, text: event.text }] : [],
    ),
    whole: room !== undefined && room.joined && room.atHead,
  };
}

function send(count: number): void {
  for (let i = 0; i < count; i += 1) {
    for (const [name, session] of sessions) {
      const said = (counts.get(name) ?? 0) + 1;
      counts.set(name, said);
      const room = [...session.rooms.keys()][0] ?? '';
      void session.send(room, `${name} ${String(said)}`);
    }
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line) as ClientOrder;
  if (order.do === 'send') send(order.count);
  else if (order.do === 'move') for (const session of sessions.values()) session.change({ url: order.url });
  process.stdout.write(`${JSON.stringify(Array.from(sessions, view))}\n`);
});
