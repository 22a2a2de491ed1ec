import { Refusal } from '../../src-shared/protocol/errors.ts';
import type { Room } from '../../src-shared/session/room.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { newSession } from './people.ts';
import { newId } from './talk.ts';
import { until } from './wait.ts';

export const LONG_NAME = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbea'.slice(0, 64);

const TABLE = '| Tea | Minutes | Degrees |\n| --- | ---: | ---: |\n| Sencha | 2 | 75 |\n| Assam | 4 | 100 |';
/** Longer than is shown at once. */
const CODE = `\`\`\`ts\n${Array.from({ length: 30 }, (_, i) => `let n${String(i)} = "${String(i)}"; // ${String(i)}`).join('\n')}\n\`\`\``;
const REACTIONS =
  '👍 ❤ 😂 🎉 🚀 👀 🙏 🔥 💯 ✨ 🌈 🍀 🌊 🎈 🎁 🎵 📌 📎 🔑 🔒 💡 📷 📖 📦 📫 🕐 🚲 🚂 🛶 🌍 🌋 🌙 🌻 🌵 🍎 🍋 🍇 🍓 🥕 🌽 🍞 🧀 🍕 🍰 🍪 ☕ 🍵 🐢 🦊 🐙'.split(
    ' ',
  );

/** Somebody who talks without a window. */
export async function person(url: string, name: string): Promise<{ session: Session; room: Room }> {
  const session = newSession({ url: `${url.replace(/^http/, 'ws')}session`, name });
  session.start();
  const room = await until(() => [...session.rooms.values()][0], 10_000, `${name} to be let in`);
  await room.join();
  return { session, room };
}

/** Says something and resolves with its id once the host has it. */
async function say({ session, room }: { session: Session; room: Room }, text: string, answer = {}): Promise<string> {
  const event = newId();
  await session.talk.say({ id: event, room: room.id, text, at: 0, failure: null, ...answer });
  return event;
}

/**
 * Fills a host's first room with a row of every kind, by two people who then go; there is a room with a long name, an
 * empty one, and one that is private, too.
 */
export async function fillHost(url: string): Promise<void> {
  const grace = await person(url, 'Grace Hopper');
  const bo = await person(url, LONG_NAME);
  const { id } = grace.room;
  await grace.session.changeRoom(id, { topic: 'Tea, biscuits, and what is brewing in the building' }).catch(refused);
  for (const name of ['Rechtsschutzversicherungsgesellschaften', 'empty']) {
    await bo.session.createRoom(name, '');
  }
  const plans = await bo.session.createRoom('plans', 'For the three of us', 'private');
  for (const { id: member } of bo.room.online.values())
    if (member !== bo.session.me?.id) await bo.session.invite(plans.id, member).catch(refused);
  const question = await say(grace, 'Who brings the *cups* tomorrow? See https://example.org/tea.');
  await say(bo, 'I do', { replyTo: question });
  await say(bo, TABLE);
  await say(grace, 'مرحبا بالجميع، هذا سطر طويل بالعربية مع English words inside it.');
  await say(grace, '# A heading\n\n> quoted, with `code` and ~~nothing~~\n\n1. one\n2. two\n\n- [x] done\n- [ ] to do');
  const much = await say(bo, 'Everybody likes this one');
  for (const emoji of REACTIONS) await bo.session.talk.react(id, much, emoji, true).catch(refused);
  await grace.session.talk.react(id, much, '👍', true);
  await grace.session.talk.pin(id, question, true).catch(refused);
  await say(bo, CODE);
  const root = await say(grace, 'About the biscuits');
  for (const text of ['Ginger?', 'Ginger.', 'With *chocolate*.']) await say(bo, text, { thread: root });
  await say(bo, 'waves', { me: true });
  await say(grace, '🎉');
  const edited = await say(grace, 'Fourty two');
  await grace.session.talk.edit(id, edited, 'Forty-two');
  await grace.session.talk.remove(id, await say(grace, 'never mind'));
  await say(bo, `${'w'.repeat(200)} and ||a spoiler|| for @Grace Hopper and @Ada Lovelace`);
  grace.session.stop();
  bo.session.stop();
}

function refused(thrown: unknown): void {
  if (!(thrown instanceof Refusal)) throw thrown;
}
