import { m } from '../../../src-shared/messages/messages.js';
import { commands, type CommandPlace } from '../composer/commands.ts';
import { may } from '../../../src-shared/domain/permissions.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';
import type { Keep } from '../../lib/keep.ts';
import { byName, firstOf } from '../../lib/in-order.ts';
import { knownPeople } from '../../lib/known-people.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';
import { matching } from '../direct/people.ts';
import { allEmoji } from '../emoji/data.ts';
import { codeFor, findEmoji } from '../emoji/find.ts';
import { best } from '../palette/rank.ts';
import { recentEmoji } from '../emoji/recent.ts';
import { CHOICES_MAX, type Choice, type Source } from './choice.ts';

const EMOJI = /(?:^|[\s(])(:([\p{L}\p{N}_+-]{2,30}))$/u;
const MENTION = /(?:^|[\s(])(@([^\n@]{0,32}))$/u;
const ROOM = /(?:^|[\s(])(#((?:[^\s#][^\n#]{0,31})?))$/u;
const COMMAND = /^(\/(\p{L}*))$/u;

/** Emoji by their shortcodes: ":smi". */
export function emojiSource(keep: Keep): Source {
  return async (before) => {
    const [, whole = '', typed = ''] = EMOJI.exec(before) ?? [];
    if (whole === '') return null;
    const found = findEmoji(await allEmoji(), typed, recentEmoji(keep)).slice(0, CHOICES_MAX);
    const choices = found.map(({ emoji, codes, name }) => ({
      id: emoji,
      insert: `${emoji} `,
      label: `:${codeFor({ codes }, typed.toLowerCase()) ?? codes[0] ?? name}:`,
      emoji,
    }));
    return { from: before.length - whole.length, to: before.length, label: m.completion_emoji(), choices };
  };
}

function everyone(host: HostView, typed: string): Choice[] {
  if (!host.me || !may(host.me.role, 'mention.room')) return [];
  const both = [
    { id: 'room', insert: '@room ', label: '@room', detail: m.completion_room() },
    { id: 'here', insert: '@here ', label: '@here', detail: m.completion_here() },
  ];
  return both.filter(({ id }) => id.startsWith(typed.toLowerCase()));
}

/** People by their names: "@ad". Those whose name begins so come first. */
export function mentionSource(host: HostView, room: RoomView): Source {
  return (before) => {
    const [, whole = '', typed = ''] = MENTION.exec(before) ?? [];
    if (whole === '') return null;
    const begun = typed.toLocaleLowerCase();
    const found = matching(
      knownPeople(room).filter(({ id }) => id !== host.me?.id),
      typed,
    ).map((person) => ({ ...person, later: Number(!person.name.toLocaleLowerCase().startsWith(begun)) }));
    const first = firstOf(found, CHOICES_MAX, (a, b) => a.later - b.later || byName(a, b));
    const people = first.map(({ id, name }) => {
      return { id: String(id), insert: `@${name} `, label: name, person: { host, id } };
    });
    const choices = [...people, ...everyone(host, typed)].slice(0, CHOICES_MAX);
    return { from: before.length - whole.length, to: before.length, label: m.completion_people(), choices };
  };
}

/** Rooms that one knows of by their names: "#gen". */
export function roomSource(host: HostView): Source {
  return (before) => {
    const [, whole = '', typed = ''] = ROOM.exec(before) ?? [];
    if (whole === '') return null;
    const open = host.rooms.filter(({ info }) => info.kind !== 'direct' && !info.archived);
    const choices = best(open, typed, CHOICES_MAX).map(({ id, name, info }) => {
      return { id, insert: `#${name} `, label: `#${name}`, detail: info.topic };
    });
    return { from: before.length - whole.length, to: before.length, label: m.completion_rooms(), choices };
  };
}

/** Commands: "/sh". */
export function commandSource(place: CommandPlace): Source {
  return (before) => {
    const [, whole = '', typed = ''] = COMMAND.exec(before) ?? [];
    if (whole === '') return null;
    const found = commands(place).filter(({ name }) => name.startsWith(typed.toLowerCase()));
    // It is typed out, and needs nothing more: Enter is to do it.
    if (found.some(({ name, takes }) => name === typed && /^(?:\[.*\])?$/.test(takes()))) return null;
    const choices = found.map(({ name, takes, does }) => ({
      id: name,
      insert: `/${name} `,
      label: `/${name} ${takes()}`.trim(),
      detail: does(),
    }));
    return { from: 0, to: before.length, label: m.completion_commands(), choices };
  };
}
