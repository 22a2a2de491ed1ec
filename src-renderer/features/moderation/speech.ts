import { m } from '../../../src-shared/messages/messages.js';
import { may } from '../../../src-shared/domain/permissions.ts';
import type { ReceivedEvent } from '../../../src-shared/protocol/events.ts';
import type { Mute } from '../../../src-shared/protocol/moderation.ts';
import type { Member, RoomInfo } from '../../../src-shared/protocol/rooms.ts';
import type { Unsent } from '../../../src-shared/session/ports.ts';
import { leftWord, secondsWord } from './words.ts';

/** What keeps one from speaking in a room, and what to do about it. */
export interface Speech {
  /** Nothing can be said here at all. */
  closed: boolean;
  /** Seconds until the next message may be sent; 0 for at once. */
  wait: number;
  words: string;
}

interface Here {
  info: Pick<RoomInfo, 'locked' | 'slow'>;
  unsent: readonly Unsent[];
  window: { events: readonly ReceivedEvent[] };
}

/** When one last spoke: as the host has it, or what is on its way there. */
function lastSpoken({ unsent, window }: Here, me: number | undefined): number {
  const said = window.events.findLast((event) => event.kind === 'message' && event.by === me)?.at ?? 0;
  return unsent.reduce((last, { at, failure }) => (failure ? last : Math.max(last, at)), said);
}

interface Self {
  me: Member | null;
  muted?: Mute | null;
}

/** What one who is muted is told, while it lasts. */
function muteWords({ until, reason }: Mute, now: number): string {
  const time = leftWord(until, now);
  return reason === '' ? m.moderation_muted({ time }) : m.moderation_muted_reason({ reason, time });
}

/**
 * May one speak here now?
 * @param now read only where time matters, so that nothing ticks elsewhere
 */
export function speechIn({ me, muted = null }: Self, here: Here, now: { readonly ms: number }): Speech {
  const { locked, slow } = here.info;
  const role = me?.role ?? 'guest';
  if (muted && muted.until > now.ms) return { closed: true, wait: 0, words: muteWords(muted, now.ms) };
  if (locked && !may(role, 'room.speak.locked')) {
    return { closed: true, wait: 0, words: m.moderation_locked_text() };
  }
  if (here.unsent.some(({ failure }) => failure?.code === 'muted')) {
    return { closed: false, wait: 0, words: m.moderation_muted_unsent() };
  }
  if (slow === 0 || may(role, 'room.slow')) return { closed: false, wait: 0, words: '' };
  // The host's clock may differ from this one: never longer than the whole wait.
  const left = Math.ceil((lastSpoken(here, me?.id) - now.ms) / 1_000) + slow;
  const wait = Math.min(slow, Math.max(0, left));
  return { closed: false, wait, words: m.moderation_slow_mode({ time: secondsWord(slow) }) };
}
