import type { NotificationSettings, NotifyLevel } from '../protocol/settings.ts';
import { foldName } from './names.ts';

/** A message that has just come, as far as telling of it goes. */
export interface Said {
  room: string;
  text: string;
  /** One said it oneself, here or on another device. */
  own: boolean;
  /** By somebody one ignores. */
  ignored: boolean;
  /** In a room of two. */
  direct: boolean;
  /** It calls upon one, by name or with everyone else. */
  mention: boolean;
  /** It is part of a thread alone, not of the room's own timeline. */
  threadOnly: boolean;
}

/** How one is reached just now. */
export interface Attention {
  settings: NotificationSettings;
  /** One has told the people there that one is not to be disturbed. */
  busy: boolean;
  /** The message's room is on the screen, and its window in front. */
  inFront: boolean;
  /** Minutes since midnight by the computer's own clock. */
  minute: number;
}

/** Why one is told of a message. */
export type Call = 'message' | 'mention' | 'keyword';

/** What one is told of in a room. In a room of two every message is for oneself, so it counts as a mention. */
export function levelOf(settings: NotificationSettings, room: string, direct: boolean): NotifyLevel {
  const own = settings.rooms[room];
  return own ?? (direct && settings.level === 'mentions' ? 'all' : settings.level);
}

/** Is one not to be disturbed? Hours that end before they begin go over midnight; equal ones are the whole day. */
export function isQuiet({ quiet, quietHours, quietFrom, quietTo }: NotificationSettings, minute: number): boolean {
  if (quiet || !quietHours) return quiet;
  return quietFrom < quietTo ? minute >= quietFrom && minute < quietTo : minute >= quietFrom || minute < quietTo;
}

/** What words are made of, in scripts that put spaces between them. */
const WORD = /(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}])[\p{L}\p{N}\p{M}_]/u;

function isWordAt(text: string, index: number): boolean {
  const point = index < 0 ? undefined : text.codePointAt(index);
  return point !== undefined && WORD.test(String.fromCodePoint(point));
}

/** Does a text hold one of the words, as a word of its own, however it is written? */
export function saysKeyword(text: string, keywords: readonly string[]): boolean {
  if (keywords.length === 0) return false;
  const folded = foldName(text);
  return keywords.some((keyword) => {
    const sought = foldName(keyword.trim());
    if (sought === '') return false;
    for (let at = folded.indexOf(sought); at !== -1; at = folded.indexOf(sought, at + 1)) {
      const end = at + sought.length;
      // A word with a sign at its end, such as "c++", need not be followed by anything else.
      const free = (inner: number, outer: number): boolean => !isWordAt(folded, inner) || !isWordAt(folded, outer);
      if (free(at, at - 1) && free(end - 1, end)) return true;
    }
    return false;
  });
}

/** Whether one is told of a message, and why: the one rule, for the app and for guests' browsers. */
export function callOf(said: Said, { settings, busy, inFront, minute }: Attention): Call | null {
  if (said.own || said.ignored || inFront || !settings.on || busy || isQuiet(settings, minute)) return null;
  const level = levelOf(settings, said.room, said.direct);
  if (level === 'none') return null;
  if (said.mention) return 'mention';
  if (saysKeyword(said.text, settings.keywords)) return 'keyword';
  return level === 'all' && !said.threadOnly ? 'message' : null;
}
