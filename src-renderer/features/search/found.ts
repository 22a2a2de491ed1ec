import { allWords } from '../../../src-shared/domain/forward.ts';
import { messageItem, type MessageItem } from '../../../src-shared/domain/message-item.ts';
import { plainText } from '../../../src-shared/domain/quotes.ts';
import { excerpt, hits, type Range } from '../../../src-shared/domain/search-hits.ts';
import type { Term } from '../../../src-shared/domain/search-query.ts';
import type { MessageEvent } from '../../../src-shared/protocol/events.ts';

/** A message as a list of some shows it: a part of it around the first word that was looked for, with these marked. */
export interface FoundItem {
  room: string;
  item: Pick<MessageItem, 'id' | 'seq' | 'at' | 'by' | 'name' | 'inThread' | 'claims'>;
  text: string;
  cut: { start: boolean; end: boolean };
  ranges: readonly Range[];
}

/** A message out of a list of some. What is shown of it is cut out of what its author signed, here. */
export function foundItem(room: string, event: MessageEvent, terms: readonly Term[], me: number | null): FoundItem {
  const item = messageItem(event, event.state ?? {}, { me, startsGroup: true });
  const written = allWords(item);
  const plain = plainText(written);
  const [inWritten, inPlain] = [hits(written, terms), hits(plain, terms)];
  // What was looked for may stand in the address of a link, which plain words are without.
  const shown = inPlain.length < inWritten.length ? excerpt(written, inWritten) : excerpt(plain, inPlain);
  return { room, item, ...shown };
}
