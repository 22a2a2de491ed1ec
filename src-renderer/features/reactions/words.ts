import { m } from '../../../src-shared/messages/messages.js';
import type { ShownReaction } from '../../../src-shared/domain/reactions.ts';
import { listNames } from '../../lib/words.ts';

/** Names said one by one; whoever comes after is counted. */
const NAMED = 12;

/** Who reacted, as a sentence has it: "You, Ada and 3 others". */
export function reactorWords({ names, count, mine }: ShownReaction): string {
  const said = names.map((name, i) => (mine && i === 0 ? m.moderation_you() : name)).slice(0, NAMED);
  const others = count - said.length;
  if (others > 0) return m.reactions_others({ names: said.join(m.membership_and()), count: others });
  if (said.length <= 3) return listNames(said);
  return m.reactions_and({ names: said.slice(0, -1).join(m.membership_and()), name: said.at(-1) ?? '' });
}
