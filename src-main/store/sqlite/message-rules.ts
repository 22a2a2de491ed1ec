import { Refusal } from '../../../src-shared/protocol/errors.ts';
import { PINS_MAX, REACTIONS_MAX } from '../../../src-shared/protocol/limits.ts';
import type { EventBody, EventDraft } from '../store.ts';
import type { Target } from './targets.ts';

/** Events that are about a message. */
export type ChangeBody = Extract<EventBody, { kind: 'edit' | 'delete' | 'react' | 'pin' }>;
export type MessageBody = Extract<EventBody, { kind: 'message' }>;

/** May an event about this message go into the log? @throws Refusal */
export function checkChange({ by }: EventDraft, body: ChangeBody, target: Target | null): asserts target is Target {
  if (!target) throw new Refusal('no-such-event');
  if (target.text === null) throw new Refusal('message-deleted');
  const own = body.kind === 'edit' || (body.kind === 'delete' && body.moderated === undefined);
  if (own && target.by !== by) throw new Refusal('not-yours');
  if (body.kind === 'react') checkKinds(body, target);
}

function checkKinds({ emoji, on }: Extract<ChangeBody, { kind: 'react' }>, { state }: Target): void {
  const kinds = state.reactions ?? [];
  if (on && kinds.length >= REACTIONS_MAX && !kinds.some((one) => one.emoji === emoji))
    throw new Refusal('too-many-reactions');
}

/** @throws Refusal `too-many-pins` */
export function checkPins(pinned: number): void {
  if (pinned >= PINS_MAX) throw new Refusal('too-many-pins');
}

/** Is it as the event wants it already? Then nothing needs to be said about it. */
export function isSo({ by }: EventDraft, body: ChangeBody, { state }: Target): boolean {
  if (body.kind === 'pin') return (state.pinned !== undefined) === body.on;
  if (body.kind !== 'react') return false;
  const reaction = state.reactions?.find(({ emoji }) => emoji === body.emoji);
  return (reaction?.by.some(({ id }) => id === by) ?? false) === body.on;
}

/** May a message answer this one? @throws Refusal */
export function checkQuoted(quoted: Target | null): asserts quoted is Target {
  if (!quoted) throw new Refusal('no-such-event');
  if (quoted.text === null) throw new Refusal('message-deleted');
}

/** May a message be in this one's thread? A thread goes on when its first message was deleted. @throws Refusal */
export function checkRoot(root: Target | null): asserts root is Target {
  if (!root) throw new Refusal('no-such-event');
  if (root.data.thread !== undefined) throw new Refusal('thread-nested');
}
