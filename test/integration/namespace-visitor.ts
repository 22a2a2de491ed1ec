/**
 * One person at one computer, driven over stdin and telling on stdout, a JSON object per line, so that the tests can put
 * the computer into a network namespace. In: `{"join": found host, "name"}`, `{"say": text}`. Out: all that is known.
 */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { mdnsDiscovery } from '../../src-main/engine/mdns/discovery.ts';
import { foundHost, type FoundHost } from '../../src-shared/protocol/bridge.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { engineTransport } from '../support/engine-transport.ts';
import { newSession } from '../support/people.ts';

const command = z.object({
  join: foundHost.optional(),
  name: z.string().default('Visitor'),
  say: z.string().optional(),
});

let hosts: readonly FoundHost[] = [];
let session: Session | null = null;

function tell(): void {
  const room = session && [...session.rooms.values()][0];
  const heard = room?.window.events.flatMap((event) => (event.kind === 'message' ? [event.text] : [])) ?? [];
  const here = room ? [...room.online.values()].map(({ name }) => name) : [];
  const state = session?.status.state ?? 'stopped';
  process.stdout.write(`${JSON.stringify({ hosts, state, here, heard })}\n`);
}

function join(host: FoundHost, name: string): void {
  const joined = newSession({
    url: host.url,
    name,
    transport: engineTransport,
    hostId: host.id,
    pin: host.fingerprint,
  });
  session = joined;
  let entering: Promise<void> | null = null;
  joined.onChange(() => {
    const room = [...joined.rooms.values()][0];
    if (room && joined.status.state === 'connected') entering ??= room.join().then(tell);
    tell();
  });
  joined.start();
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const asked = command.parse(JSON.parse(line));
  if (asked.join) join(asked.join, asked.name);
  const room = session && [...session.rooms.values()][0];
  if (asked.say !== undefined && room) void session?.send(room.id, asked.say);
});
process.stdin.on('end', () => process.exit(0));
mdnsDiscovery().browse((found) => {
  hosts = found.hosts;
  tell();
});
