import type { ShownReaction } from '../../../src-shared/domain/reactions.ts';
import { listNames } from '../../lib/words.ts';

/** Names said one by one; whoever comes after is counted. */
const NAMED = 12;

/** Who reacted, as a sentence has it: "You, Ada and 3 others". */
export function reactorWords({ names, count, mine }: ShownReaction): string {
  const said = names.map((name, i) => (mine && i === 0 ? 'You' : name)).slice(0, NAMED);
  const others = count - said.length;
  if (others <= 0)
    return said.length <= 3 ? listNames(said) : `${said.slice(0, -1).join(', ')} and ${said.at(-1) ?? ''}`;
  return `${said.join(', ')} and ${String(others)} ${others === 1 ? 'other' : 'others'}`;
}
