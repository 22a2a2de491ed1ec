import { z } from 'zod';

/** A UUID in its canonical lower-case form (RFC 9562). Rooms and events are named by version 7, made where they begin. */
export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

/** A room's place in no host: it stays when a log moves to another one. */
export const roomId = uuid;

/** An event's name, given by the client that made it; unique in its room. */
export const eventId = uuid;

/** A host's number for a person. Meaningful only together with the host. */
export const memberId = z.int().positive();

/** A colour's place on the circle, in degrees. */
export const hue = z.int().min(0).max(359);

/** Requests carry a number of the client's choice; the one answer carries it back. */
export const requestNumber = z.int().nonnegative();

/** An event's place in its room's log: contiguous from 1. */
export const seq = z.int().positive();

/** Milliseconds since 1970 by the host's clock. */
export const timestamp = z.int().nonnegative();

/** An Ed25519 public key (RFC 8032): 32 bytes in base64url without padding. */
export const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** An Ed25519 signature: 64 bytes in base64url without padding. */
export const signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/);

/** The time in a UUIDv7, in milliseconds by the clock of whoever made it. */
export function timeOfId(id: string): number {
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** Makes a UUIDv7 from a time in milliseconds and 10 random bytes (RFC 9562, section 5.7). */
export function uuidv7(now: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(now) << 16n);
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
