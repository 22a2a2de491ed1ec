import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Registry } from 'bonjour-service/dist/lib/registry.js';
import { PROTOCOL_VERSION, SERVICE_TYPE } from '../../../src-shared/protocol/version.ts';
import type { Advert, Stop } from '../discovery.ts';
import { everywhere, type Unit } from './everywhere.ts';
import { serverOn, type Mdns } from './server.ts';
import type { MdnsSocket } from './socket.ts';

/** Bytes of a DNS label are 63 at most (RFC 1035); this leaves room for what makes it unique. */
const LABEL_NAME_BYTES = 50;
/** Bytes of a TXT string are 255 at most, "name=" included. */
const TXT_NAME_BYTES = 250;
/** Milliseconds until the goodbye is said a second time: packets get lost. */
const GOODBYE_AGAIN_MS = 100;
/** Milliseconds a packet may take to leave. */
const SEND_MS = 300;

/** The longest beginning of `text` that fits into so many bytes of UTF-8, never half a character. */
export function fitting(text: string, bytes: number): string {
  let used = 0;
  let fit = '';
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    fit += character;
  }
  return fit;
}

interface Service {
  name: string;
  type: string;
  port: number;
  host: string;
  probe: false;
  txt: Record<string, string>;
}

function serviceOf({ id, name, port, fingerprint }: Advert): Service {
  const unique = randomBytes(4).toString('hex');
  return {
    name: `${fitting(name, LABEL_NAME_BYTES)} ${unique}`,
    type: SERVICE_TYPE,
    port,
    // A name of its own: the system's own responder answers for the computer's name and would see a conflict.
    host: `parley-${unique}.local`,
    // The name is unique by construction, so there is no need to ask first, which takes a second.
    probe: false,
    txt: { v: String(PROTOCOL_VERSION), id, name: fitting(name, TXT_NAME_BYTES), fp: fingerprint },
  };
}

/** Announces a host on every interface until stopped. */
export function advertise(advert: Advert): Stop {
  const service = serviceOf(advert);
  const stop = everywhere(
    (socket) => announce(socket, service),
    () => undefined,
  );
  let stopped: Promise<void> | null = null;
  return () => (stopped ??= stop());
}

function announce(socket: MdnsSocket, config: Service): Unit {
  const { server, mdns } = serverOn(socket);
  const registry = new Registry(server);
  const service = registry.publish(config);
  return {
    async close(goodbye) {
      const farewell = service.records().map((record) => ({ ...record, ttl: 0 }));
      registry.destroy();
      server.unregister(service.records());
      if (goodbye) {
        await respond(mdns, farewell);
        await delay(GOODBYE_AGAIN_MS);
        await respond(mdns, farewell);
      }
      await new Promise<void>((resolve) => mdns.destroy(resolve));
    },
  };
}

/** Sends records; resolves when they are sent, or could not be. */
async function respond(mdns: Mdns, records: unknown[]): Promise<void> {
  const sent = new Promise<void>((resolve) => mdns.respond(records, () => resolve()));
  await Promise.race([sent, delay(SEND_MS, undefined, { ref: false })]);
}
