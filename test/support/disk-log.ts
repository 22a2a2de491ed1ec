import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFolder } from '../../src-main/store/sqlite/check.ts';
import { SqliteStore } from '../../src-main/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src-main/store/store.ts';
import type { RoomEvent } from '../../src-shared/protocol/events.ts';
import { PAGE_MAX } from '../../src-shared/protocol/limits.ts';

/** What is on disk in a data folder: each room's whole log, and what is wrong with the folder. */
export interface OnDisk {
  logs: Map<string, RoomEvent[]>;
  problems: string[];
}

/** Reads the folder of a host that is not running, from a copy: what the next host finds there is left as it is. */
export async function readDisk(dataDir: string): Promise<OnDisk> {
  const copy = mkdtempSync(join(tmpdir(), 'parley-copy-'));
  try {
    cpSync(dataDir, copy, { recursive: true });
    const { problems } = checkFolder(copy);
    const store = new SqliteStore(copy);
    const logs = new Map<string, RoomEvent[]>();
    for (const { id } of await store.rooms()) logs.set(id, await wholeLog(store, id));
    await store.close();
    return { logs, problems };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function wholeLog(store: Store, room: string): Promise<RoomEvent[]> {
  const events: RoomEvent[] = [];
  for (;;) {
    const page = await store.page(room, { after: events.at(-1)?.seq ?? 0, limit: PAGE_MAX });
    if (page.length === 0) return events;
    events.push(...page);
  }
}

/** The texts of a log's messages by one author, by the name that is in the log. */
export function textsBy(events: readonly RoomEvent[], name: string): string[] {
  return events.flatMap((event) => (event.kind === 'message' && event.name === name ? [event.text] : []));
}
