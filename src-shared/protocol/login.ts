import { z } from 'zod';
import { publicKey, signature } from './ids.ts';
import { ROOMS_MAX } from './limits.ts';
import { mute } from './moderation.ts';
import { reads } from './reads.ts';
import { member, roomInfo } from './rooms.ts';
import { shownName } from './shown.ts';
import { PROTOCOL_VERSION } from './version.ts';

/** A host as it introduces itself. */
export const hostInfo = z.object({
  id: z.string().min(1).max(64),
  name: shownName,
  /** SHA-256 of its certificate, in base64url: what clients pin. */
  fingerprint: z.string().max(64),
});
export type HostInfo = z.infer<typeof hostInfo>;

/** The first frame on `/session`, from the host: who it is, and what to sign. */
export const challenge = z.object({
  type: z.literal('challenge'),
  version: z.int().positive(),
  host: hostInfo,
  nonce: z.string().min(16).max(128),
});
export type Challenge = z.infer<typeof challenge>;

/** `login`: the first request. `signature` is over `loginText`. The host may answer with a changed name if it is taken. */
export const login = z.object({
  type: z.literal('login'),
  key: publicKey,
  name: z.string(),
  /** It is the name this device asked for before: one got another since, on another device or by the host, and keeps that. */
  same: z.literal(true).optional(),
  signature,
  /** What someone new to the host may have to bring. */
  password: z.string().max(256).optional(),
  invite: z.string().max(64).optional(),
});
export const loggedIn = z.object({
  me: member,
  /** All that one is in, and others; where there are very many, the rest of those come in `rooms` pushes right behind. */
  rooms: z.array(roomInfo).max(ROOMS_MAX),
  joined: z.array(z.string().max(64)).max(ROOMS_MAX),
  reads: reads.optional(),
  /** One may read, but not speak for a while. */
  muted: mute.optional(),
  /** May others see how far one has read? */
  receipts: z.boolean().optional(),
});
export type LoggedIn = z.infer<typeof loggedIn>;

/**
 * What a client signs to log in: bound to the version, the host, its certificate and this connection, so that it is good
 * nowhere else, not even at another host that passes the challenge on.
 */
export function loginText(
  { id, fingerprint }: Pick<HostInfo, 'id' | 'fingerprint'>,
  nonce: string,
  key: string,
): string {
  return ['parley login', PROTOCOL_VERSION, id, fingerprint, nonce, key].join('\n');
}

/** `ping`: is the host still there? Answered with its clock. */
export const ping = z.object({ type: z.literal('ping') });
