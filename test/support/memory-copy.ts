import type { ReceivedEvent } from '../../src-shared/protocol/events.ts';
import type { CopiedPart, CopiedRange, CopyStorage, HostCopy } from '../../src-shared/session/ports.ts';

/** A copy in memory; give the same one to a later session to play a restart of the app. It does not erase by itself. */
export class MemoryCopy implements CopyStorage {
  readonly hosts = new Map<string, HostCopy>();
  readonly rooms = new Map<string, Map<number, ReceivedEvent>>();

  load(host: string): Promise<HostCopy | null> {
    return Promise.resolve(structuredClone(this.hosts.get(host) ?? null));
  }

  save(host: string, copy: HostCopy): Promise<void> {
    this.hosts.set(host, structuredClone(copy));
    return Promise.resolve();
  }

  span(_host: string, room: string): Promise<{ first: number; last: number } | null> {
    const seqs = [...(this.rooms.get(room)?.keys() ?? [])];
    return Promise.resolve(seqs.length === 0 ? null : { first: Math.min(...seqs), last: Math.max(...seqs) });
  }

  events(_host: string, room: string, { before, after, limit }: CopiedRange): Promise<ReceivedEvent[]> {
    const all = [...(this.rooms.get(room)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
    const within = all.filter(({ seq }) => seq < (before ?? Infinity) && seq > (after ?? 0));
    return Promise.resolve(after === undefined ? within.slice(-limit) : within.slice(0, limit));
  }

  async put(host: string, room: string, { first, last, events }: CopiedPart): Promise<void> {
    const span = await this.span(host, room);
    const connected = span && first <= span.last + 1 && last >= span.last;
    const kept = (connected && this.rooms.get(room)) || new Map<number, ReceivedEvent>();
    for (const event of events) kept.set(event.seq, structuredClone(event));
    this.rooms.set(room, kept);
  }

  drop(_host: string, room: string): Promise<void> {
    this.rooms.delete(room);
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.hosts.clear();
    this.rooms.clear();
    return Promise.resolve();
  }

  size(): Promise<number> {
    return Promise.resolve(this.rooms.size);
  }
}
