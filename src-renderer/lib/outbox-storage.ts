import { z } from 'zod';
import type { OutboxStorage } from '../../src-shared/session/ports.ts';

const STORE = 'outbox';

const kept = z.object({
  id: z.string(),
  room: z.string(),
  text: z.string(),
  replyTo: z.string().optional(),
  thread: z.string().optional(),
  alsoRoom: z.boolean().optional(),
  at: z.number(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB failed'));
    };
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('parley', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { keyPath: ['host', 'id'] });
  };
  return settled(request);
}

/** A write counts once its transaction is complete, not when its request is. */
function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      reject(transaction.error ?? new Error('IndexedDB failed'));
    };
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onerror = fail;
    transaction.onabort = fail;
  });
}

/** Unsent messages in the browser's database. */
export function outboxStorage(): OutboxStorage {
  let opened: Promise<IDBDatabase> | null = null;
  const database = (): Promise<IDBDatabase> => {
    opened ??= open().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
  const write = async (change: (store: IDBObjectStore) => unknown): Promise<void> => {
    const transaction = (await database()).transaction(STORE, 'readwrite', { durability: 'strict' });
    change(transaction.objectStore(STORE));
    await completed(transaction);
  };
  return {
    async load(host) {
      const store = (await database()).transaction(STORE, 'readonly').objectStore(STORE);
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
