import { z } from 'zod';
import { forward, forwarded } from '../../src-shared/protocol/forward.ts';
import { toldDetail } from '../../src-shared/protocol/reasons.ts';
import type { OutboxStorage } from '../../src-shared/session/ports.ts';
import { openOutbox as open, UNSENT as STORE } from './databases.ts';
import { completed, settled } from './idb.ts';

const kept = z.object({
  id: z.string(),
  room: z.string(),
  text: z.string(),
  replyTo: z.string().optional(),
  thread: z.string().optional(),
  alsoRoom: z.boolean().optional(),
  me: z.boolean().optional(),
  forward: z.object({ of: forward, shown: forwarded }).optional(),
  at: z.number(),
  failure: z.object({ code: z.string(), message: z.string(), detail: toldDetail }).nullable(),
});

/** Unsent messages in the browser's database. */
export function outboxStorage(): OutboxStorage {
  const write = async (change: (store: IDBObjectStore) => unknown): Promise<void> => {
    const transaction = (await open()).transaction(STORE, 'readwrite', { durability: 'strict' });
    change(transaction.objectStore(STORE));
    await completed(transaction);
  };
  return {
    async load(host) {
      const store = (await open()).transaction(STORE, 'readonly').objectStore(STORE);
      const found: unknown[] = await settled(store.getAll(IDBKeyRange.bound([host], [host, []])));
      return found.flatMap((entry) => {
        const parsed = kept.safeParse(entry);
        return parsed.success ? [parsed.data] : [];
      });
    },
    put: (host, entry) => write((store) => store.put({ ...entry, host })),
    remove: (host, id) => write((store) => store.delete([host, id])),
  };
}
