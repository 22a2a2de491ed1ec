import { m } from '../../../src-shared/messages/messages.js';
import { checkName, checkTopic, nameKey } from '../../../src-shared/domain/names.ts';
import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { App } from '../../lib/app.svelte.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';
import { seenOn } from '../direct/people.ts';
import { roomRights } from '../rooms/rights.ts';

export interface CommandPlace {
  app: App;
  host: HostView;
  room: RoomView;
}

/** What a line is to say, and whether it says what one does. */
export interface Said {
  text: string;
  me?: true;
}

/** Something done by a line that begins with a slash. Gives what is to be said in its place, if anything. */
interface Command {
  name: string;
  /** What follows it; in brackets where it may be left out. */
  takes: () => string;
  does: () => string;
  /** Is it of any use here? */
  here?: (place: CommandPlace) => boolean;
  run: (rest: string, place: CommandPlace) => Said | string | null | Promise<null>;
}

const SHRUG = '¯\\\\\\_(ツ)\\_/¯';

const COMMANDS: readonly Command[] = [
  {
    name: 'me',
    takes: m.command_me_takes,
    does: m.command_me,
    run: (rest) => (rest === '' ? missing('/me waves') : { text: rest, me: true }),
  },
  { name: 'shrug', takes: () => '[…]', does: m.command_shrug, run: (rest) => `${rest} ${SHRUG}`.trim() },
  { name: 'topic', takes: m.command_topic_takes, does: m.command_topic, here: mayChange, run: setTopic },
  {
    name: 'invite',
    takes: () => '@name',
    does: m.command_invite,
    here: ({ room }) => room.info.kind === 'private',
    run: invite,
  },
  { name: 'nick', takes: m.command_nick_takes, does: m.command_nick, run: rename },
  { name: 'help', takes: () => '', does: m.command_help, run: help },
];

function missing(example: string): never {
  throw new Refusal('bad-frame', m.command_missing({ example }));
}

function mayChange({ host, room }: CommandPlace): boolean {
  return roomRights(host.me, room.info).has('change');
}

async function setTopic(rest: string, { host, room }: CommandPlace): Promise<null> {
  // To leave a room without one, there is its dialog: nobody means that by half a command.
  if (rest === '') missing('/topic Lunch at noon');
  await host.session.changeRoom(room.id, { topic: checkTopic(rest) });
  return null;
}

async function invite(rest: string, { host, room }: CommandPlace): Promise<null> {
  const wanted = nameKey(rest.replace(/^@/, ''));
  if (wanted === '') missing('/invite @Ada');
  const person = seenOn(host).find(({ name }) => nameKey(name) === wanted);
  if (!person) throw new Refusal('no-such-member', m.command_nobody({ name: rest.replace(/^@/, '') }));
  await host.session.invite(room.id, person.id);
  return null;
}

function rename(rest: string, { app }: CommandPlace): null {
  if (rest === '') missing('/nick Ada');
  app.rename(checkName(rest));
  return null;
}

function help(_rest: string, { app }: CommandPlace): null {
  app.dialog = 'shortcuts';
  return null;
}

/** The commands that are of use in a room. */
export function commands(place: CommandPlace): readonly Command[] {
  return COMMANDS.filter(({ here }) => here?.(place) ?? true);
}

/** All of them, for the help. */
export const allCommands: readonly Pick<Command, 'name' | 'takes' | 'does'>[] = COMMANDS;

/**
 * What a line that was typed is to say, after the command in it, if there is one, has been done; null for nothing. A path
 * such as `/etc/hosts` is text, and so is what follows two slashes.
 * @throws Refusal
 */
export async function runCommand(text: string, place: CommandPlace): Promise<Said | null> {
  if (text.startsWith('//')) return { text: text.slice(1) };
  const [, name, rest = ''] = /^\/(\p{L}+)(?:\s+([\s\S]*))?$/u.exec(text) ?? [];
  if (name === undefined) return { text };
  const command = COMMANDS.find((one) => one.name === name.toLowerCase());
  if (!command) {
    throw new Refusal('unknown-command', m.command_unknown({ name }));
  }
  if (!(command.here?.(place) ?? true)) throw new Refusal('not-allowed', m.command_not_here({ name: command.name }));
  const said = await command.run(rest.trim(), place);
  return typeof said === 'string' ? { text: said } : said;
}
