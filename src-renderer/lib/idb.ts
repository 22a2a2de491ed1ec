/** IndexedDB as promises: just what the window's stores need. */

/** The result of a request. */
export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB failed'));
    };
  });
}

/** A write counts once its transaction is complete, not when its request is. */
export function completed(transaction: IDBTransaction): Promise<void> {
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

/** Goes through the values of a range, one after another, until `visit` gives false. */
export function walk(
  source: IDBObjectStore | IDBIndex,
  range: IDBKeyRange,
  direction: IDBCursorDirection,
  visit: (cursor: IDBCursorWithValue) => boolean,
): Promise<void> {
  const request = source.openCursor(range, direction);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      const cursor = request.result;
      if (cursor && visit(cursor)) cursor.continue();
      else resolve();
    };
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB failed'));
    };
  });
}

/** Opens a database once; after a failure, the next use tries again. */
export function database(name: string, version: number, make: (db: IDBDatabase) => void): () => Promise<IDBDatabase> {
  let opened: Promise<IDBDatabase> | null = null;
  return () => {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = () => {
        make(request.result);
      };
      settled(request).then(resolve, reject);
    }).catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
}
