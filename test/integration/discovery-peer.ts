/**
 * One computer's discovery, driven over stdin and told on stdout, a JSON object per line, so that the tests can run it in
 * a network namespace. In: `{"advertise": {...}}`, `{"withdraw": id}`, `{"browse": true}`. Out: what `browse` finds.
 */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Stop } from '../../src-main/engine/discovery.ts';
import { mdnsDiscovery } from '../../src-main/engine/mdns/discovery.ts';

const command = z.object({
  advertise: z.object({ id: z.string(), name: z.string(), port: z.number(), fingerprint: z.string() }).optional(),
  withdraw: z.string().optional(),
  browse: z.boolean().optional(),
});

const discovery = mdnsDiscovery();
const adverts = new Map<string, Stop>();

function tell(message: unknown): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { advertise, withdraw, browse } = command.parse(JSON.parse(line));
  if (advertise) adverts.set(advertise.id, discovery.advertise(advertise));
  if (withdraw !== undefined) void adverts.get(withdraw)?.();
  if (browse === true) discovery.browse(tell);
});
process.stdin.on('end', () => process.exit(0));
tell({ ready: true });
