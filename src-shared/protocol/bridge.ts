import { z } from 'zod';
import { REFUSAL_CODES } from './errors.ts';
import { publicKey } from './ids.ts';
import { CLIENT_FRAME_MAX } from './limits.ts';
import { toldDetail } from './reasons.ts';

/**
 * What the renderer and the engine say to each other over their MessagePort. The renderer asks for connections by
 * number; the engine owns the sockets, the hosting and the discovery, and reports them.
 */
const connection = z.int().positive();

export const fromRenderer = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    connection,
    url: z.string().max(2_000),
    pin: z.string().max(64).nullable().default(null),
  }),
  z.object({ type: z.literal('frame'), connection, text: z.string().max(CLIENT_FRAME_MAX) }),
  z.object({ type: z.literal('close'), connection }),
  // Whose window it is.
  z.object({ type: z.literal('person'), key: publicKey }),
]);
export type FromRenderer = z.infer<typeof fromRenderer>;

const failure = z.object({ code: z.enum(REFUSAL_CODES), message: z.string(), detail: toldDetail });
export type Failure = z.infer<typeof failure>;

/** A host heard of on the network. A hint, never an authority. `own` marks the one this app runs. */
export const foundHost = z.object({
  id: z.string().max(64),
  name: z.string().max(256),
  fingerprint: z.string().max(256),
  version: z.string().max(16),
  url: z.string(),
  address: z.string(),
  own: z.boolean(),
});
export type FoundHost = z.infer<typeof foundHost>;

/** What the host in this app is doing. Its port is another than was asked for where that one was taken. */
export const hostingStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off') }),
  z.object({ state: z.literal('starting') }),
  z.object({
    state: z.literal('on'),
    id: z.string(),
    name: z.string(),
    port: z.int(),
    fingerprint: z.string(),
    localUrl: z.string(),
    addresses: z.array(z.string()),
    dataDir: z.string(),
    /** People connected, besides those whose windows this app shows. */
    others: z.int().nonnegative(),
    guests: z.boolean(),
    advertised: z.boolean(),
  }),
  z.object({ state: z.literal('failed'), failure }),
]);
export type HostingStatus = z.infer<typeof hostingStatus>;

export const fromEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), connection, fingerprint: z.string().max(64).nullable() }),
  z.object({ type: z.literal('frame'), connection, text: z.string() }),
  z.object({ type: z.literal('closed'), connection, failure }),
  z.object({ type: z.literal('hosting'), status: hostingStatus }),
  z.object({ type: z.literal('discovery'), hosts: z.array(foundHost).max(500), failure: failure.nullable() }),
]);
export type FromEngine = z.infer<typeof fromEngine>;
