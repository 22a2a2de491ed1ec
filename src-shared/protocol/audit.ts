import { z } from 'zod';
import { historyScope } from './events.ts';
import { roomId, timestamp } from './ids.ts';
import { role, roomKind } from './rooms.ts';
import { shownName, shownNote } from './shown.ts';

/** The room something happened in. One that is not open to everyone is not named: not every moderator is in it. */
export const auditRoom = z.object({ kind: roomKind, id: roomId.optional(), name: shownName.optional() });
export type AuditRoom = z.infer<typeof auditRoom>;

/** What there is to say of a deed besides who did it to whom. The window puts it into words. */
export const auditFacts = z.object({
  reason: shownNote.optional(),
  /** How long it lasts; null for ever. */
  minutes: z.int().nonnegative().nullable().optional(),
  /** Between two messages of one person; 0 for no waiting. */
  seconds: z.int().nonnegative().optional(),
  /** How many people an invite lets in. */
  uses: z.int().positive().optional(),
  /** How many messages went, and from how many rooms. */
  messages: z.int().nonnegative().optional(),
  rooms: z.int().nonnegative().optional(),
  role: role.optional(),
  scope: historyScope.optional(),
  /** A new one was set; it is not told. */
  password: z.literal(true).optional(),
  room: auditRoom.optional(),
  /** The message it is about, where the room is named. */
  seq: z.int().positive().optional(),
});
export type AuditFacts = z.infer<typeof auditFacts>;

/** One entry of the audit log: who did what to whom. */
export const auditEntry = z.object({
  id: z.int().positive(),
  at: timestamp,
  by: shownName,
  action: shownName,
  /** A person, or what else it was done to; empty where that is the room. */
  target: shownNote,
  /** What hosts noted in English before there were facts. */
  detail: shownNote,
  /** What a newer host tells, and this app does not know, is left out. */
  facts: auditFacts.optional().catch(undefined),
});
export type AuditEntry = z.infer<typeof auditEntry>;
