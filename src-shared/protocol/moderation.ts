import { z } from 'zod';
import { auditEntry } from './audit.ts';
import { historyScope } from './events.ts';
import { eventId, memberId, publicKey, roomId, timestamp } from './ids.ts';
import { AUDIT_MAX, MEMBERS_MAX, REASON_MAX } from './limits.ts';
import { member } from './rooms.ts';
import { toldDetail } from './reasons.ts';
import { shownName, shownNote } from './shown.ts';

const reason = z.string().max(REASON_MAX).default('');
const minutes = z.int().min(1).max(525_600);
const done = z.object({});

/** How people who are new to the host come in. */
export const accessPolicy = z.enum(['open', 'password', 'invite', 'approval']);
export type AccessPolicy = z.infer<typeof accessPolicy>;

/** Someone kept out, by key and perhaps by address. `until` is null for ever. */
export const ban = z.object({
  id: z.int().positive(),
  name: shownName,
  key: publicKey.nullable(),
  address: shownName.nullable(),
  until: timestamp.nullable(),
  reason: shownNote,
  by: shownName,
  at: timestamp,
});
export type Ban = z.infer<typeof ban>;

/** Someone who may read but not speak for a while. */
export const mute = z.object({ until: timestamp, reason: shownNote });
export type Mute = z.infer<typeof mute>;

/** An invite, without its secret. */
export const invite = z.object({
  id: z.int().positive(),
  by: shownName,
  madeAt: timestamp,
  expiresAt: timestamp,
  usesLeft: z.int().nonnegative(),
});
export type Invite = z.infer<typeof invite>;

/** Someone who waits to be let in. */
export const knock = z.object({ key: publicKey, name: shownName, at: timestamp });
export type Knock = z.infer<typeof knock>;

/** Carries the number of a request; see `requests.ts`. */
const id = z.int().nonnegative();

/** Requests of moderators and owners, each with its number. */
export const moderationRequests = [
  z.object({ id, type: z.literal('members') }),
  z.object({ id, type: z.literal('member.role'), member: memberId, role: z.enum(['moderator', 'member']) }),
  z.object({ id, type: z.literal('host.handover'), member: memberId }),
  z.object({ id, type: z.literal('member.kick'), member: memberId, reason }),
  z.object({ id, type: z.literal('member.mute'), member: memberId, minutes: z.int().min(0).max(525_600), reason }),
  z.object({
    id,
    type: z.literal('member.ban'),
    member: memberId,
    minutes: minutes.nullable(),
    address: z.boolean().default(false),
    reason,
  }),
  z.object({
    id,
    type: z.literal('member.purge'),
    member: memberId,
    minutes: z.int().min(1).max(60).default(60),
    reason,
  }),
  z.object({ id, type: z.literal('member.look'), member: memberId }),
  z.object({ id, type: z.literal('bans') }),
  z.object({ id, type: z.literal('ban.lift'), ban: z.int().positive() }),
  z.object({ id, type: z.literal('room.lock'), room: roomId, event: eventId, on: z.boolean() }),
  z.object({ id, type: z.literal('room.slow'), room: roomId, event: eventId, seconds: z.int().min(0).max(3_600) }),
  z.object({ id, type: z.literal('room.history'), room: roomId, event: eventId, scope: historyScope }),
  z.object({ id, type: z.literal('report'), room: roomId, target: eventId, reason }),
  z.object({ id, type: z.literal('audit'), before: z.int().positive().optional() }),
  z.object({ id, type: z.literal('access') }),
  z.object({ id, type: z.literal('access.set'), policy: accessPolicy, password: z.string().max(256).optional() }),
  z.object({ id, type: z.literal('invite.make'), minutes, uses: z.int().min(1).max(1_000) }),
  z.object({ id, type: z.literal('invites') }),
  z.object({ id, type: z.literal('invite.revoke'), invite: z.int().positive() }),
  z.object({ id, type: z.literal('knocks') }),
  z.object({ id, type: z.literal('knock.answer'), key: publicKey, admit: z.boolean() }),
] as const;

export const moderationResults = {
  members: z.object({ members: z.array(member).max(MEMBERS_MAX) }),
  'member.role': done,
  'host.handover': done,
  'member.kick': done,
  'member.mute': done,
  'member.ban': done,
  /** How many messages were removed, from how many rooms; `more` if there are some left. */
  'member.purge': z.object({ removed: z.int().nonnegative(), rooms: z.int().nonnegative(), more: z.boolean() }),
  /** A person as moderators see them, whether they are here or not. */
  'member.look': z.object({ member, muted: mute.optional() }),
  bans: z.object({ bans: z.array(ban).max(MEMBERS_MAX) }),
  'ban.lift': done,
  'room.lock': done,
  'room.slow': done,
  'room.history': done,
  report: done,
  audit: z.object({ entries: z.array(auditEntry).max(AUDIT_MAX) }),
  access: z.object({ policy: accessPolicy }),
  'access.set': done,
  'invite.make': z.object({ invite, token: z.string().max(256) }),
  invites: z.object({ invites: z.array(invite).max(MEMBERS_MAX) }),
  'invite.revoke': done,
  knocks: z.object({ knocks: z.array(knock).max(MEMBERS_MAX) }),
  'knock.answer': done,
} as const;

/** To moderators: something waits for them. */
export const attentionPush = z.object({
  type: z.literal('attention'),
  what: z.enum(['knock', 'report']),
  /** Who is at the door, or has reported something. */
  name: shownName,
  /** Whose message was reported. */
  of: shownName.optional(),
});

/** To one who is muted, or is not any more: then `until` is over. */
export const mutedPush = z.object({ type: z.literal('muted'), ...mute.shape });

/** The last word before the host ends the connection: why, in a sentence. */
export const farewellPush = z.object({
  type: z.literal('farewell'),
  code: z.string().max(64),
  message: z.string().max(1_000),
  detail: toldDetail,
});

/** To everyone who sees them: a person's name or role has changed. */
export const memberPush = z.object({ type: z.literal('member'), member });
