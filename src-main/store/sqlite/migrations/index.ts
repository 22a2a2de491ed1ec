import { log } from './0010-log.ts';
import { conversation } from './0020-conversation.ts';
import { moderation } from './0030-moderation.ts';
import { signatures } from './0040-signatures.ts';
import { policies } from './0050-policies.ts';
import { people } from './0060-people.ts';
import { bookmarks } from './0070-bookmarks.ts';
import { looks } from './0075-looks.ts';
import { auditFacts } from './0090-audit-facts.ts';
import { ends } from './0100-ends.ts';

/** Every schema there has been, in order. A migration, once released, never changes; the next gets a higher number. */
export const MIGRATIONS: readonly { version: number; sql: string }[] = [
  { version: 10, sql: log },
  { version: 20, sql: conversation },
  { version: 30, sql: moderation },
  { version: 40, sql: signatures },
  { version: 50, sql: policies },
  { version: 60, sql: people },
  { version: 70, sql: bookmarks },
  { version: 75, sql: looks },
  { version: 90, sql: auditFacts },
  { version: 100, sql: ends },
];
