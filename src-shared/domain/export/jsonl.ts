import { z } from 'zod';
import { receivedEvent, type MessageEvent, type ReceivedEvent } from '../../protocol/events.ts';
import { forwarded } from '../../protocol/forward.ts';
import { eventId, memberId, publicKey, roomId, seq, signature, timestamp } from '../../protocol/ids.ts';
import { actor, reaction } from '../../protocol/message-state.ts';
import { roomKind } from '../../protocol/rooms.ts';
import { isChange } from '../changes.ts';
import type { Claim } from '../signed-text.ts';
import type { ExportAbout, ExportedPage, Formatter } from './format.ts';

const head = z.object({
  type: z.literal('export'),
  format: z.literal(1),
  room: z.object({ id: roomId, kind: roomKind, name: z.string(), topic: z.string() }),
  host: z.object({ id: z.string(), name: z.string() }),
  by: z.string(),
  at: timestamp,
  first: seq,
  last: z.int().nonnegative(),
  copied: z.boolean(),
});

/** Before the first message of each person: the key that signs what they say; null for those without one. */
const person = z.object({
  type: z.literal('person'),
  id: memberId,
  name: z.string(),
  key: publicKey.nullable().optional(),
});

/** A message as it is now. Its signature is `sig`, or if it was edited `edited.sig`; every version has its own. See `claimsIn`. */
const message = z.object({
  type: z.literal('message'),
  seq,
  id: eventId,
  at: timestamp,
  by: memberId,
  name: z.string(),
  text: z.string(),
  me: z.literal(true).optional(),
  replyTo: eventId.optional(),
  thread: eventId.optional(),
  alsoRoom: z.literal(true).optional(),
  forwarded: forwarded.optional(),
  mentions: z.array(memberId).optional(),
  everyone: z.enum(['room', 'here']).optional(),
  sig: signature.optional(),
  edited: z.object({ at: timestamp, id: eventId.optional(), sig: signature.optional() }).optional(),
  versions: z.array(z.object({ id: eventId, text: z.string(), at: timestamp, sig: signature.optional() })).optional(),
  deleted: z.object({ at: timestamp.optional(), by: actor }).optional(),
  reactions: z.array(reaction).optional(),
  pinned: z.object({ at: timestamp, by: actor }).optional(),
});
export type ExportedMessage = z.infer<typeof message>;

/** Whatever else happened in the room, as the log has it. */
const happened = z.object({ type: z.literal('event'), event: receivedEvent });

/** Last: without it the file is not whole. */
const end = z.object({ type: z.literal('end'), messages: z.int().nonnegative() });

/** One line of an export as JSON Lines. */
export const exportLine = z.discriminatedUnion('type', [head, person, message, happened, end]);
export type ExportLine = z.infer<typeof exportLine>;

function line(value: ExportLine): string {
  return `${JSON.stringify(value)}\n`;
}

/** Without what is not there. */
function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

function messageOf({ state = {}, ...event }: MessageEvent, versions: ExportedMessage['versions']): ExportedMessage {
  const { seq, id, at, by, name, me, replyTo, thread, alsoRoom, everyone } = event;
  const basics = { type: 'message' as const, seq, id, at, by, name, me, replyTo, thread, alsoRoom };
  const { deleted, edited, edit } = state;
  if (deleted || event.erased) return present({ ...basics, text: '', deleted: deleted ?? { by: { id: by, name } } });
  const { reactions, pinned } = state;
  const now = { forwarded: event.forwarded, everyone, reactions, pinned, versions };
  if (edited === undefined)
    return present({ ...basics, ...now, text: event.text, mentions: event.mentions, sig: event.sig });
  return present({
    ...basics,
    ...now,
    text: state.text ?? event.text,
    mentions: state.mentions,
    edited: present({ at: edited, ...edit }),
  });
}

function lineOf(event: ReceivedEvent, versions: ExportedPage['versions']): ExportLine | null {
  if (event.kind === 'message') return messageOf(event, versions.get(event.id));
  // What is about a message is in that message.
  return isChange(event) || event.kind === 'unknown' ? null : { type: 'event', event };
}

/** JSON Lines, for programs: everything there is, and what to check with whose words they are. */
export function jsonlFormat({ room, ...about }: ExportAbout): Formatter {
  let messages = 0;
  return {
    begin: () => {
      const { id, kind, name, topic } = room;
      return line({ type: 'export', format: 1, room: { id, kind, name, topic }, ...about });
    },
    *page({ events, versions, people }) {
      for (const one of people) yield line({ type: 'person', ...one });
      for (const event of events) {
        const written = lineOf(event, versions);
        if (written?.type === 'message') messages += 1;
        if (written) yield line(written);
      }
    },
    end: () => line({ type: 'end', messages }),
  };
}

/** What of an exported message its author signed, to be checked with `signedText` and the author's key. */
export function claimsIn(said: ExportedMessage): readonly Claim[] {
  if (said.deleted) return [];
  const { id, replyTo, thread, alsoRoom, me, forwarded, text, sig, edited, versions = [] } = said;
  const first = { id, kind: 'message' as const, replyTo, thread, alsoRoom, me, forwarded };
  if (!edited) return [{ sig: sig ?? null, of: { ...first, text } }];
  const edit = { kind: 'edit' as const, target: id };
  const earlier = versions.slice(0, -1).map((one, i) => ({
    sig: one.sig ?? null,
    of: i === 0 ? { ...first, text: one.text } : { ...edit, id: one.id, text: one.text },
  }));
  return [...earlier, { sig: edited.sig ?? null, of: { ...edit, id: edited.id ?? id, text } }];
}
