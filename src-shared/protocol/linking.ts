import { z } from 'zod';

/** How long a sealed key waits for one's other device, in milliseconds. */
export const LINK_MS = 5 * 60_000;

/** The name of a box, derived from what the two devices share: 16 bytes in base64url. */
const box = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** A key as one device seals it for the other: 60 bytes in base64url, of which the host understands none. */
export const sealedKey = z.string().regex(/^[A-Za-z0-9_-]{80}$/);

/** What the two devices share: 16 bytes in base64url. Never sent to a host. */
export const linkSecret = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** `link.put`: leave one's sealed key for one's other device. The one left before is gone. */
export const linkPut = z.object({ type: z.literal('link.put'), box, sealed: sealedKey });

/** `link.take`: the sealed key, once. From then on the other device logs in with it. */
export const linkTake = z.object({ type: z.literal('link.take'), box });
export const linkTaken = z.object({ sealed: sealedKey });

/** To the connection that left it: somebody who has the words has taken it. */
export const linkPush = z.object({ type: z.literal('linked') });
